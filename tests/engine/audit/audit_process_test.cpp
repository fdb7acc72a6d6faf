// The program pinion-audit, on the journal of a real engine.
// PINION_SEED replays a run.
#include "shm/storage/posix_storage.h"
#include "tests/engine/audit/audit_bed.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/engine_process.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using Json = nlohmann::json;

struct Outcome {
    int exit_code;
    std::string output;
};

class AuditProcess : public testing::Test, protected test::EngineProcessBed {
  protected:
    AuditProcess() : EngineProcessBed("async") {}

    void start_engine() {
        engine_.emplace(start());
        const auto epoch = wait_for_epoch();
        peer_.emplace(gateway());
        if (maker_) return; // the sessions go on
        maker_.emplace(epoch);
        seller_.emplace(epoch, std::uint16_t{1});
    }

    void stop_engine() {
        engine_->signal(SIGTERM);
        ASSERT_EQ(engine_->wait_for_exit(test::patience), 0) << engine_->output();
        peer_.reset();
    }

    /// Two orders that trade, so many times. All is in the journal afterwards.
    void trade(int times) {
        for (int i = 0; i < times; ++i) {
            send(maker_->limit_order(shm::Side::buy, 100, 10));
            send(seller_->limit_order(shm::Side::sell, 100, 10));
            for (int report = 0; report < 4; ++report)
                ASSERT_TRUE(peer_->next_report()) << engine_->output();
        }
        sent_ += 2 * times;
        const auto segment =
            shm::Segment::open(shm::engine_segment_name(instance().name(), 1),
                               shm::SegmentKind::engine, 0, shm::SegmentAccess::read_only);
        const shm::EngineView view(segment.payload());
        ASSERT_TRUE(test::eventually([&] {
            return view.header().durable_sequence.load() >= static_cast<std::uint64_t>(sent_);
        }));
    }

    void send(const shm::Command& command) {
        ASSERT_TRUE(test::eventually([&] { return peer_->send(command); }));
    }

    [[nodiscard]] shm::ChildProcess start_audit(const std::vector<std::string>& arguments) const {
        std::vector<std::string> all{PINION_AUDIT_PROGRAM, "--config", config_path()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return shm::ChildProcess(all);
    }

    static Outcome end(shm::ChildProcess process) {
        const auto exit_code = process.wait_for_exit(test::patience);
        EXPECT_TRUE(exit_code) << "it still runs: " << process.output();
        return {exit_code.value_or(-1), process.output()};
    }

    [[nodiscard]] Outcome audit(const std::vector<std::string>& arguments) const {
        return end(start_audit(arguments));
    }

    [[nodiscard]] Outcome shell(const std::string& tail) const {
        return end(shm::ChildProcess(
            {"/bin/sh", "-c",
             std::string(PINION_AUDIT_PROGRAM) + " --config " + config_path() + " " + tail}));
    }

    [[nodiscard]] std::vector<Json> lines(const std::vector<std::string>& arguments) const {
        const auto outcome = audit(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
        std::istringstream text(outcome.output);
        std::vector<Json> result;
        for (std::string line; std::getline(text, line);) result.push_back(Json::parse(line));
        return result;
    }

    void expect_refusal(const std::vector<std::string>& arguments, const std::string& why,
                        int exit_code = 1) const {
        const auto outcome = audit(arguments);
        const auto end =
            outcome.output.substr(outcome.output.rfind('\n', outcome.output.size() - 2) + 1);
        EXPECT_EQ(outcome.exit_code, exit_code) << end;
        EXPECT_NE(outcome.output.find(why), std::string::npos) << end;
    }

    [[nodiscard]] std::string path(const std::string& name) const {
        return (directory_.path() / name).string();
    }

    [[nodiscard]] std::string engine_directory() const { return state_directory() + "/engine.1"; }

    [[nodiscard]] std::string output() const { return path("audit"); }

    [[nodiscard]] std::string written() const {
        shm::PosixStorage directory(output(), shm::MissingDirectory::refuse);
        return test::all_lines(directory);
    }

    /// Whether a file that is not compressed has lines of that command. They come and go.
    [[nodiscard]] bool has_told(int sequence) const {
        const auto begin = "{\"sequence\":" + std::to_string(sequence) + ",";
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(output(), error)) {
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);)
                if (line.starts_with(begin)) return true;
        }
        return false;
    }

    void expect_whole() const {
        const auto uninterrupted = audit({});
        EXPECT_EQ(uninterrupted.exit_code, 0);
        EXPECT_TRUE(written() == uninterrupted.output);
    }

    /// The config with more lines for the engine; its path.
    [[nodiscard]] std::string config_with(const std::string& from, const std::string& to) const {
        std::ifstream in(config_path());
        std::stringstream text;
        text << in.rdbuf();
        auto config = text.str();
        config.replace(config.find(from), from.size(), to);
        std::ofstream(path("other.toml")) << config;
        return path("other.toml");
    }

    std::optional<shm::ChildProcess> engine_;
    std::optional<test::LinkPeer> peer_;
    std::optional<test::CommandMaker> maker_;
    std::optional<test::CommandMaker> seller_;
    int sent_ = 0;
};

