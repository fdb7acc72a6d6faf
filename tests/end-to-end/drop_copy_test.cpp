// A whole venue with a drop-copy session at one of two gateways: what it receives equals what the
// traders were told, field by field, each report once, whoever died or was away meanwhile.

#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <string>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

/// By ExecID.
using Reports = std::map<std::string, FixFields>;

/// A message without what belongs to its session or to its being a copy.
FixFields told(FixFields report) {
    for (const int of_session : {8, 9, 10, 34, 43, 49, 52, 56, 115, 122, 797})
        report.erase(of_session);
    return report;
}

class DropCopy : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        venue.start();
        if (HasFatalFailure()) GTEST_SKIP() << "the venue did not start";
        alice = std::make_unique<Trader>(venue, 1, "CLIENT1");
        bob = std::make_unique<Trader>(venue, 2, "CLIENT2");
        watch();
    }

    void watch() { watcher = std::make_unique<Trader>(venue, 2, "WATCHER"); }

    void kill_engine() {
        venue.engine(1).signal(SIGKILL);
        ASSERT_EQ(venue.engine(1).wait_for_exit(patience), 128 + SIGKILL);
    }

    void kill_gateway(std::uint16_t id) {
        venue.gateway(id).signal(SIGKILL);
        ASSERT_EQ(venue.gateway(id).wait_for_exit(patience), 128 + SIGKILL);
    }

    /// Alice's order meets Bob's: an acknowledgement and a trade for each.
    void trade() {
        const std::string number = std::to_string(++trades_);
        bob->sell("b" + number, "PINE", 5, "99.00");
        keep(*bob, {{tag::exec_type, "0"}, {tag::cl_ord_id, "b" + number}});
        alice->buy("a" + number, "PINE", 5, "99.00");
        keep(*alice, {{tag::exec_type, "0"}, {tag::cl_ord_id, "a" + number}});
        keep(*alice, {{tag::exec_type, "F"}, {tag::cl_ord_id, "a" + number}});
        keep(*bob, {{tag::exec_type, "F"}, {tag::cl_ord_id, "b" + number}});
    }

    /// What the trader is told next is to be copied.
    void keep(Trader& trader, const FieldList& expected) {
        FixFields report = trader.expect(expected);
        originals[report[tag::exec_id]] = report;
    }

    /// Takes copies until there is one of each original, and no other.
    void expect_copies() {
        while (copies.size() < originals.size() && !HasFailure()) {
            FixFields copy =
                watcher->expect({{tag::msg_type, "8"}, {tag::copy_msg_indicator, "Y"}});
            const std::string exec_id = copy[tag::exec_id];
            EXPECT_TRUE(copies.emplace(exec_id, copy).second) << exec_id << " came twice";
        }
        for (auto& [exec_id, original] : originals) {
            EXPECT_EQ(told(copies[exec_id]), told(original)) << exec_id;
            EXPECT_EQ(copies[exec_id][tag::on_behalf_of_comp_id], original[56]);
        }
        watcher->expect_silence();
    }

    Venue venue{{.gateways = {1, 2},
                 .drop_copies = {{"WATCHER", "{ sessions = [\"CLIENT1\", \"CLIENT2\"] }"}},
                 .durability = GetParam()}};
    std::unique_ptr<Trader> alice;
    std::unique_ptr<Trader> bob;
    std::unique_ptr<Trader> watcher;
    Reports originals;
    Reports copies;

  private:
    int trades_ = 0;
};

TEST_P(DropCopy, copies_equal_originals_of_both_gateways) {
    trade();
    alice->order("a", "PINE", '1', 100,
                 {{tag::ord_type, "2"}, {tag::price, "98.00"}, {tag::max_floor, "10"}});
    keep(*alice, {{tag::exec_type, "0"}});
    alice->replace("c", "a", "PINE", '1', 50, "98.50");
    keep(*alice, {{tag::exec_type, "5"}});
    alice->ask_status("c", "PINE", '1', "how");
    keep(*alice, {{tag::exec_type, "I"}});
    alice->cancel("d", "no such order", "PINE", '1');
    alice->expect({{tag::msg_type, "9"}}); // changes no order: there is no copy of it
    alice->buy("e", "PINE", 1, "0.01");
    keep(*alice, {{tag::exec_type, "8"}});
    alice->cancel("f", "c", "PINE", '1');
    keep(*alice, {{tag::exec_type, "4"}});
    expect_copies();
}

TEST_P(DropCopy, its_own_orders_are_refused) {
    watcher->buy("mine", "PINE", 5, "99.00");
    watcher->expect(
        {{tag::msg_type, "j"}, {tag::ref_msg_type, "D"}, {tag::business_reject_reason, "6"}});
    alice->expect_silence();
    watcher->expect_silence();
}

TEST_P(DropCopy, nothing_is_lost_or_doubled_when_the_gateways_are_killed) {
    trade();
    expect_copies();
    for (const std::uint16_t id : {std::uint16_t{2}, std::uint16_t{1}}) {
        trade();
        kill_gateway(id);
        Trader* const survivor = id == 1 ? bob.get() : alice.get();
        survivor->buy("x" + std::to_string(id), "OAK", 1, "9.00");
        keep(*survivor, {{tag::exec_type, "0"}});
        (id == 1 ? alice : bob)->crash();
        watcher->crash();
        while (true) { // what came before the kill, and was not taken yet
            FixFields copy = watcher->client().next_message(0ms);
            if (copy.empty()) break;
            ASSERT_TRUE(copies.emplace(copy[tag::exec_id], copy).second);
        }
        venue.start_gateway(id); // on another port
        if (id == 1)
            alice = std::make_unique<Trader>(venue, 1, "CLIENT1");
        else
            bob = std::make_unique<Trader>(venue, 2, "CLIENT2");
        watch();
        expect_copies();
    }
}

TEST_P(DropCopy, what_was_missed_comes_at_the_next_logon) {
    trade();
    expect_copies();
    watcher->log_out();
    for (int i = 0; i < 20; ++i) trade();
    watcher->log_on();
    expect_copies();
}

INSTANTIATE_TEST_SUITE_P(Durabilities, DropCopy, testing::Values("none", "async", "sync"),
                         [](const auto& each) { return each.param; });

using DurableDropCopy = DropCopy;

TEST_P(DurableDropCopy, an_engine_that_is_killed_changes_nothing) {
    trade();
    kill_engine();
    venue.start_engine(1);
    trade();
    expect_copies();
}

TEST_P(DurableDropCopy, what_rings_lost_while_the_gateway_was_away_comes_from_output_logs) {
    trade();
    expect_copies();
    watcher->log_out();
    bob->log_out();
    venue.gateway(2).signal(SIGTERM);
    ASSERT_EQ(venue.gateway(2).wait_for_exit(patience), 0) << venue.gateway(2).output();
    constexpr int orders = 2500; // of two reports each: more than report_slots
    for (int i = 0; i < orders; ++i) alice->buy("m" + std::to_string(i), "OAK", 1, "9.00", "3");
    for (int i = 0; i < 2 * orders && !HasFailure(); ++i) keep(*alice, {{tag::msg_type, "8"}});
    venue.start_gateway(2);
    watch();
    expect_copies();
}

INSTANTIATE_TEST_SUITE_P(Durabilities, DurableDropCopy, testing::Values("async", "sync"),
                         [](const auto& each) { return each.param; });

} // namespace
} // namespace pinion::test
