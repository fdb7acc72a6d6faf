// When the phases of a calendar begin, over days, weeks and pauses.
#include "engine/rules/calendar.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

using shm::TradingPhase;

constexpr std::int64_t hour_ns = day_ns / 24;
constexpr std::int64_t monday_ns = 4 * day_ns; ///< 5 January 1970
constexpr std::int64_t friday_ns = monday_ns + 4 * day_ns;
constexpr std::int64_t next_monday_ns = monday_ns + calendar_period_ns;

constexpr std::uint8_t monday_to_friday = 0b001'1111;

/// With a pause at noon.
Calendar working_days() {
    return {{8 * hour_ns, TradingPhase::continuous, monday_to_friday},
            {12 * hour_ns, TradingPhase::closed, monday_to_friday},
            {13 * hour_ns, TradingPhase::continuous, monday_to_friday},
            {17 * hour_ns, TradingPhase::closed, monday_to_friday}};
}

TEST(Calendar, a_phase_may_begin_several_times_a_day) {
    const auto calendar = working_days();
    for (const auto hour : {8, 12, 13, 17})
        EXPECT_EQ(next_change_ns(calendar, monday_ns + hour * hour_ns - 1),
                  monday_ns + hour * hour_ns);
    EXPECT_EQ(phase_at(calendar, monday_ns + 8 * hour_ns), TradingPhase::continuous);
    EXPECT_EQ(phase_at(calendar, monday_ns + 13 * hour_ns - 1), TradingPhase::closed);
    EXPECT_EQ(phase_at(calendar, monday_ns + 13 * hour_ns), TradingPhase::continuous);
}

TEST(Calendar, from_friday_to_monday_what_was_last_said_holds) {
    const auto calendar = working_days();
    const auto end_ns = friday_ns + 17 * hour_ns;
    EXPECT_EQ(phase_at(calendar, end_ns - 1), TradingPhase::continuous);
    for (auto time_ns = end_ns; time_ns < next_monday_ns + 8 * hour_ns; time_ns += hour_ns) {
        EXPECT_EQ(phase_at(calendar, time_ns), TradingPhase::closed) << time_ns / hour_ns;
        EXPECT_EQ(next_change_ns(calendar, time_ns), next_monday_ns + 8 * hour_ns);
    }
}

TEST(Calendar, one_day_of_the_week_is_enough) {
    for (int day = 0; day < 7; ++day) {
        const Calendar calendar = {
            {hour_ns, TradingPhase::halted, static_cast<std::uint8_t>(1U << day)}};
        const auto time_ns = monday_ns + day * day_ns + hour_ns;
        EXPECT_EQ(next_change_ns(calendar, time_ns - 1), time_ns);
        EXPECT_EQ(next_change_ns(calendar, time_ns), time_ns + calendar_period_ns);
        EXPECT_EQ(phase_at(calendar, time_ns - 1), TradingPhase::halted); // since a week ago
    }
}

TEST(Calendar, there_is_no_change_behind_the_end_of_time) {
    EXPECT_EQ(next_change_ns(working_days(), never), never);
    EXPECT_EQ(next_change_ns(working_days(), never - 2), never);
}

} // namespace
} // namespace pinion::engine
