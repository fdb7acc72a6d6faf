#include "fix-gateway/codec/utc_timestamp.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace pinion::fix {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_ns = 86'400 * second_ns;
constexpr std::size_t date_size = 8;
constexpr std::size_t seconds_size = 17; ///< "YYYYMMDD-HH:MM:SS"
constexpr std::size_t fraction_digits_max = 9;
/// What the last of so many fraction digits counts.
constexpr std::array<std::int64_t, fraction_digits_max + 1> unit_ns{
    second_ns, 100'000'000, 10'000'000, 1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
constexpr int year_min = 1970;
constexpr int year_max = 2261; ///< the last whole year that nanoseconds in 64 bits hold

constexpr unsigned no_number = 1'000'000'000;

/// Two digits as a number; at least `no_number` if they are none.
unsigned two_digits(const char* at) {
    const unsigned tens = static_cast<unsigned char>(at[0] - '0');
    const unsigned ones = static_cast<unsigned char>(at[1] - '0');
    return tens <= 9 && ones <= 9 ? tens * 10 + ones : no_number;
}

/// Days since 1970.
std::optional<std::int64_t> parse_day(const char* text) {
    const unsigned century = two_digits(text);
    const unsigned year_of_century = two_digits(text + 2);
    const unsigned month = two_digits(text + 4);
    const unsigned day = two_digits(text + 6);
    if (std::max({century, year_of_century, month, day}) >= no_number) return std::nullopt;
    const int year = static_cast<int>(century * 100 + year_of_century);
    if (year < year_min || year > year_max) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

/// ".123" or nothing, as nanoseconds.
std::optional<std::int64_t> parse_fraction(std::string_view text) {
    if (text.empty()) return 0;
    const std::string_view digits = text.substr(1);
    if (text[0] != '.' || digits.empty() || digits.size() > fraction_digits_max)
        return std::nullopt;
    std::int64_t fraction_ns = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        fraction_ns = fraction_ns * 10 + (c - '0');
    }
    return fraction_ns * unit_ns[digits.size()];
}

template <std::size_t digits>
char* write_padded(char* out, std::uint32_t value) {
    for (std::size_t i = digits; i > 0; --i, value /= 10)
        out[i - 1] = static_cast<char>('0' + value % 10);
    return out + digits;
}

} // namespace

std::optional<std::int64_t> parse_utc_timestamp(std::string_view text) {
    if (text.size() < seconds_size || text[8] != '-' || text[11] != ':' || text[14] != ':')
        return std::nullopt;
    const auto day = parse_day(text.data());
    const std::int64_t hour = two_digits(text.data() + 9);
    const std::int64_t minute = two_digits(text.data() + 12);
    const std::int64_t second = two_digits(text.data() + 15);
    const auto fraction_ns = parse_fraction(text.substr(seconds_size));
    if (!day || !fraction_ns) return std::nullopt;
    const int second_max = hour == 23 && minute == 59 ? 60 : 59;
    if (hour > 23 || minute > 59 || second > second_max) return std::nullopt;
    return *day * day_ns + ((hour * 60 + minute) * 60 + second) * second_ns + *fraction_ns;
}

std::optional<std::int64_t> parse_end_of_date(std::string_view text) {
    if (text.size() != date_size) return std::nullopt;
    const auto day = parse_day(text.data());
    if (!day) return std::nullopt;
    return (*day + 1) * day_ns - 1;
}

char* UtcTimestampWriter::write(char* out, std::int64_t utc_ns, FractionDigits digits) {
    utc_ns = std::max<std::int64_t>(utc_ns, 0);
    const std::int64_t second = utc_ns / second_ns;
    if (second != second_) write_second(second);
    out = std::copy(text_.begin(), text_.end(), out);
    const auto fraction = static_cast<std::uint32_t>(utc_ns % second_ns);
    switch (digits) { // each divides by constants
    case FractionDigits::milliseconds: return write_padded<3>(out, fraction / 1'000'000);
    case FractionDigits::microseconds: return write_padded<6>(out, fraction / 1'000);
    case FractionDigits::nanoseconds: break;
    }
    return write_padded<9>(out, fraction);
}

void UtcTimestampWriter::write_second(std::int64_t second) {
    const std::chrono::sys_seconds time{std::chrono::seconds(second)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    const auto unsigned_of = [](auto number) { return static_cast<std::uint32_t>(number); };
    char* at = write_padded<4>(text_.data(), unsigned_of(static_cast<int>(date.year())));
    at = write_padded<2>(at, static_cast<unsigned>(date.month()));
    at = write_padded<2>(at, static_cast<unsigned>(date.day()));
    *at++ = '-';
    at = write_padded<2>(at, unsigned_of(clock.hours().count()));
    *at++ = ':';
    at = write_padded<2>(at, unsigned_of(clock.minutes().count()));
    *at++ = ':';
    at = write_padded<2>(at, unsigned_of(clock.seconds().count()));
    *at = '.';
    second_ = second;
}

} // namespace pinion::fix
