// Engines and gateways that are killed in the middle of their work and started again, under a
// client that keeps a ledger: what it was told must be what the engine has, once.

#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;

/// What a client sent, and what it was told.
class Ledger {
  public:
    explicit Ledger(Trader& trader) : trader_(trader) {}

    void send_order() {
        const std::string id = "o" + std::to_string(++sent_);
        trader_.buy(id, "PINE", 1 + sent_ % 9, "10.00");
    }

    /// Takes messages until none comes for `silence`, or every order is answered.
    void listen(std::chrono::milliseconds silence) {
        while (answers_.size() < static_cast<std::size_t>(sent_)) {
            FixFields message = trader_.client().next_message(silence);
            if (message.empty()) return;
            note(message);
        }
    }

    /// Each order was accepted once.
    void expect_each_answered_once() const {
        EXPECT_EQ(answers_.size(), static_cast<std::size_t>(sent_));
        for (const auto& [id, times] : answers_) EXPECT_EQ(times, 1) << id;
    }

    /// The engine has exactly the orders of which the client was told.
    void expect_in_engine() {
        trader_.ask_mass_status("all", '7');
        std::set<std::string> found;
        while (true) {
            FixFields message = trader_.client().next_message(patience);
            ASSERT_FALSE(message.empty()) << found.size() << " of " << sent_;
            ASSERT_EQ(message[tag::exec_type], "I");
            EXPECT_EQ(message[tag::tot_num_reports], std::to_string(sent_));
            EXPECT_TRUE(found.insert(message[tag::cl_ord_id]).second);
            EXPECT_EQ(message[tag::order_id], order_ids_[message[tag::cl_ord_id]]);
            if (message[tag::last_rpt_requested] == "Y") break;
        }
        EXPECT_EQ(found.size(), static_cast<std::size_t>(sent_));
    }

    [[nodiscard]] int sent() const { return sent_; }

  private:
    void note(FixFields& message) {
        ASSERT_EQ(message[tag::msg_type], "8");
        ASSERT_EQ(message[tag::exec_type], "0") << message[tag::text];
        ++answers_[message[tag::cl_ord_id]];
        EXPECT_TRUE(exec_ids_.insert(message[tag::exec_id]).second)
            << "ExecID " << message[tag::exec_id] << " came twice";
        order_ids_[message[tag::cl_ord_id]] = message[tag::order_id];
    }

    Trader& trader_;
    int sent_ = 0;
    std::map<std::string, int> answers_; ///< by ClOrdID
    std::map<std::string, std::string> order_ids_;
    std::set<std::string> exec_ids_;
};

class Kills : public testing::TestWithParam<std::string> {
  protected:
    Kills() : venue_({.clients = {"CLIENT1"}, .durability = GetParam()}) {
        std::cout << "PINION_SEED=" << seed_ << '\n';
        venue_.start();
        venue_.keep_ports();
    }

    static std::uint64_t seed() {
        const char* replay = std::getenv("PINION_SEED");
        return replay != nullptr ? std::stoull(replay) : std::random_device{}();
    }

    static int kills() {
        const char* more = std::getenv("PINION_SOAK_KILLS");
        return more != nullptr ? std::stoi(more) : 20;
    }

    void kill(shm::ChildProcess& process) {
        process.signal(SIGKILL);
        ASSERT_EQ(process.wait_for_exit(patience), 128 + SIGKILL) << process.output();
    }

    /// The kernel may need a moment to give a dead process's port back.
    void start_gateway() {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (true) {
            try {
                return venue_.start_gateway(1);
            } catch (const std::runtime_error&) {
                if (std::chrono::steady_clock::now() > deadline) throw;
            }
            std::this_thread::sleep_for(50ms);
        }
    }

    void kill_one() {
        if (random_() % 4 == 0) {
            kill(venue_.gateway(1));
            start_gateway();
        } else {
            kill(venue_.engine(1));
            venue_.start_engine(1);
        }
    }

    std::uint64_t seed_ = seed();
    std::mt19937_64 random_{seed_};
    Venue venue_;
};

TEST_P(Kills, lose_nothing_double_nothing_and_repeat_no_number) {
    Trader trader(venue_, 1, "CLIENT1");
    Ledger ledger(trader);
    for (int i = 0; i < kills() && !HasFatalFailure(); ++i) {
        for (std::uint64_t orders = random_() % 40; orders > 0; --orders) ledger.send_order();
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 20'000));
        kill_one();
        ledger.listen(1ms);
    }
    ledger.send_order();
    ledger.listen(patience);
    ledger.expect_each_answered_once();
    ledger.expect_in_engine();

    venue_.gateway(1).signal(SIGTERM);
    EXPECT_EQ(venue_.gateway(1).wait_for_exit(patience), 0) << venue_.gateway(1).output();
    venue_.engine(1).signal(SIGTERM);
    EXPECT_EQ(venue_.engine(1).wait_for_exit(patience), 0) << venue_.engine(1).output();
}

TEST_P(Kills, of_an_engine_leave_the_client_logged_on_and_its_orders_alive) {
    Trader trader(venue_, 1, "CLIENT1");
    trader.buy("a1", "PINE", 10, "99.00");
    const std::string order_id = trader.expect({{tag::exec_type, "0"}})[tag::order_id];
    kill(venue_.engine(1));
    trader.cancel("a2", "a1", "PINE", '1');
    venue_.start_engine(1);
    trader.expect({{tag::exec_type, "4"}, {tag::order_id, order_id}, {tag::orig_cl_ord_id, "a1"}});
    EXPECT_FALSE(trader.client().wait_for_logout(1ms));
}

INSTANTIATE_TEST_SUITE_P(Durability, Kills, testing::Values("async", "sync"),
                         [](const auto& parameter) { return parameter.param; });

} // namespace
} // namespace pinion::test
