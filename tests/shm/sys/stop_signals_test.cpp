#include "shm/sys/stop_signals.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <csignal>

namespace pinion::shm {
namespace {

using std::chrono::milliseconds;

TEST(StopSignals, a_process_asked_to_stop_is_told_and_not_killed) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const StopSignals signals;
        EXPECT_FALSE(signals.came_within(milliseconds(0)));
        ::kill(::getpid(), signal);
        EXPECT_TRUE(signals.came_within(milliseconds(1000)));
        EXPECT_FALSE(signals.came_within(milliseconds(0)));
    }
}

} // namespace
} // namespace pinion::shm
