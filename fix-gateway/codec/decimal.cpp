#include "fix-gateway/codec/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace pinion::fix {

namespace {

using shm::Int128;
__extension__ using Uint128 = unsigned __int128;

constexpr std::uint8_t decimals_max = 9;
constexpr std::int64_t units_max = 100'000'000'000'000;
constexpr std::size_t whole_digits_max = 28; ///< with 9 decimals they stay within 128 bits

constexpr std::array<std::uint64_t, 14> powers_of_ten = [] {
    std::array<std::uint64_t, 14> powers{};
    std::uint64_t power = 1;
    for (std::uint64_t& entry : powers) {
        entry = power;
        power *= 10;
    }
    return powers;
}();

/// A number of 10^-decimals.
struct Units {
    DecimalStatus status;
    bool negative;
    Uint128 magnitude;
};

Units failed(DecimalStatus status) { return {status, false, 0}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool fits_64_bits(Uint128 value) { return value >> 64 == 0; }

/// Nearly every number has few digits, all of them meant: no 128 bits and one look at each.
/// Nothing if it is not such a number, or none at all.
std::optional<std::uint64_t> parse_short(std::string_view digits, std::uint8_t decimals) {
    constexpr std::size_t digits_max = 10; // and 9 zeros behind them stay within 64 bits
    if (digits.empty() || digits.size() > digits_max) return std::nullopt;
    std::uint64_t value = 0;
    std::size_t point = digits.size();
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto digit = static_cast<unsigned>(digits[i] - '0');
        if (digit <= 9)
            value = value * 10 + digit;
        else if (digits[i] == '.' && point == digits.size() && digits.size() > 1)
            point = i;
        else
            return std::nullopt;
    }
    const std::size_t fraction = point == digits.size() ? 0 : digits.size() - point - 1;
    if (fraction > decimals) return std::nullopt;
    return value * powers_of_ten[decimals - fraction];
}

/// The digits behind the point as a number of 10^-decimals; zeros beyond are allowed.
bool add_fraction(std::string_view digits, std::uint8_t decimals, Uint128& magnitude) {
    for (std::size_t i = 0; i < std::max<std::size_t>(digits.size(), decimals); ++i) {
        const unsigned digit = i < digits.size() ? static_cast<unsigned>(digits[i] - '0') : 0;
        if (i < decimals)
            magnitude = magnitude * 10 + digit;
        else if (digit != 0)
            return false;
    }
    return true;
}

Units parse_units(std::string_view text, std::uint8_t decimals) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (const auto value = parse_short(text, decimals))
        return {DecimalStatus::ok, negative && *value != 0, *value};

    const std::size_t point = std::min(text.find('.'), text.size());
    std::string_view whole = text.substr(0, point);
    const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    if (whole.empty() && fraction.empty()) return failed(DecimalStatus::malformed);
    if (!std::all_of(whole.begin(), whole.end(), is_digit) ||
        !std::all_of(fraction.begin(), fraction.end(), is_digit))
        return failed(DecimalStatus::malformed);

    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    if (whole.size() > whole_digits_max) return failed(DecimalStatus::out_of_range);
    Uint128 magnitude = 0;
    for (const char digit : whole) magnitude = magnitude * 10 + static_cast<unsigned>(digit - '0');
    if (!add_fraction(fraction, decimals, magnitude)) return failed(DecimalStatus::off_grid);
    return {DecimalStatus::ok, negative && magnitude != 0, magnitude};
}

/// How many ticks or lots the magnitude is; nothing if it is no whole number of them.
std::optional<Uint128> divide(Uint128 magnitude, std::int64_t step_units) {
    const auto step = static_cast<std::uint64_t>(step_units);
    if (step == 1) return magnitude;
    if (fits_64_bits(magnitude)) { // a division of 128 bits takes several times as long
        const auto units = static_cast<std::uint64_t>(magnitude);
        const std::uint64_t steps = units / step;
        return steps * step == units ? std::optional<Uint128>(steps) : std::nullopt;
    }
    return magnitude % step == 0 ? std::optional<Uint128>(magnitude / step) : std::nullopt;
}

char* write_digits(char* out, Uint128 value) {
    if (fits_64_bits(value))
        return std::to_chars(out, out + 20, static_cast<std::uint64_t>(value)).ptr;
    constexpr std::uint64_t chunk = 1'000'000'000'000'000'000;
    out = write_digits(out, value / chunk);
    auto rest = static_cast<std::uint64_t>(value % chunk);
    for (std::size_t i = 18; i > 0; --i, rest /= 10)
        out[i - 1] = static_cast<char>('0' + rest % 10);
    return out + 18;
}

