#include "fix-gateway/codec/utc_timestamp.h"

#include <algorithm>
#include <chrono>

namespace pinion::fix {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_ns = 86'400 * second_ns;
constexpr std::size_t date_size = 8;
constexpr std::size_t seconds_size = 17; ///< "YYYYMMDD-HH:MM:SS"
constexpr std::size_t fraction_digits_max = 9;
constexpr int year_min = 1970;
constexpr int year_max = 2261; ///< the last whole year that nanoseconds in 64 bits hold

/// The digits as a number; nothing if one is not a digit.
std::optional<int> number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Days since 1970.
std::optional<std::int64_t> parse_day(std::string_view text) {
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(4, 2));
    const auto day = number(text.substr(6, 2));
    if (!year || !month || !day || *year < year_min || *year > year_max) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

/// ".123" or nothing, as nanoseconds.
std::optional<std::int64_t> parse_fraction(std::string_view text) {
    if (text.empty()) return 0;
    const std::string_view digits = text.substr(1);
    if (text[0] != '.' || digits.empty() || digits.size() > fraction_digits_max)
        return std::nullopt;
    auto value = number(digits);
    if (!value) return std::nullopt;
    std::int64_t fraction_ns = *value;
    for (std::size_t i = digits.size(); i < fraction_digits_max; ++i) fraction_ns *= 10;
    return fraction_ns;
}

char* write_padded(char* out, std::int64_t value, std::size_t digits) {
    for (std::size_t i = digits; i > 0; --i, value /= 10)
        out[i - 1] = static_cast<char>('0' + value % 10);
    return out + digits;
}

} // namespace

std::optional<std::int64_t> parse_utc_timestamp(std::string_view text) {
    if (text.size() < seconds_size || text[8] != '-' || text[11] != ':' || text[14] != ':')
        return std::nullopt;
    const auto day = parse_day(text);
    const auto hour = number(text.substr(9, 2));
    const auto minute = number(text.substr(12, 2));
    const auto second = number(text.substr(15, 2));
    const auto fraction_ns = parse_fraction(text.substr(seconds_size));
    if (!day || !hour || !minute || !second || !fraction_ns) return std::nullopt;
    const int second_max = *hour == 23 && *minute == 59 ? 60 : 59;
    if (*hour > 23 || *minute > 59 || *second > second_max) return std::nullopt;
    return *day * day_ns + ((*hour * 60 + *minute) * 60 + *second) * second_ns + *fraction_ns;
}

std::optional<std::int64_t> parse_end_of_date(std::string_view text) {
    if (text.size() != date_size) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) return std::nullopt;
    return (*day + 1) * day_ns - 1;
}

char* UtcTimestampWriter::write(char* out, std::int64_t utc_ns, FractionDigits digits) {
    utc_ns = std::max<std::int64_t>(utc_ns, 0);
    const std::int64_t day = utc_ns / day_ns;
    if (day != day_) {
        const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
        char* at = write_padded(date_, static_cast<int>(date.year()), 4);
        at = write_padded(at, static_cast<unsigned>(date.month()), 2);
        at = write_padded(at, static_cast<unsigned>(date.day()), 2);
        *at = '-';
        day_ = day;
    }
    out = std::copy(std::begin(date_), std::end(date_), out);
    const std::int64_t of_day_ns = utc_ns % day_ns;
    const std::int64_t seconds = of_day_ns / second_ns;
    out = write_padded(out, seconds / 3600, 2);
    *out++ = ':';
    out = write_padded(out, seconds / 60 % 60, 2);
    *out++ = ':';
    out = write_padded(out, seconds % 60, 2);
    *out++ = '.';
    const auto places = static_cast<std::size_t>(digits);
    std::int64_t fraction = of_day_ns % second_ns;
    for (std::size_t i = places; i < fraction_digits_max; ++i) fraction /= 10;
    return write_padded(out, fraction, places);
}

} // namespace pinion::fix