TEST_F(AuditProcess, tells_the_history_of_an_engine_that_runs) {
    start_engine();
    trade(20);
    const auto told = lines({});
    std::uint64_t commands = 0;
    for (const auto& line : told) {
        if (line["index"] == 0) {
            EXPECT_EQ(line["sequence"], ++commands);
        }
    }
    EXPECT_GE(commands, 40U);
    EXPECT_EQ(told.back()["last"], true);
    const auto covered = lines({"verify", "--json"}).front();
    EXPECT_EQ(covered["first_sequence"], 1);
    EXPECT_EQ(covered["last_sequence"], commands);
    EXPECT_GT(covered["million_per_second"], 0);
    EXPECT_NE(audit({"verify"}).output.find("last_sequence       " + std::to_string(commands)),
              std::string::npos);
    stop_engine();
}

TEST_F(AuditProcess, tells_the_life_of_an_order) {
    start_engine();
    trade(3);
    const auto told = lines({"order", "0-2", "--session", "CLIENT"});
    ASSERT_EQ(told.size(), 5U);
    const std::string id = told[1]["order_id"];
    EXPECT_EQ(lines({"order", id}), told);
    EXPECT_TRUE(lines({"order", "0-2", "--session", "LAST"}).empty());
    expect_refusal({"order", "0-2"}, "0-2 is no OrderID of engine 1; a ClOrdID needs --session");
    expect_refusal({"order", "0-2", "--session", "NOBODY"}, "has no session NOBODY");
    stop_engine();
}

TEST_F(AuditProcess, follows_into_files_until_it_is_stopped) {
    start_engine();
    trade(50);
    auto follower =
        start_audit({"--follow", "--output", output(), "--file-bytes", "20000", "--json"});
    trade(50);
    ASSERT_TRUE(test::eventually([&] { return has_told(sent_); })) << follower.output();
    expect_refusal({"--output", output()}, "another audit writes there");
    stop_engine();
    follower.signal(SIGTERM);
    const auto outcome = end(std::move(follower));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    const auto summary = Json::parse(outcome.output);
    EXPECT_EQ(summary["first_sequence"], 1);
    EXPECT_GT(summary["lines"], summary["last_sequence"]);
    expect_whole();
    EXPECT_GT(std::distance(std::filesystem::directory_iterator(output()), {}), 3);
}

TEST_F(AuditProcess, follows_onto_standard_output_until_it_is_stopped) {
    start_engine();
    trade(1);
    auto follower = start_audit({"--follow"});
    EXPECT_TRUE(follower.wait_for_line("{\"sequence\":2,\"index\":0,", test::patience));
    trade(1);
    EXPECT_TRUE(follower.wait_for_line("{\"sequence\":4,\"index\":0,", test::patience));
    follower.signal(SIGINT);
    EXPECT_EQ(end(std::move(follower)).exit_code, 0);
    stop_engine();
}

