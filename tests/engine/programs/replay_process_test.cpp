// pinion replay as people run it.
#include "engine/programs/hexadecimal.h"
#include "shm/record_log/segment_header.h"
#include "tests/engine/programs/programs_bed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace pinion::engine {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ReplayProcess : public testing::Test, protected test::ProgramsBed {
  protected:
    /// An engine has lived here, and ended with this.
    shm::EngineCheckpoint live(std::uint32_t commands = 20) {
        start_engine();
        trade(commands);
        const auto checkpoint = last_checkpoint();
        stop_engine();
        return checkpoint;
    }

    [[nodiscard]] nlohmann::json replay(std::vector<std::string> arguments = {}) const {
        arguments.emplace_back("--json");
        const auto outcome = run("pinion-replay", arguments);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
        return nlohmann::json::parse(outcome.output);
    }

    static void expect_refused(const Outcome& outcome, const std::string& because) {
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_THAT(outcome.output, AllOf(HasSubstr("pinion-replay: "), HasSubstr(because)));
    }
};

TEST_F(ReplayProcess, tells_the_state_that_the_engine_had) {
    const auto checkpoint = live();
    const auto outcome = run("pinion-replay");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("commands    1 to 20\n"),
                      HasSubstr("state hash  " + hexadecimal(checkpoint.state_hash)),
                      HasSubstr("book hash   " + hexadecimal(checkpoint.book_hash)),
                      HasSubstr("million/s")));
    const auto result = replay();
    EXPECT_EQ(result["first_sequence"], 1);
    EXPECT_EQ(result["last_sequence"], 20);
    EXPECT_EQ(result["state_hash"], hexadecimal(checkpoint.state_hash));
    EXPECT_EQ(result["book_hash"], hexadecimal(checkpoint.book_hash));
    EXPECT_EQ(result["event_hash"], replay()["event_hash"]);
    EXPECT_THAT(outcome.output, HasSubstr(result["event_hash"].get<std::string>()));
}

TEST_F(ReplayProcess, ends_where_it_is_told_and_begins_with_a_snapshot) {
    const auto first = live(10);
    const auto second = live(10);
    EXPECT_EQ(replay({"--until", "10"})["state_hash"], hexadecimal(first.state_hash));
    const auto behind = replay({"--snapshot", "--until", "19"});
    EXPECT_EQ(behind["first_sequence"], 11);
    EXPECT_EQ(behind["last_sequence"], 19);
    std::filesystem::remove(path("snapshots/" + files("snapshots").back()));
    EXPECT_EQ(replay({"--snapshot", "--engine", "1"})["state_hash"],
              hexadecimal(second.state_hash));
}

TEST_F(ReplayProcess, replays_while_an_engine_writes) {
    start_engine();
    trade(10);
    EXPECT_EQ(replay()["last_sequence"], 10);
    trade(1);
    EXPECT_EQ(replay()["last_sequence"], 11);
    stop_engine();
}

TEST_F(ReplayProcess, refuses_what_it_cannot_replay) {
    expect_refused(run("pinion-replay"), "journal");
    EXPECT_FALSE(std::filesystem::exists(state_directory())) << "it only reads";
    std::filesystem::create_directories(path(""));
    std::ofstream(path("journal")) << "no directory";
    expect_refused(run("pinion-replay"), path("journal"));
    std::filesystem::remove(path("journal"));
    live();
    expect_refused(run("pinion-replay", {"--snapshot", "--until", "5"}),
                   "there is no snapshot to begin with");
    expect_refused(run_with(config_with("orders_max = 4096", "orders_max = 4000"), "pinion-replay"),
                   "made by an engine of other options");
    for (const auto& name : files("journal"))
        overwrite(path("journal/" + name), shm::log_block_bytes + 40, "damage");
    expect_refused(run("pinion-replay"), "is damaged");
    overwrite(path("journal/0000000001.log"), 8, std::string(1, '\xff'));
    expect_refused(run("pinion-replay"), "its version is 255");
}

TEST_F(ReplayProcess, asks_which_engine_if_there_are_several) {
    live();
    std::ofstream(config_path(), std::ios::app)
        << "[[engine]]\nid = 2\n[[instrument]]\nsymbol = \"OAK\"\nengine = 2\ntick = \"0.01\"\n"
           "lot = \"1\"\nprice_min = \"0.01\"\nprice_max = \"1000\"\nquantity_max = \"1000000\"\n";
    expect_refused(run("pinion-replay"), "say which one with --engine ID");
    EXPECT_EQ(replay({"--engine", "1"})["last_sequence"], 20);
}

TEST_F(ReplayProcess, has_the_exit_codes_of_all_programs) {
    EXPECT_EQ(run("pinion-replay", {"--help"}).exit_code, 0);
    EXPECT_THAT(run("pinion-replay", {"--help"}).output, HasSubstr("--until"));
    EXPECT_EQ(run("pinion-replay", {"--version"}).exit_code, 0);
    EXPECT_EQ(run("pinion-replay", {"--until", "tomorrow"}).exit_code, 2);
    expect_refused(run("pinion-replay", {"--engine", "9"}), "9");
    expect_refused(run_with("/nowhere/venue.toml", "pinion-replay"), "/nowhere/venue.toml");
}

} // namespace
} // namespace pinion::engine
