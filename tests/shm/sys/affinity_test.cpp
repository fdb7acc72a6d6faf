#include "shm/sys/affinity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <system_error>
#include <thread>

namespace pinion::shm {

TEST(Affinity, usable_cores_are_ascending_and_there_is_one) {
    const std::vector<int> cores = usable_cores();
    ASSERT_FALSE(cores.empty());
    EXPECT_TRUE(std::is_sorted(cores.begin(), cores.end()));
}

TEST(Affinity, a_pinned_thread_may_run_on_its_core_only) {
    const std::vector<int> before = usable_cores();
    for (int core : before)
        std::thread([core] {
            pin_current_thread(core);
            EXPECT_EQ(usable_cores(), std::vector<int>{core});
        }).join();
    EXPECT_EQ(usable_cores(), before) << "other threads are left alone";
}

TEST(Affinity, a_core_that_is_not_there_is_refused_with_what_to_do) {
    for (int core : {-1, 8000, 1 << 30}) {
        try {
            pin_current_thread(core);
            FAIL() << "pinned to core " << core;
        } catch (const std::system_error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("core " + std::to_string(core)));
            EXPECT_THAT(error.what(), testing::HasSubstr("choose one of the cores"));
        }
    }
}

} // namespace pinion::shm
