// Any bytes in any chunks: the same frames however they are split, each of them sound, a good frame
// behind them found, and no more kept than one frame.
#include "fix-gateway/codec/framer.h"
#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace pinion::fuzz {

namespace {

constexpr std::size_t frame_max_bytes = 256;
constexpr std::string_view good_frame = "8=FIX.4.4\x01"
                                        "9=5\x01"
                                        "35=0\x01"
                                        "10=163\x01";

struct Cut {
    std::vector<std::string> frames;
    std::uint64_t garbled_count;
    std::uint64_t dropped_bytes;

    friend bool operator==(const Cut&, const Cut&) = default;
};

/// Proves by hand what the framer promises of a frame.
void require_sound(const fix::Frame& frame) {
    const std::string_view bytes(frame.bytes.data(), frame.bytes.size());
    require(bytes.size() <= frame_max_bytes, "a frame is bounded");
    require(bytes.starts_with("8=FIX") && frame.body().starts_with("35="), "a frame has its head");
    require(frame.body().ends_with('\x01'), "a body ends with a SOH");
    const std::string head = "8=" + std::string(frame.begin_string()) + "\x01" + "9=";
    require(bytes.starts_with(head), "BodyLength comes second");
    const std::string length(bytes.substr(head.size(), frame.body_begin - head.size() - 1));
    require(std::stoul(length) == frame.body().size(), "BodyLength is the body's length");
    unsigned sum = 0;
    for (const char c : bytes.substr(0, frame.body_end)) sum += static_cast<unsigned char>(c);
    char trailer[8];
    std::snprintf(trailer, sizeof trailer, "10=%03u\x01", sum % 256);
    require(bytes.substr(frame.body_end) == trailer, "the checksum is right");
}

void take_frames(fix::Framer& framer, Cut& cut) {
    fix::Frame frame{};
    while (true) {
        const fix::FrameOutcome outcome = framer.next(frame);
        if (outcome == fix::FrameOutcome::partial) break;
        if (outcome == fix::FrameOutcome::garbled) continue;
        require_sound(frame);
        cut.frames.emplace_back(frame.bytes.begin(), frame.bytes.end());
    }
    require(framer.buffered_bytes() < frame_max_bytes, "no more is kept than one frame");
}

/// Cuts the text into frames, as it arrives in chunks of the sizes that `next_size` tells.
Cut cut_into_frames(std::string_view text, const std::function<std::size_t()>& next_size) {
    fix::Framer framer(frame_max_bytes);
    Cut cut{};
    while (!text.empty()) {
        const std::string_view chunk = text.substr(0, next_size());
        framer.append(chunk);
        text.remove_prefix(chunk.size());
        take_frames(framer, cut);
    }
    cut.garbled_count = framer.garbled_count();
    cut.dropped_bytes = framer.dropped_bytes();
    return cut;
}

/// Sizes from 1 to 64 that the text itself decides.
std::function<std::size_t()> sizes_out_of(std::string_view text) {
    return [state = std::hash<std::string_view>{}(text)]() mutable {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state >> 58) + 1;
    };
}

} // namespace

} // namespace pinion::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion::fuzz;
    std::string text = fix_text(data, size);
    text.append(frame_max_bytes, '-'); // decides whatever is pending
    text.append(good_frame);
    const Cut whole = cut_into_frames(text, [&] { return text.size(); });
    require(!whole.frames.empty() && whole.frames.back() == good_frame,
            "garbage costs no good frame behind it");
    require(whole == cut_into_frames(text, [] { return std::size_t{1}; }),
            "single bytes give the same frames");
    require(whole == cut_into_frames(text, sizes_out_of(text)), "chunks give the same frames");
    return 0;
}
