#include "fix-gateway/codec/framer.h"

#include "fix-gateway/codec/checksum.h"
#include "fix-gateway/codec/tags.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace pinion::fix {

namespace {

constexpr std::string_view frame_start = "8=FIX";
constexpr std::size_t begin_string_max = 16;
constexpr std::size_t length_digits_max = 9;

/// Where the parts of a frame that starts at `bytes[0]` lie, or why that is not known.
struct Head {
    FrameOutcome outcome;
    std::size_t begin_string_end = 0;
    std::size_t body_begin = 0;
    std::size_t body_size = 0;
};

/// "FIX.4.4": nothing that could hide the start of another frame.
bool is_of_version(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'; }

/// Reads "8=...|9=n|35=". Looks at no more than a few dozen bytes.
Head parse_head(std::string_view bytes, std::size_t frame_max_bytes) {
    const Head garbled{FrameOutcome::garbled};
    const Head partial{FrameOutcome::partial};
    const std::string_view value = bytes.substr(2, begin_string_max + 1);
    const auto end = std::find_if_not(value.begin(), value.end(), is_of_version);
    if (end == value.end()) return value.size() > begin_string_max ? garbled : partial;
    if (*end != soh) return garbled;
    const std::size_t begin_string_end = 2 + static_cast<std::size_t>(end - value.begin());

    std::size_t at = begin_string_end + 1;
    const std::string_view length_tag = bytes.substr(at, 2);
    if (length_tag != std::string_view("9=").substr(0, length_tag.size())) return garbled;
    at += 2;
    std::size_t body_size = 0;
    const std::size_t digits_begin = at;
    for (; at < bytes.size() && bytes[at] != soh; ++at) {
        if (bytes[at] < '0' || bytes[at] > '9' || at - digits_begin == length_digits_max)
            return garbled;
        body_size = body_size * 10 + static_cast<std::size_t>(bytes[at] - '0');
        if (body_size > frame_max_bytes) return garbled;
    }
    if (at >= bytes.size()) return partial;
    if (at == digits_begin) return garbled;

    const std::size_t body_begin = at + 1;
    const std::string_view type_tag = bytes.substr(body_begin, 3);
    if (type_tag != std::string_view("35=").substr(0, type_tag.size())) return garbled;
    if (body_size < 5 || body_begin + body_size + Frame::trailer_bytes > frame_max_bytes)
        return garbled;
    return {FrameOutcome::complete, begin_string_end, body_begin, body_size};
}

/// The number in "10=ccc|"; nothing if that is not what stands there.
std::optional<unsigned> parse_trailer(std::string_view trailer) {
    if (!trailer.starts_with("10=") || trailer[6] != soh) return std::nullopt;
    unsigned value = 0;
    for (const char c : trailer.substr(3, 3)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

/// How many bytes at the end of `bytes` may be the beginning of a frame.
std::size_t possible_start(std::string_view bytes) {
    std::size_t length = std::min(bytes.size(), frame_start.size() - 1);
    while (length > 0 && bytes.substr(bytes.size() - length) != frame_start.substr(0, length))
        --length;
    return length;
}

} // namespace

Framer::Framer(std::size_t frame_max_bytes)
    : frame_max_bytes_(frame_max_bytes), buffer_(2 * frame_max_bytes) {}

void Framer::append(std::span<const char> bytes) {
    if (buffer_.size() - end_ < bytes.size()) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        if (buffer_.size() - end_ < bytes.size()) buffer_.resize(end_ + bytes.size());
    }
    std::copy(bytes.begin(), bytes.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(end_));
    end_ += bytes.size();
}

FrameOutcome Framer::next(Frame& frame) {
    if (drop_noise()) return FrameOutcome::garbled;
    const std::string_view bytes = pending();
    if (bytes.size() < frame_start.size()) return FrameOutcome::partial;

    const Head head = parse_head(bytes, frame_max_bytes_);
    if (head.outcome == FrameOutcome::partial) return FrameOutcome::partial;
    const std::size_t body_end = head.body_begin + head.body_size;
    if (head.outcome == FrameOutcome::complete && bytes.size() < body_end + Frame::trailer_bytes)
        return FrameOutcome::partial;
    const auto declared = head.outcome == FrameOutcome::complete && bytes[body_end - 1] == soh
                              ? parse_trailer(bytes.substr(body_end, Frame::trailer_bytes))
                              : std::nullopt;
    if (!declared) { // what looked like a start is none: search on behind it
        ++garbled_count_;
        in_garbage_ = true;
        drop(1);
        return FrameOutcome::garbled;
    }

    const std::size_t size = body_end + Frame::trailer_bytes;
    in_garbage_ = false;
    if (*declared != checksum(bytes.substr(0, body_end))) {
        ++garbled_count_;
        drop(size);
        return FrameOutcome::garbled;
    }
    frame = {{bytes.data(), size}, head.begin_string_end, head.body_begin, body_end};
    begin_ += size;
    return FrameOutcome::complete;
}

void Framer::clear() {
    begin_ = 0;
    end_ = 0;
    in_garbage_ = false;
}

bool Framer::drop_noise() {
    const std::string_view bytes = pending();
    if (bytes.starts_with(frame_start)) return false;
    const std::size_t start = bytes.find(frame_start);
    const std::size_t noise =
        start == std::string_view::npos ? bytes.size() - possible_start(bytes) : start;
    if (noise == 0) return false;
    drop(noise);
    const bool is_new = !in_garbage_;
    in_garbage_ = true;
    if (is_new) ++garbled_count_;
    return is_new;
}

void Framer::drop(std::size_t count) {
    begin_ += count;
    dropped_bytes_ += count;
}

} // namespace pinion::fix
