#include "shm/sys/affinity.h"
#include "shm/sys/child_process.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace pinion::shm {
namespace {

using namespace std::chrono_literals;

using test::patience;

ChildProcess shell(const std::string& script, std::span<const int> cores = {}) {
    return ChildProcess({"/bin/sh", "-c", script}, cores);
}

TEST(ChildProcess, its_lines_are_found_by_how_they_begin) {
    auto child = shell("echo 'a port 1'; echo 'port 2' >&2; echo 'port 3'; sleep 60");
    EXPECT_EQ(child.wait_for_line("port ", patience), "2");
    EXPECT_EQ(child.wait_for_line("never", 10ms), std::nullopt);
}

TEST(ChildProcess, it_ends_with_a_code_or_by_a_signal) {
    auto child = shell("echo said; exit 3");
    EXPECT_EQ(child.wait_for_exit(patience), 3);
    EXPECT_EQ(child.output(), "said\n");
    auto killed = shell("echo ready; exec sleep 60");
    EXPECT_TRUE(killed.wait_for_line("ready", patience));
    EXPECT_EQ(killed.wait_for_exit(0ms), std::nullopt);
    killed.signal(SIGTERM);
    EXPECT_EQ(killed.wait_for_exit(patience), 128 + SIGTERM);
}

TEST(ChildProcess, a_program_that_is_not_there_is_said_to_be_missing) {
    EXPECT_THROW(ChildProcess({"/nowhere/program"}), std::system_error);
}

TEST(ChildProcess, it_runs_on_the_cores_that_it_is_given) {
    const std::vector<int> cores = {usable_cores().back()};
    auto child = shell("grep Cpus_allowed_list /proc/self/status", cores);
    EXPECT_EQ(child.wait_for_line("Cpus_allowed_list:\t", patience), std::to_string(cores.front()));
}

TEST(ChildProcess, it_does_not_outlive_its_object) {
    pid_t process = 0;
    {
        auto child = shell("exec sleep 60");
        process = child.pid();
        EXPECT_EQ(::kill(process, 0), 0);
    }
    EXPECT_EQ(::kill(process, 0), -1);
}

} // namespace
} // namespace pinion::shm
