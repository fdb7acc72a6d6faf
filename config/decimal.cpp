#include "config/decimal.h"

#include <algorithm>
#include <cstddef>

namespace pinion::config {

namespace {

constexpr std::size_t digits_max = 18;

shm::Int128 units_at(Decimal value, std::uint8_t decimals) {
    shm::Int128 units = value.units;
    for (std::uint8_t d = value.decimals; d < decimals; ++d) units *= 10;
    return units;
}

} // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::size_t decimals = point == text.npos ? 0 : text.size() - point - 1;
    const std::size_t digits = point == text.npos ? text.size() : text.size() - 1;
    if (digits == 0 || digits > digits_max || decimals > decimals_max) return std::nullopt;
    if (point == 0 || (point != text.npos && decimals == 0)) return std::nullopt;

    Decimal result{0, static_cast<std::uint8_t>(decimals)};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == point) continue;
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        result.units = result.units * 10 + (text[i] - '0');
    }
    return result;
}

std::optional<shm::Int128> exact_quotient(Decimal value, Decimal step) {
    const std::uint8_t decimals = std::max(value.decimals, step.decimals);
    const shm::Int128 dividend = units_at(value, decimals);
    const shm::Int128 divisor = units_at(step, decimals);
    if (dividend % divisor != 0) return std::nullopt;
    return dividend / divisor;
}

std::string to_text(Decimal value) {
    std::string text = std::to_string(value.units);
    if (value.decimals == 0) return text;
    if (text.size() <= value.decimals) text.insert(0, value.decimals + 1U - text.size(), '0');
    return text.insert(text.size() - value.decimals, ".");
}

} // namespace pinion::config
