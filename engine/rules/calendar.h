#pragma once

#include "engine/rules/trading_day.h"
#include "shm/messages/trading_phase.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace pinion::engine {

/// From that time of day, in UTC, the phase.
struct PhaseChange {
    std::int64_t time_ns; ///< after midnight
    shm::TradingPhase phase;
};

/// The phases of each day, in rising times; empty: there are none. Times without a date are UTC in
/// nanoseconds.
using Calendar = std::vector<PhaseChange>;

/// Throws std::invalid_argument on one that cannot be followed.
inline void check(const Calendar& calendar) {
    std::int64_t last_ns = -1;
    for (const auto& change : calendar) {
        if (change.time_ns <= last_ns || change.time_ns >= day_ns)
            throw std::invalid_argument("a calendar's times must rise, within a day");
        if (!shm::is_phase(change.phase)) throw std::invalid_argument("a calendar has no phase");
        last_ns = change.time_ns;
    }
}

/// When the next change after `time_ns` comes. The calendar has some.
[[nodiscard]] inline std::int64_t next_change_ns(const Calendar& calendar, std::int64_t time_ns) {
    auto next_ns = never;
    for (const auto& change : calendar)
        next_ns = std::min(next_ns, next_day_end(time_ns, change.time_ns));
    return next_ns;
}

/// The phase at a time. The calendar has some.
[[nodiscard]] inline shm::TradingPhase phase_at(const Calendar& calendar, std::int64_t time_ns) {
    const auto of_day_ns = (time_ns % day_ns + day_ns) % day_ns;
    auto phase = calendar.back().phase; // the night before the first change
    for (const auto& change : calendar)
        if (change.time_ns <= of_day_ns) phase = change.phase;
    return phase;
}

} // namespace pinion::engine
