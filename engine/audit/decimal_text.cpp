#include "engine/audit/decimal_text.h"

namespace pinion::engine {

std::string integer_text(shm::Int128 value) {
    const bool negative = value < 0;
    std::string digits;
    do {
        const auto digit = static_cast<int>(value % 10);
        digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
        value /= 10;
    } while (value != 0);
    return negative ? "-" + digits : digits;
}

std::string decimal_text(shm::Int128 units, std::size_t decimals) {
    auto text = integer_text(units);
    const std::size_t sign = units < 0 ? 1 : 0;
    if (decimals == 0) return text;
    if (text.size() - sign <= decimals) text.insert(sign, decimals + 1 - (text.size() - sign), '0');
    return text.insert(text.size() - decimals, ".");
}

} // namespace pinion::engine
