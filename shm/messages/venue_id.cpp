#include "shm/messages/venue_id.h"

#include <charconv>

namespace pinion::shm {

namespace {

constexpr std::size_t number_digits = 16;
constexpr std::size_t engine_digits_max = 5;

} // namespace

char* write_venue_id(char* out, std::uint16_t engine_id, std::uint64_t id) {
    constexpr std::string_view digits = "0123456789abcdef";
    out = std::to_chars(out, out + engine_digits_max, engine_id).ptr;
    *out++ = '-';
    for (std::size_t i = number_digits; i > 0; --i, id >>= 4) out[i - 1] = digits[id & 0xf];
    return out + number_digits;
}

std::uint64_t parse_order_id(std::string_view text, std::uint16_t engine_id) {
    char expected[venue_id_text_max];
    std::uint64_t id = 0;
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos || text.size() - dash - 1 != number_digits)
        return foreign_order_id;
    const auto parsed = std::from_chars(text.data() + dash + 1, text.data() + text.size(), id, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
        return foreign_order_id;
    // Only the text that we write ourselves is an OrderID: no capitals, no leading zeros.
    const std::string_view written(
        expected, static_cast<std::size_t>(write_venue_id(expected, engine_id, id) - expected));
    return id != 0 && written == text ? id : foreign_order_id;
}

} // namespace pinion::shm
