#include "shm/sys/clock.h"

#include <gtest/gtest.h>

#include <chrono>

namespace pinion::shm {

TEST(Clock, utc_agrees_with_the_standard_library) {
    const auto now = [] {
        return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch())
            .count();
    };
    const std::int64_t before = now();
    const std::int64_t here = utc_now_ns();
    const std::int64_t after = now();
    EXPECT_LE(before, here);
    EXPECT_LE(here, after);
}

TEST(Clock, monotonic_time_never_goes_back) {
    std::int64_t last = monotonic_now_ns();
    for (int i = 0; i < 100'000; ++i) {
        const std::int64_t now = monotonic_now_ns();
        ASSERT_GE(now, last);
        last = now;
    }
}

} // namespace pinion::shm
