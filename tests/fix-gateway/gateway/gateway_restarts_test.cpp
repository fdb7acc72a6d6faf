// Engine and gateway die at random under clients that go on: every order is executed once and
// answered once, and nobody but the engine answers.

#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using test::fix_field;
using transport::ConnectionId;

class GatewayRestartsTest : public GatewayTest {
  protected:
    GatewayRestartsTest() { make_durable(1); }

    static unsigned seed() {
        const char* given = std::getenv("PINION_SEED");
        return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    }

    /// The engine: what survives it, and what it does with a command.
    void restart_engine() {
        engines_[1].reset();
        FakeEngine::Options options = engine_options(1);
        options.report_slots = 16;
        options.reports_before = executed_.size();
        start_engine(options, 1000);
    }

    void execute_some(std::uint64_t most) {
        if (!engines_[1]) return;
        for (; most > 0; --most) {
            const auto command = engines_[1]->next();
            if (!command) return;
            if (command->kind != CommandKind::new_order || command->msg_seq_num <= last_applied_)
                continue;
            last_applied_ = command->msg_seq_num;
            executed_.emplace_back(command->cl_ord_id.view());
            shm::Report answer = report(0, executed_.size());
            answer.cl_ord_id = command->cl_ord_id;
            engines_[1]->publish(answer);
        }
    }

    /// The client: a number for each thing that it has sent, to send it again when asked.
    void send_order() {
        const std::string id = "id" + std::to_string(++orders_);
        sent_[next_number_] = id;
        write_order(next_number_++, id, "");
    }

    void write_order(int number, const std::string& id, const std::string& again) {
        network_.write(connection_, frame("ALICE", "D", number,
                                          again + "11=" + id + "|55=PINE|54=1|60=" +
                                              fix_time_now() + "|38=10|40=2|44=1.50|"));
    }

    void connect() {
        connection_ = network_.connect();
        sent_[next_number_] = "";
        network_.write(connection_, frame("ALICE", "A", next_number_++, "98=0|108=30|"));
    }

    void send_again(int from) {
        const std::string again = "43=Y|122=" + fix_time_now() + "|";
        for (auto each = sent_.lower_bound(from); each != sent_.end(); ++each)
            if (each->second.empty())
                network_.write(connection_,
                               frame("ALICE", "4", each->first,
                                     again + "123=Y|36=" + std::to_string(each->first + 1) + "|"));
            else
                write_order(each->first, each->second, again);
    }

    void listen() {
        int wanted = 0; // what is asked for twice is sent once
        for (const std::string& each : test::fix_frames(network_.read(connection_))) {
            const std::string type = fix_field(each, 35);
            ASSERT_NE(type, "j") << each;
            ASSERT_NE(type, "3") << each;
            const int number = std::stoi(fix_field(each, 34));
            if (type == "8") told_[number] = fix_field(each, 11);
            if (type == "2" && wanted == 0) wanted = std::stoi(fix_field(each, 7));
        }
        if (wanted != 0) send_again(wanted);
    }

    std::uint32_t last_applied_ = 0;
    std::vector<std::string> executed_;
    ConnectionId connection_ = 0;
    int next_number_ = 1;
    int orders_ = 0;
    std::map<int, std::string> sent_; ///< by number; "" for session messages
    std::map<int, std::string> told_; ///< order by our number
};

TEST_F(GatewayRestartsTest, every_order_is_executed_once_and_answered_once) {
    const unsigned start = seed();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(start));
    std::mt19937 random(start);
    restart_engine();
    start_gateway();
    connect();
    for (int round = 0; round < 120 && !HasFatalFailure(); ++round) {
        for (auto orders = random() % 8; orders > 0; --orders) send_order();
        turn();
        execute_some(random() % 12);
        listen();
        const auto fate = random() % 12;
        if (fate == 0) kill_engine(1);
        if (fate == 1 && engines_[1]) {
            execute_some(10'000); // a clean stop leaves nothing
            stop_engine(1);
        }
        if (fate < 4 && !engines_[1]) restart_engine();
        if (fate == 4) {
            start_gateway();
            connect();
        }
        if (random() % 8 == 0) turn_for(watch_time);
    }
    if (!engines_[1]) restart_engine();
    turn_for(watch_time);
    for (int i = 0; i < 2 * orders_ && !HasFatalFailure(); ++i) {
        turn();
        execute_some(10'000);
        listen();
    }
    network_.hang_up(connection_);
    turn();
    connect();
    turn();
    listen();
    sent_[next_number_] = "";
    network_.write(connection_, frame("ALICE", "2", next_number_++, "7=1|16=0|"));
    turn_for(std::chrono::milliseconds(200));
    listen();

    std::vector<std::string> expected;
    for (int i = 1; i <= orders_; ++i) expected.push_back("id" + std::to_string(i));
    EXPECT_EQ(executed_, expected);
    std::vector<std::string> told;
    for (const auto& [number, id] : told_) told.push_back(id);
    EXPECT_EQ(told, expected);
}

} // namespace
} // namespace pinion::fix
