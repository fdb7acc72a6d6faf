#include "tests/fix-gateway/support/fix_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <numeric>

namespace pinion::test {

namespace {

constexpr char soh = '\x01';

} // namespace

std::string fix_frame(std::string_view body, std::string_view begin_string) {
    std::string text(body);
    std::replace(text.begin(), text.end(), '|', soh);
    text = "8=" + std::string(begin_string) + soh + "9=" + std::to_string(text.size()) + soh + text;
    const unsigned sum = std::accumulate(text.begin(), text.end(), 0u, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    std::array<char, 16> trailer{};
    std::snprintf(trailer.data(), trailer.size(), "10=%03u%c", sum % 256, soh);
    return text + trailer.data();
}

std::string fix_time_now(int offset_s) {
    const std::time_t now = std::time(nullptr) + offset_s;
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &utc);
    return text.data();
}

std::string fix_field(std::string_view frame, int tag) {
    const std::string key = soh + std::to_string(tag) + "=";
    const std::size_t at = frame.find(key);
    if (at == std::string_view::npos) return "";
    const std::size_t begin = at + key.size();
    return std::string(frame.substr(begin, frame.find(soh, begin) - begin));
}

std::vector<std::string> fix_frames(std::string_view stream) {
    std::vector<std::string> frames;
    while (!stream.empty()) {
        const std::size_t trailer = stream.find("\x01"
                                                "10=");
        if (trailer == std::string_view::npos) break;
        const std::size_t size = trailer + sizeof("x10=123");
        frames.emplace_back(stream.substr(0, size));
        stream.remove_prefix(std::min(size, stream.size()));
    }
    return frames;
}

} // namespace pinion::test
