// The program pinion-admin at a real engine: what an operator does, what the clients see of it, and
// what the journal keeps. PINION_SEED replays the random ones.
#include "shm/layout/admin_link.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/engine_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace pinion::engine {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

struct Outcome {
    int exit_code;
    std::string output;
};

class AdminProcess : public testing::Test, protected test::EngineProcessBed {
  protected:
    AdminProcess() : EngineProcessBed("async") {
        start_engine();
        maker_.emplace(epoch_);
    }

    void start_engine() {
        engine_.emplace(start());
        epoch_ = wait_for_epoch();
        peer_.emplace(gateway());
    }

    void end_engine(int signal) {
        engine_->signal(signal);
        ASSERT_TRUE(engine_->wait_for_exit(test::patience)) << engine_->output();
        peer_.reset();
    }

    [[nodiscard]] shm::ChildProcess start_admin(const std::string& arguments) const {
        return shm::ChildProcess({"/bin/sh", "-c",
                                  std::string("exec ") + PINION_BIN_DIR +
                                      "/pinion-admin --config " + config_path() +
                                      " --operator olga " + arguments + " </dev/null"});
    }

    /// Without a terminal.
    [[nodiscard]] Outcome admin(const std::string& arguments) const {
        auto program = start_admin(arguments);
        const auto exit_code = program.wait_for_exit(test::patience);
        return {exit_code.value_or(-1), program.output()};
    }

    /// At a terminal, where somebody answers.
    [[nodiscard]] Outcome admin_asking(const std::string& answer) const {
        int terminal = -1;
        const pid_t pid = ::forkpty(&terminal, nullptr, nullptr, nullptr);
        if (pid == 0) {
            const auto program = std::string(PINION_BIN_DIR) + "/pinion-admin";
            ::execl(program.c_str(), program.c_str(), "--config", config_path().c_str(),
                    "--operator", "olga", "kill", "everything", nullptr);
            ::_exit(127);
        }
        const auto typed = answer + "\n";
        EXPECT_EQ(::write(terminal, typed.data(), typed.size()),
                  static_cast<ssize_t>(typed.size()));
        std::string output;
        for (std::array<char, 256> part{};;) { // until the program closes its terminal
            const auto count = ::read(terminal, part.data(), part.size());
            if (count <= 0) break;
            output.append(part.data(), static_cast<std::size_t>(count));
        }
        int status = 0;
        EXPECT_EQ(::waitpid(pid, &status, 0), pid);
        ::close(terminal);
        return {WEXITSTATUS(status), output};
    }

    /// A bid of the client; what became of it.
    shm::Report bid() {
        EXPECT_TRUE(test::eventually([&] { return peer_->send(maker_->bid()); }));
        const auto report = peer_->next_report();
        EXPECT_TRUE(report) << engine_->output();
        return report.value_or(shm::Report{});
    }

    [[nodiscard]] std::vector<Json> audit() const {
        shm::ChildProcess program(
            {std::string(PINION_BIN_DIR) + "/pinion-audit", "--config", config_path()});
        EXPECT_EQ(program.wait_for_exit(test::patience), 0) << program.output();
        std::vector<Json> lines;
        std::istringstream text(program.output());
        for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
        return lines;
    }

    std::optional<shm::ChildProcess> engine_;
    std::optional<test::LinkPeer> peer_;
    std::optional<test::CommandMaker> maker_;
    std::uint32_t epoch_ = 0;
};

TEST_F(AdminProcess, a_killed_session_loses_its_orders_and_gets_no_new_ones_until_it_is_re_armed) {
    EXPECT_EQ(bid().exec_type, shm::ExecType::new_order);
    const auto killed = admin("--yes kill session CLIENT");
    EXPECT_EQ(killed.exit_code, 0) << killed.output;
    EXPECT_THAT(killed.output, HasSubstr("1 orders canceled"));
    const auto report = peer_->next_report();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->exec_type, shm::ExecType::canceled);
    EXPECT_EQ(report->reason, shm::RejectReason::killed);
    EXPECT_EQ(bid().reason, shm::RejectReason::killed);

    const auto kills = admin("--json list kills");
    EXPECT_EQ(kills.exit_code, 0) << kills.output;
    const auto rows = Json::parse(kills.output)["kills"];
    ASSERT_EQ(rows.size(), 1U) << kills.output;
    EXPECT_EQ(rows[0]["session"], "CLIENT");
    EXPECT_EQ(rows[0]["reason"], "killed");

    EXPECT_EQ(admin("re-arm session CLIENT").exit_code, 0);
    EXPECT_EQ(bid().exec_type, shm::ExecType::new_order);
}

TEST_F(AdminProcess, begins_a_phase_until_another_begins) {
    ASSERT_EQ(admin("phase halted instrument PINE").exit_code, 0);
    EXPECT_EQ(Json::parse(admin("--json list instruments").output)["instruments"][0]["phase"],
              "halted");
    EXPECT_EQ(bid().reason, shm::RejectReason::instrument_halted);
    ASSERT_EQ(admin("phase closed everything --for-s 3600").exit_code, 0);
    EXPECT_EQ(bid().reason, shm::RejectReason::instrument_closed);
    ASSERT_EQ(admin("phase calendar everything").exit_code, 0);
    EXPECT_EQ(bid().exec_type, shm::ExecType::new_order);
    EXPECT_EQ(admin("phase noon everything").exit_code, 2);
}

