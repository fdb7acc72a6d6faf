#pragma once

#include "engine/rules/trading_day.h"
#include "shm/messages/trading_phase.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace pinion::engine {

/// Days of the week as bits, Monday the lowest.
inline constexpr std::uint8_t every_day = 0x7f;

/// From that time of day, in UTC, the phase; on those days of the week.
struct PhaseChange {
    std::int64_t time_ns; ///< after midnight
    shm::TradingPhase phase;
    std::uint8_t days = every_day;
};

/// The phases of a week, in rising times of day; empty: there are none. Times without a date are
/// UTC in nanoseconds.
using Calendar = std::vector<PhaseChange>;

/// After so long each calendar begins anew.
inline constexpr std::int64_t calendar_period_ns = 7 * day_ns;

/// Throws std::invalid_argument on one that cannot be followed.
inline void check(const Calendar& calendar) {
    std::int64_t last_ns = -1;
    for (const auto& change : calendar) {
        if (change.time_ns <= last_ns || change.time_ns >= day_ns)
            throw std::invalid_argument("a calendar's times must rise, within a day");
        if (!shm::is_phase(change.phase)) throw std::invalid_argument("a calendar has no phase");
        if (change.days == 0 || change.days > every_day)
            throw std::invalid_argument("a calendar has no days of the week");
        last_ns = change.time_ns;
    }
}

[[nodiscard]] inline std::int64_t midnight_before(std::int64_t time_ns) {
    return next_day_end(time_ns, 0) - day_ns;
}

[[nodiscard]] inline bool happens_on(const PhaseChange& change, std::int64_t midnight_ns) {
    constexpr std::int64_t first_day = 3; // 1970 began on a Thursday
    const auto weekday = ((midnight_ns / day_ns + first_day) % 7 + 7) % 7;
    return (change.days >> weekday & 1) != 0;
}

/// When the next change after `time_ns` comes. The calendar has some.
[[nodiscard]] inline std::int64_t next_change_ns(const Calendar& calendar, std::int64_t time_ns) {
    if (time_ns > never - 2 * calendar_period_ns) return never;
    const auto today_ns = midnight_before(time_ns);
    for (auto midnight_ns = today_ns; midnight_ns <= today_ns + calendar_period_ns;
         midnight_ns += day_ns)
        for (const auto& change : calendar)
            if (happens_on(change, midnight_ns) && midnight_ns + change.time_ns > time_ns)
                return midnight_ns + change.time_ns;
    return never;
}

/// The phase at a time. The calendar has some.
[[nodiscard]] inline shm::TradingPhase phase_at(const Calendar& calendar, std::int64_t time_ns) {
    const auto today_ns = midnight_before(time_ns);
    for (auto midnight_ns = today_ns; midnight_ns >= today_ns - calendar_period_ns;
         midnight_ns -= day_ns)
        for (auto change = calendar.rbegin(); change != calendar.rend(); ++change)
            if (happens_on(*change, midnight_ns) && midnight_ns + change->time_ns <= time_ns)
                return change->phase;
    return calendar.back().phase;
}

/// Whether some day of it has that phase.
[[nodiscard]] inline bool has_phase(const Calendar& calendar, shm::TradingPhase phase) {
    return std::any_of(calendar.begin(), calendar.end(),
                       [phase](const PhaseChange& change) { return change.phase == phase; });
}

} // namespace pinion::engine
