#include "engine/host/clock_watch.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

TEST(ClockWatch, a_long_silence_is_no_jump) {
    ClockWatch watch(100 * second_ns, 0);
    EXPECT_FALSE(watch.saw_jump(3700 * second_ns, 3600 * second_ns));
}

TEST(ClockWatch, utc_ahead_of_the_monotonic_clock_by_more_than_a_second_is_one_jump) {
    ClockWatch watch(100 * second_ns, 0);
    EXPECT_FALSE(watch.saw_jump(102 * second_ns, 1 * second_ns));
    EXPECT_TRUE(watch.saw_jump(104 * second_ns + 1, 2 * second_ns));
    EXPECT_FALSE(watch.saw_jump(105 * second_ns, 3 * second_ns));
}

TEST(ClockWatch, a_step_back_is_no_forward_jump) {
    ClockWatch watch(100 * second_ns, 0);
    EXPECT_FALSE(watch.saw_jump(50 * second_ns, 1 * second_ns));
}

} // namespace
} // namespace pinion::engine