/// Shortest text of magnitude * 10^-decimals. The digits are written as a whole number and the
/// point is put between them: no division by a power of ten.
char* write_decimal(char* out, bool negative, Uint128 magnitude, std::size_t decimals) {
    if (negative && magnitude != 0) *out++ = '-';
    char* end = write_digits(out, magnitude);
    const auto digits = static_cast<std::size_t>(end - out);
    if (digits <= decimals) { // below 1: zeros in front, one of them for the whole part
        const std::size_t zeros = decimals + 1 - digits;
        std::copy_backward(out, end, end + zeros);
        std::fill_n(out, zeros, '0');
        end += zeros;
    }
    char* const point = end - decimals;
    while (end > point && end[-1] == '0') --end;
    if (end == point) return end;
    for (char* at = end; at > point; --at) *at = at[-1]; // a few bytes: a call would cost more
    *point = '.';
    return end + 1;
}

Uint128 magnitude_of(Int128 value) {
    return value < 0 ? ~static_cast<Uint128>(value) + 1 : static_cast<Uint128>(value);
}

struct Quotient {
    Uint128 whole;
    std::uint64_t rest;
};

/// 0 if the divisor is 0.
Quotient divide_with_rest(Uint128 dividend, std::uint64_t divisor) {
    if (divisor == 0) return {0, 0};
    if (fits_64_bits(dividend)) {
        const auto low = static_cast<std::uint64_t>(dividend);
        return {low / divisor, low % divisor};
    }
    return {dividend / divisor, static_cast<std::uint64_t>(dividend % divisor)};
}

} // namespace

DecimalResult<std::int64_t> parse_price_ticks(std::string_view text,
                                              const shm::InstrumentRecord& record) {
    const Units units = parse_units(text, record.price_decimals);
    if (units.status != DecimalStatus::ok) return {units.status, 0};
    const auto ticks = divide(units.magnitude, record.tick_units);
    if (!ticks) return {DecimalStatus::off_grid, 0};
    if (*ticks > static_cast<Uint128>(std::numeric_limits<std::int64_t>::max()))
        return {DecimalStatus::out_of_range, 0};
    const auto value = static_cast<std::int64_t>(*ticks);
    return {DecimalStatus::ok, units.negative ? -value : value};
}

DecimalResult<std::uint64_t> parse_quantity_lots(std::string_view text,
                                                 const shm::InstrumentRecord& record) {
    const Units units = parse_units(text, record.quantity_decimals);
    if (units.status != DecimalStatus::ok) return {units.status, 0};
    if (units.negative) return {DecimalStatus::out_of_range, 0};
    const auto lots = divide(units.magnitude, record.lot_units);
    if (!lots) return {DecimalStatus::off_grid, 0};
    if (!fits_64_bits(*lots)) return {DecimalStatus::out_of_range, 0};
    return {DecimalStatus::ok, static_cast<std::uint64_t>(*lots)};
}

char* write_price(char* out, std::int64_t ticks, const shm::InstrumentRecord& record) {
    const Uint128 magnitude = magnitude_of(ticks) * static_cast<Uint128>(record.tick_units);
    return write_decimal(out, ticks < 0, magnitude, record.price_decimals);
}

char* write_quantity(char* out, std::uint64_t lots, const shm::InstrumentRecord& record) {
    return write_decimal(out, false, Uint128{lots} * static_cast<Uint128>(record.lot_units),
                         record.quantity_decimals);
}

char* write_average_price(char* out, const shm::Notional& notional, std::uint64_t cumulative_lots,
                          const shm::InstrumentRecord& record) {
    constexpr std::size_t extra_places = 4;
    const Uint128 total = magnitude_of(notional.value());
    const auto [whole_ticks, rest] = divide_with_rest(total, cumulative_lots);
    // An average lies among prices; what does not is another process's nonsense.
    if (cumulative_lots == 0 ||
        whole_ticks > static_cast<Uint128>(std::numeric_limits<std::int64_t>::max())) {
        *out = '0';
        return out + 1;
    }
    if (rest == 0) { // most orders trade at one price
        const auto ticks = static_cast<std::int64_t>(whole_ticks);
        return write_price(out, notional.high < 0 ? -ticks : ticks, record);
    }
    const Uint128 scale = static_cast<Uint128>(record.tick_units) * powers_of_ten[extra_places];
    // rest * scale is below 2^64 * 2^47 * 2^14
    const Quotient part = divide_with_rest(rest * scale, cumulative_lots);
    Uint128 value = whole_ticks * scale + part.whole;
    const Uint128 twice_rest = Uint128{part.rest} * 2;
    if (twice_rest > cumulative_lots || (twice_rest == cumulative_lots && value % 2 == 1)) ++value;
    return write_decimal(out, notional.high < 0, value, record.price_decimals + extra_places);
}

bool has_usable_units(const shm::InstrumentRecord& record) {
    const auto is_usable = [](std::int64_t units, std::uint8_t decimals) {
        return units >= 1 && units <= units_max && decimals <= decimals_max;
    };
    return is_usable(record.tick_units, record.price_decimals) &&
           is_usable(record.lot_units, record.quantity_decimals);
}

} // namespace pinion::fix
