// pinion follow as people run it, beside an engine that lives, dies and comes back.
#include "tests/engine/programs/programs_bed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

namespace pinion::engine {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class FollowProcess : public testing::Test, protected test::ProgramsBed {
  protected:
    [[nodiscard]] shm::ChildProcess start_follower() const {
        return start_program("pinion-follow", {"--config", config_path()});
    }

    static void stop(shm::ChildProcess& follower, int signal = SIGTERM) {
        follower.signal(signal);
        EXPECT_EQ(follower.wait_for_exit(test::disk_patience), 0) << follower.output();
    }

    void expect_refused(const Outcome& outcome, const std::string& because) {
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_THAT(outcome.output, AllOf(HasSubstr("pinion-follow: "), HasSubstr(because)));
    }

    void refuse(const std::string& because) { expect_refused(run("pinion-follow"), because); }
};

TEST_F(FollowProcess, saves_the_state_of_a_live_engine_and_stops_on_term) {
    start_engine();
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "following an engine from command 1 on")) << follower.output();
    trade(25);
    ASSERT_TRUE(test::says(follower, "saved the state after command 20")) << follower.output();
    stop(follower);
    EXPECT_THAT(follower.output(),
                AllOf(HasSubstr("began with an empty book"), HasSubstr("checkpoints were equal")));
    EXPECT_THAT(files("snapshots"), SizeIs(2));
    stop_engine();
}

TEST_F(FollowProcess, begins_with_the_journal_of_an_engine_that_ran_before_it) {
    start_engine();
    trade(25);
    stop_engine();
    for (const auto& name : files("snapshots")) std::filesystem::remove(path("snapshots/" + name));
    start_engine();
    trade(5);
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "saved the state after command 30")) << follower.output();
    stop(follower, SIGINT);
    stop_engine();
}

TEST_F(FollowProcess, is_there_first_and_outlives_engines_and_files_that_nobody_needs_go) {
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "began with an empty book")) << follower.output();
    for (std::uint64_t life = 1; life <= 5; ++life) {
        start_engine();
        trade(snapshot_interval);
        ASSERT_TRUE(test::says(follower, "saved the state after command " +
                                             std::to_string(life * snapshot_interval)))
            << follower.output();
        kill_engine();
    }
    EXPECT_THAT(follower.output(), HasSubstr("files of the journal that no snapshot needs"));
    stop(follower);
    EXPECT_THAT(files("snapshots"), SizeIs(2));
    EXPECT_THAT(files("journal"), Not(testing::Contains("0000000001.log")));
    start_engine();
    trade(1);
    EXPECT_EQ(last_checkpoint().sequence, 5 * snapshot_interval + 1);
    stop_engine();
}

TEST_F(FollowProcess, removes_reports_that_are_far_behind_their_gateway) {
    auto follower = start_follower();
    const auto live = [&](std::uint64_t commands) {
        start_engine();
        trade(snapshot_interval);
        ASSERT_TRUE(
            test::says(follower, "saved the state after command " + std::to_string(commands)))
            << follower.output();
        kill_engine();
    };
    live(10);
    live(20);
    EXPECT_THAT(files("output.3"), testing::Contains("0000000001.log")) << "nobody read them";
    handle_reports();
    live(30);
    EXPECT_THAT(follower.output(), HasSubstr("files of the output log of gateway 3"));
    EXPECT_THAT(files("output.3"), Not(testing::Contains("0000000001.log")));
    start_engine();
    trade(1);
    overwrite(path("output.3/" + files("output.3").front()), 8, "damage");
    handle_reports();
    trade(9);
    ASSERT_TRUE(test::says(follower, "saved the state after command 40")) << follower.output();
    EXPECT_THAT(follower.output(), HasSubstr("cannot be read as a log"));
    stop(follower);
}

TEST_F(FollowProcess, killed_and_started_again_it_goes_on_with_its_last_snapshot) {
    start_engine();
    trade(15);
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "saved the state after command 10")) << follower.output();
    follower.signal(SIGKILL);
    ASSERT_EQ(follower.wait_for_exit(test::disk_patience), 128 + SIGKILL);
    trade(10);
    follower = start_follower();
    ASSERT_TRUE(test::says(follower, "saved the state after command 20")) << follower.output();
    EXPECT_THAT(follower.output(), HasSubstr("took the snapshot"));
    stop(follower);
    stop_engine();
}

TEST_F(FollowProcess, a_difference_stops_it_loudly_and_not_the_engine) {
    start_engine();
    trade(5);
    auto checkpoint = last_checkpoint();
    const auto segment = engine_segment();
    auto& cell = shm::EngineView(segment.payload()).header().checkpoint;
    checkpoint.state_hash ^= 1;
    cell.write(checkpoint, checkpoint.sequence);
    refuse("engine and follower differ after the command 5");
    trade(1);
    EXPECT_EQ(last_checkpoint().sequence, 6U) << "the engine goes on";
    stop_engine();
}