TEST_F(AuditProcess, killed_again_and_again_writes_every_line_once) {
    const std::uint64_t seed = random_seed();
    std::mt19937_64 random(seed);
    start_engine();
    for (int kill = 0; kill < 12; ++kill) {
        auto writer = start_audit({"--follow", "--output", output(), "--file-bytes",
                                   std::to_string(5'000 + random() % 50'000)});
        trade(static_cast<int>(random() % 100));
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
        writer.signal(SIGKILL);
        ASSERT_EQ(end(std::move(writer)).exit_code, 128 + SIGKILL);
    }
    stop_engine();
    const auto outcome = audit({"--output", output()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output << " PINION_SEED=" << seed;
    expect_whole();
}

TEST_F(AuditProcess, finds_the_difference_of_two_journals) {
    start_engine();
    trade(5);
    stop_engine();
    const auto copy = path("copy");
    std::filesystem::copy(engine_directory(), copy, std::filesystem::copy_options::recursive);
    auto found = lines({"diff", copy, "--json"}).front();
    EXPECT_EQ(found["equal"], true);
    EXPECT_EQ(found["first_sequence"], 1);
    const std::uint64_t common = found["last_equal_sequence"];

    start_engine();
    trade(1);
    stop_engine();
    const auto outcome = audit({"diff", copy, "--json"});
    EXPECT_EQ(outcome.exit_code, 1);
    found = Json::parse(outcome.output);
    EXPECT_EQ(found["equal"], false);
    EXPECT_EQ(found["last_equal_sequence"], common);
    EXPECT_EQ(found["sequence"], common + 1);
    EXPECT_EQ(found["line"]["sequence"], common + 1);
    EXPECT_TRUE(found["other_line"].is_null());
    EXPECT_NE(audit({"diff", copy}).output.find("equal               false"), std::string::npos);

    std::filesystem::create_directories(path("other/instance"));
    const auto config = config_with(state_directory(), path("other"));
    expect_refusal({"diff", config}, "is not there");
    expect_refusal({"diff", path("nothing")}, path("nothing"));
}

TEST_F(AuditProcess, refuses_options_with_which_commands_were_not_made) {
    start_engine();
    trade(5);
    stop_engine();
    ASSERT_EQ(audit({"--output", output()}).exit_code, 0);
    const auto before = written();
    const auto other = config_with("orders_max = 4096", "orders_max = 8192");
    shm::ChildProcess engine({PINION_ENGINE_PROGRAM, "--config", other});
    static_cast<void>(wait_for_epoch());
    engine.signal(SIGTERM);
    ASSERT_EQ(end(std::move(engine)).exit_code, 0);
    const auto told = audit({});
    EXPECT_EQ(told.exit_code == 0, told.output == before) << told.output;
    const auto outcome =
        end(shm::ChildProcess({PINION_AUDIT_PROGRAM, "--config", other, "--output", output()}));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_TRUE(written().starts_with(before));
}

TEST_F(AuditProcess, refuses_what_it_cannot_do) {
    expect_refusal({}, "is not there");
    expect_refusal({"verify"}, "is not there");
    EXPECT_FALSE(std::filesystem::exists(state_directory())) << "who only reads makes nothing";
    expect_refusal({"--engine", "9"}, "9");
    expect_refusal({"--file-bytes", "100"}, "--output", 2);
    expect_refusal({"nonsense"}, "nonsense", 2);
    start_engine();
    trade(1);
    stop_engine();
    const auto full = shell("> /dev/full");
    EXPECT_EQ(full.exit_code, 1);
    EXPECT_NE(full.output.find("cannot write to standard output"), std::string::npos)
        << full.output;
    expect_refusal({"--output", config_path()}, config_path());
}

TEST_F(AuditProcess, refuses_a_damaged_journal_with_its_place) {
    start_engine();
    trade(500);
    stop_engine();
    for (const auto number : {1, 2}) { // an engine that starts may begin another one
        const auto file = engine_directory() + "/journal/" +
                          shm::segment_file_name(static_cast<std::uint64_t>(number));
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(static_cast<std::streamoff>(shm::log_block_bytes) + 20'000);
        bytes << "damage";
    }
    for (const auto& command : std::vector<std::vector<std::string>>{
             {}, {"verify"}, {"--output", output()}, {"order", "0-1", "--session", "CLIENT"}})
        expect_refusal(command, "is damaged at byte");
    EXPECT_NE(written(), "") << "what was told before is true";
}

} // namespace
} // namespace pinion::engine
