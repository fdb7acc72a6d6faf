#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pinion::fix {

/// Reads a FIX UTCTimestamp, "YYYYMMDD-HH:MM:SS" with 0 to 9 fraction digits, as nanoseconds since
/// 1970. Years 1970 to 2261. Second 60 is read only at 23:59, where leap seconds are, and means the
/// second after it, as in POSIX time. Nothing if the text is anything else.
[[nodiscard]] std::optional<std::int64_t> parse_utc_timestamp(std::string_view text);

/// Reads a FIX LocalMktDate, "YYYYMMDD", as the last nanosecond of that day in UTC.
[[nodiscard]] std::optional<std::int64_t> parse_end_of_date(std::string_view text);

enum class FractionDigits : std::uint8_t { milliseconds = 3, microseconds = 6, nanoseconds = 9 };

/// Writes UTCTimestamps. Remembers the second's text, so that times within one second cost no more
/// than their fraction.
/// Thread safety: none.
class UtcTimestampWriter {
  public:
    static constexpr std::size_t text_max = 27; ///< "YYYYMMDD-HH:MM:SS.nnnnnnnnn"

    /// Writes at most `text_max` bytes, cutting what is finer than `digits`; returns the end. Times
    /// before 1970 are written as 1970's first instant.
    [[nodiscard]] char* write(char* out, std::int64_t utc_ns, FractionDigits digits);

  private:
    void write_second(std::int64_t second);

    std::int64_t second_ = -1;
    std::array<char, 18> text_{}; ///< "YYYYMMDD-HH:MM:SS."
};

} // namespace pinion::fix