TEST_F(AdminProcess, asks_before_what_cannot_be_undone) {
    EXPECT_EQ(bid().exec_type, shm::ExecType::new_order);
    const auto without_terminal = admin("kill everything");
    EXPECT_EQ(without_terminal.exit_code, 1);
    EXPECT_THAT(without_terminal.output, HasSubstr("--yes"));
    const auto refused = admin_asking("n");
    EXPECT_EQ(refused.exit_code, 1) << refused.output;
    EXPECT_THAT(refused.output, HasSubstr("cannot be undone"));
    EXPECT_FALSE(peer_->has_report());
    const auto agreed = admin_asking("y");
    EXPECT_EQ(agreed.exit_code, 0) << agreed.output;
    const auto report = peer_->next_report();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->reason, shm::RejectReason::killed);
}

TEST_F(AdminProcess, says_what_was_wrong) {
    EXPECT_EQ(admin("").exit_code, 2);
    EXPECT_EQ(admin("kill").exit_code, 2);
    EXPECT_EQ(admin("kill session").exit_code, 2);
    EXPECT_EQ(admin("kill nobody X").exit_code, 2);
    const auto unknown = admin("--yes kill session NOBODY");
    EXPECT_EQ(unknown.exit_code, 1);
    EXPECT_THAT(unknown.output, HasSubstr("no session NOBODY"));
    EXPECT_EQ(admin("--operator two\\ words list orders").exit_code, 1);
    end_engine(SIGTERM);
    const auto stopped = admin("list orders");
    EXPECT_EQ(stopped.exit_code, 1);
    EXPECT_THAT(stopped.output, HasSubstr("engine 1"));
}

TEST_F(AdminProcess, lists_what_there_is) {
    for (int i = 0; i < 700; ++i) ASSERT_EQ(bid().exec_type, shm::ExecType::new_order);
    const auto orders = admin("--json list orders --session CLIENT");
    EXPECT_EQ(orders.exit_code, 0) << orders.output;
    const auto rows = Json::parse(orders.output)["orders"];
    ASSERT_EQ(rows.size(), 700U);
    EXPECT_EQ(rows[0]["symbol"], "PINE");
    EXPECT_EQ(rows[0]["price"], "1.00");
    EXPECT_EQ(rows[0]["side"], "buy");
    EXPECT_EQ(Json::parse(admin("--json list orders --session LAST").output)["orders"].size(), 0U);

    const auto sessions = admin("list sessions");
    EXPECT_THAT(sessions.output, HasSubstr("CLIENT"));
    EXPECT_THAT(sessions.output, HasSubstr("700"));
    EXPECT_THAT(admin("list accounts").output, HasSubstr("HOUSE"));
    EXPECT_THAT(admin("list instruments").output, HasSubstr("PINE"));
}

TEST_F(AdminProcess, every_action_is_in_the_journal_with_the_operators_name) {
    ASSERT_EQ(admin("--yes kill account HOUSE").exit_code, 0);
    ASSERT_EQ(admin("--operator otto suspend HOUSE").exit_code, 0);
    ASSERT_EQ(admin("--yes day-roll").exit_code, 0);
    end_engine(SIGTERM);
    std::vector<std::string> told;
    for (const auto& line : audit())
        if (line.value("kind", "") == "control" && line["index"] == 0)
            told.push_back(line["action"].get<std::string>() + " by " +
                           line["operator"].get<std::string>());
    EXPECT_EQ(told,
              (std::vector<std::string>{"kill by olga", "suspend by otto", "roll_day by olga"}));
}

TEST_F(AdminProcess, a_kill_outlives_the_engine_that_dies_and_the_one_that_stops) {
    ASSERT_EQ(admin("--yes kill account HOUSE").exit_code, 0);
    end_engine(SIGKILL);
    start_engine();
    EXPECT_EQ(bid().reason, shm::RejectReason::killed);
    end_engine(SIGTERM);
    start_engine();
    EXPECT_EQ(bid().reason, shm::RejectReason::killed);
    ASSERT_EQ(admin("re-arm account HOUSE").exit_code, 0);
    EXPECT_EQ(bid().exec_type, shm::ExecType::new_order);
}

TEST_F(AdminProcess, two_operators_take_turns) {
    std::vector<shm::ChildProcess> operators;
    for (int i = 0; i < 4; ++i)
        operators.push_back(start_admin("--timeout-s 60 --json suspend HOUSE"));
    for (auto& program : operators)
        EXPECT_EQ(program.wait_for_exit(test::patience), 0) << program.output();
    const test::LinkPeer held(instance().name(), 1, shm::admin_gateway_id);
    const auto late = admin("--timeout-s 1 resume HOUSE");
    EXPECT_EQ(late.exit_code, 1);
    EXPECT_THAT(late.output, HasSubstr("another operator is at work"));
}

/// Dies at any instant: the command is executed once or not at all, and the next one works.
TEST_F(AdminProcess, one_that_is_killed_leaves_nothing_undecided) {
    const char* replay = std::getenv("PINION_SEED"); // NOLINT(concurrency-mt-unsafe)
    const auto seed = replay != nullptr ? std::stoull(replay) : std::random_device{}();
    std::cout << "PINION_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    constexpr std::size_t operators = 20;
    for (std::size_t i = 0; i < operators; ++i) {
        auto program = start_admin("suspend HOUSE");
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
        program.signal(SIGKILL);
        ASSERT_TRUE(program.wait_for_exit(test::patience));
    }
    ASSERT_EQ(admin("resume HOUSE").exit_code, 0);
    EXPECT_EQ(bid().exec_type, shm::ExecType::new_order);
    end_engine(SIGTERM);
    std::size_t suspensions = 0;
    for (const auto& line : audit())
        if (line.value("action", "") == "suspend" && line["index"] == 0) ++suspensions;
    EXPECT_LE(suspensions, operators);
}

} // namespace
} // namespace pinion::engine