TEST_F(FollowProcess, saves_nothing_while_nobody_tells_what_the_output_logs_hold) {
    start_engine();
    trade(15);
    kill_engine();
    const auto link = "/dev/shm/" + shm::link_segment_name(instance_.name(), 1, 3);
    ASSERT_TRUE(std::filesystem::remove(link));
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "following an engine")) << follower.output();
    ASSERT_FALSE(follower.wait_for_exit(std::chrono::milliseconds(300)));
    stop(follower);
    EXPECT_THAT(follower.output(), HasSubstr("stopping after command 10"));
    EXPECT_THAT(files("snapshots"), IsEmpty());
}

TEST_F(FollowProcess, goes_on_if_it_cannot_save) {
    std::filesystem::create_directories(path("snapshots/00000000000000000010.snapshot.unfinished"));
    start_engine();
    trade(15);
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "could not save the state")) << follower.output();
    EXPECT_THAT(follower.output(), HasSubstr("00000000000000000010.snapshot"));
    trade(10);
    ASSERT_TRUE(test::says(follower, "saved the state after command 20")) << follower.output();
    stop(follower);
    stop_engine();
}

TEST_F(FollowProcess, keeps_a_second_one_of_the_same_engine_out) {
    start_engine();
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "following an engine from command 1 on")) << follower.output();
    refuse("another follower writes there");
    stop(follower);
    follower = start_follower();
    EXPECT_TRUE(test::says(follower, "following an engine from command 1 on")) << follower.output();
    stop(follower);
    stop_engine();
}

TEST_F(FollowProcess, refuses_an_engine_that_promises_nothing) {
    const auto none = config_with("durability = \"async\"", "durability = \"none\"");
    expect_refused(run_with(none, "pinion-follow"), "keeps no journal to follow");
    auto engine = start_program("pinion-engine", {"--config", none});
    static_cast<void>(wait_for_epoch());
    refuse("runs with durability \"none\"");
}

TEST_F(FollowProcess, refuses_an_engine_of_other_options) {
    start_engine();
    trade(5);
    expect_refused(run_with(config_with("orders_max = 4096", "orders_max = 4000"), "pinion-follow"),
                   "the engine has other options");
    stop_engine();
}

TEST_F(FollowProcess, refuses_another_engines_journal) {
    start_engine();
    trade(5);
    stop_engine();
    const auto other = config_with("instance = \"" + instance_.name(), "instance = \"other");
    expect_refused(run_with(other, "pinion-follow"), "0000000001.log");
}

TEST_F(FollowProcess, passes_over_damaged_snapshots_and_refuses_if_none_is_left) {
    start_engine();
    trade(5);
    stop_engine();
    start_engine();
    trade(5);
    stop_engine();
    ASSERT_THAT(files("snapshots"), SizeIs(2));
    for (const auto& name : files("snapshots")) overwrite(path("snapshots/" + name), 300, "damage");
    start_engine(); // from the journal
    auto follower = start_follower();
    ASSERT_TRUE(test::says(follower, "saved the state after command 10")) << follower.output();
    EXPECT_THAT(follower.output(), HasSubstr("passed over a snapshot"));
    stop(follower);
    stop_engine();
    for (const auto& name : files("snapshots")) overwrite(path("snapshots/" + name), 300, "damage");
    std::filesystem::remove(path("journal/0000000001.log")); // unless the follower did
    refuse("does not begin with the first command");
}

TEST_F(FollowProcess, refuses_files_and_segments_of_another_version) {
    start_engine();
    trade(5);
    kill_engine();
    const auto segment = "/dev/shm/" + shm::engine_segment_name(instance_.name(), 1);
    overwrite(segment, offsetof(shm::SegmentHeader, layout_version), std::string(1, '\xff'));
    refuse(instance_.name() + ".engine.1");
    overwrite(path("journal/0000000001.log"), 8, std::string(1, '\xff'));
    refuse("its version is 255");
}

TEST_F(FollowProcess, has_the_exit_codes_of_all_programs) {
    EXPECT_EQ(run("pinion-follow", {"--help"}).exit_code, 0);
    EXPECT_THAT(run("pinion-follow", {"--help"}).output, HasSubstr("--engine"));
    EXPECT_EQ(run("pinion-follow", {"--version"}).exit_code, 0);
    EXPECT_EQ(run("pinion-follow", {"--colour"}).exit_code, 2);
    EXPECT_EQ(run("pinion-follow", {"--engine", "first"}).exit_code, 2);
    expect_refused(run("pinion-follow", {"--engine", "9"}), "9");
    expect_refused(run_with("/nowhere/venue.toml", "pinion-follow"), "/nowhere/venue.toml");
}

} // namespace
} // namespace pinion::engine
