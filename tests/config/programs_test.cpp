#include "shm/sys/child_process.h"
#include "tests/support/patience.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

/// pinion and pinion-check-config as people run them.
namespace pinion::test {

namespace {

using namespace std::chrono_literals;

std::string program(const std::string& name) { return std::string(PINION_BIN_DIR) + "/" + name; }

struct Outcome {
    int exit_code;
    std::string output;
};

Outcome run(const std::vector<std::string>& arguments) {
    shm::ChildProcess child(arguments);
    const auto exit_code = child.wait_for_exit(patience);
    return {exit_code.value_or(-1), child.output()};
}

TEST(CheckConfig, explains_the_built_in_venue) {
    const Outcome outcome = run({program("pinion-check-config")});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    for (const char* part : {"engine 1 matcher", "16384 stop orders", "day ends at 00:00 UTC",
                             "127.0.0.1:5001", "CLIENT1", "pinion.pinion.feed.1"})
        EXPECT_NE(outcome.output.find(part), std::string::npos) << part << "\n" << outcome.output;
}

TEST(CheckConfig, refuses_a_fault_with_its_line_and_exit_code_1) {
    const TemporaryDirectory directory;
    const std::string path = (directory.path() / "venue.toml").string();
    std::ofstream(path) << "instance = 'x'\n\ncolour = 'red'\n[[engine]]\nid = 'one'\n";
    const Outcome outcome = run({program("pinion-check-config"), path});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.output,
              "pinion-check-config: " + path +
                  ":5:6: engine.id is text; write a whole number from 1 to 65535\n");
}

TEST(CheckConfig, wrong_usage_has_exit_code_2) {
    EXPECT_EQ(run({program("pinion-check-config"), "--colour"}).exit_code, 2);
}

TEST(Pinion, runs_the_program_beside_it_and_returns_its_exit_code) {
    const Outcome direct = run({program("pinion-check-config"), "--json"});
    const Outcome led = run({program("pinion"), "check-config", "--json"});
    EXPECT_EQ(led.exit_code, 0);
    EXPECT_EQ(led.output, direct.output);
    EXPECT_EQ(run({program("pinion"), "check-config", "/nowhere"}).exit_code, 1);
}

TEST(Pinion, help_lists_each_program_with_its_own_words) {
    const Outcome outcome = run({program("pinion"), "help"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_NE(outcome.output.find("  check-config   Checks a config and shows"), std::string::npos)
        << outcome.output;
}

TEST(Pinion, an_unknown_command_is_wrong_usage_and_gets_a_suggestion) {
    const Outcome outcome = run({program("pinion"), "chek-config"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.output,
              "pinion: there is no command chek-config; did you mean check-config?\n");
    EXPECT_EQ(run({program("pinion")}).exit_code, 2);
}

TEST(Pinion, works_through_a_link_from_elsewhere) {
    const TemporaryDirectory directory;
    const auto link = directory.path() / "pinion";
    std::filesystem::create_symlink(program("pinion"), link);
    EXPECT_EQ(run({link.string(), "check-config"}).exit_code, 0);
}

} // namespace

} // namespace pinion::test
