// Every kind of order over FIX, in a venue of real processes: what the client is told, and what the
// public sees. After each step the reader's book must equal the engine's.

#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

FieldList limit(const std::string& price, FieldList more = {}) {
    more.insert(more.begin(), {{tag::ord_type, "2"}, {tag::price, price}});
    return more;
}

class OrderTypes : public testing::Test {
  protected:
    void SetUp() override {
        venue.start();
        if (HasFatalFailure()) GTEST_SKIP() << "the venue did not start";
        alice.emplace(venue, std::uint16_t{1}, "CLIENT1");
        bob.emplace(venue, std::uint16_t{1}, "CLIENT2");
        reader.emplace(venue.instance(), std::uint16_t{1});
    }

    /// The book of the public, once it is the engine's.
    void expect_book(const std::string& bid, const std::string& ask) {
        reader->expect_equals_engine();
        EXPECT_EQ(reader->best_bid("PINE"), bid);
        EXPECT_EQ(reader->best_ask("PINE"), ask);
    }

    /// Bob offers, and is told so.
    void bob_sells(const std::string& id, int quantity, const std::string& price) {
        bob->sell(id, "PINE", quantity, price);
        bob->expect({{tag::exec_type, "0"}, {tag::cl_ord_id, id}});
    }

    Venue venue{{}};
    std::optional<Trader> alice;
    std::optional<Trader> bob;
    std::optional<CoLocatedReader> reader;
};

TEST_F(OrderTypes, a_stop_order_waits_unseen_and_is_triggered_by_a_trade) {
    alice->order("stop", "PINE", '1', 5, {{tag::ord_type, "3"}, {tag::stop_px, "101.00"}});
    alice->expect({{tag::exec_type, "0"}, {tag::ord_type, "3"}, {tag::stop_px, "101"}});
    expect_book("none", "none");
    bob_sells("b1", 1, "101.00");
    bob_sells("b2", 9, "102.00");
    expect_book("none", "101 x 1");

    alice->buy("a1", "PINE", 1, "101.00");
    alice->expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "a1"}});
    alice->expect({{tag::exec_type, "F"}, {tag::cl_ord_id, "a1"}, {tag::last_px, "101"}});
    alice->expect({{tag::exec_type, "D"},
                   {tag::exec_restatement_reason, "8"},
                   {tag::cl_ord_id, "stop"},
                   {tag::ord_status, "0"},
                   {tag::ord_type, "1"},
                   {tag::stop_px, "101"},
                   {tag::leaves_qty, "5"}});
    alice->expect({{tag::exec_type, "F"},
                   {tag::cl_ord_id, "stop"},
                   {tag::last_px, "102"},
                   {tag::last_liquidity_ind, "2"},
                   {tag::ord_status, "2"}});
    expect_book("none", "102 x 4");
}

TEST_F(OrderTypes, a_stop_limit_order_rests_with_what_its_limit_leaves) {
    alice->order("stop", "PINE", '1', 5,
                 {{tag::ord_type, "4"}, {tag::price, "101.50"}, {tag::stop_px, "101.00"}});
    alice->expect({{tag::exec_type, "0"}, {tag::price, "101.5"}, {tag::stop_px, "101"}});
    bob_sells("b1", 1, "101.00");
    bob_sells("b2", 2, "101.50");
    alice->buy("a1", "PINE", 1, "101.00");
    alice->expect({{tag::exec_type, "0"}});
    alice->expect({{tag::exec_type, "F"}, {tag::cl_ord_id, "a1"}});
    alice->expect({{tag::exec_type, "D"}, {tag::ord_type, "2"}, {tag::price, "101.5"}});
    alice->expect({{tag::exec_type, "F"}, {tag::cl_ord_id, "stop"}, {tag::leaves_qty, "3"}});
    expect_book("101.5 x 3", "none");

    alice->replace("stop2", "stop", "PINE", '1', 4, "101.50");
    const FixFields replaced = alice->expect({{tag::exec_type, "5"}, {tag::leaves_qty, "2"}});
    EXPECT_EQ(replaced.count(tag::stop_px), 0U);
    expect_book("101.5 x 2", "none");
}

TEST_F(OrderTypes, an_iceberg_shows_slice_after_slice) {
    alice->order("ice", "PINE", '2', 10, limit("100.00", {{tag::max_floor, "3"}}));
    alice->expect({{tag::exec_type, "0"}, {tag::max_floor, "3"}, {tag::leaves_qty, "10"}});
    expect_book("none", "100 x 3");
    bob_sells("b1", 1, "100.00");

    bob->buy("b2", "PINE", 3, "100.00");
    alice->expect({{tag::exec_type, "F"}, {tag::leaves_qty, "7"}, {tag::last_liquidity_ind, "1"}});
    expect_book("none", "100 x 4");

    alice->ask_status("ice", "PINE", '2', "s1");
    alice->expect({{tag::exec_type, "I"}, {tag::leaves_qty, "7"}, {tag::max_floor, "3"}});
    alice->cancel("a2", "ice", "PINE", '2');
    alice->expect({{tag::exec_type, "4"}, {tag::cum_qty, "3"}});
    expect_book("none", "100 x 1");
}

TEST_F(OrderTypes, an_all_or_none_order_waits_unseen_for_all_of_its_quantity) {
    alice->order("all", "PINE", '1', 5, limit("100.00", {{tag::exec_inst, "G"}}));
    alice->expect({{tag::exec_type, "0"}, {tag::exec_inst, "G"}});
    expect_book("none", "none");
    bob_sells("b1", 4, "100.00");
    expect_book("none", "100 x 4");
    bob_sells("b2", 1, "99.00");
    alice->expect({{tag::exec_type, "F"}, {tag::last_px, "99"}, {tag::leaves_qty, "4"}});
    alice->expect({{tag::exec_type, "F"}, {tag::last_px, "100"}, {tag::ord_status, "2"}});
    expect_book("none", "none");
}

TEST_F(OrderTypes, a_minimum_quantity_is_traded_at_once_or_waited_for) {
    alice->order("min", "PINE", '1', 10, limit("100.00", {{tag::min_qty, "4"}}));
    alice->expect({{tag::exec_type, "0"}, {tag::min_qty, "4"}});
    expect_book("none", "none");
    bob_sells("b1", 4, "100.00");
    alice->expect({{tag::exec_type, "F"}, {tag::last_qty, "4"}, {tag::leaves_qty, "6"}});
    expect_book("100 x 6", "none");

    alice->order("kill", "PINE", '2', 10,
                 limit("100.00", {{tag::min_qty, "7"}, {tag::time_in_force, "3"}}));
    alice->expect({{tag::exec_type, "0"}});
    alice->expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "kill"}, {tag::cum_qty, "0"}});
    alice->order("over", "PINE", '1', 3, limit("100.00", {{tag::min_qty, "4"}}));
    alice->expect({{tag::exec_type, "8"}, {tag::ord_rej_reason, "13"}});
    expect_book("100 x 6", "none");
}

TEST_F(OrderTypes, a_post_only_order_is_refused_or_priced_away) {
    bob_sells("b1", 1, "100.00");
    alice->order("p1", "PINE", '1', 5, limit("100.00", {{tag::exec_inst, "6"}}));
    alice->expect({{tag::exec_type, "8"},
                   {tag::ord_rej_reason, "99"},
                   {tag::text, "Post-only order would trade"}});
    alice->order("p2", "PINE", '1', 5,
                 limit("100.50", {{tag::exec_inst, "6"}, {tag::post_only_action, "R"}}));
    alice->expect({{tag::exec_type, "0"}, {tag::price, "99.95"}, {tag::exec_inst, "6"}});
    expect_book("99.95 x 5", "100 x 1");
}

TEST_F(OrderTypes, self_trades_are_prevented_as_the_taker_says) {
    bob_sells("b1", 5, "100.00");
    alice->order("new", "PINE", '1', 5, limit("100.00", {{tag::self_trade_prevention, "N"}}));
    alice->expect({{tag::exec_type, "0"}});
    alice->expect({{tag::exec_type, "4"}, {tag::text, "Canceled to prevent a self trade"}});
    expect_book("none", "100 x 5");

    alice->order("both", "PINE", '1', 2, limit("100.00", {{tag::self_trade_prevention, "D"}}));
    alice->expect({{tag::exec_type, "0"}});
    alice->expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "both"}});
    bob->expect(
        {{tag::exec_type, "D"}, {tag::exec_restatement_reason, "5"}, {tag::order_qty, "3"}});
    expect_book("none", "100 x 3");

    alice->order("old", "PINE", '1', 4, limit("100.00", {{tag::self_trade_prevention, "O"}}));
    alice->expect({{tag::exec_type, "0"}});
    bob->expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "b1"}, {tag::leaves_qty, "0"}});
    expect_book("100 x 4", "none");
}

TEST_F(OrderTypes, a_good_till_date_order_expires_at_its_time) {
    std::string end;
    std::string outcome;
    for (auto life = 2s; outcome != "0" && life < 60s; life *= 5) { // a slow host may be too late
        end = utc_in(life);
        alice->order("gtd" + std::to_string(life.count()), "PINE", '1', 5,
                     limit("100.00", {{tag::time_in_force, "6"}, {tag::expire_time, end}}));
        outcome = alice->expect({{tag::expire_time, end}})[tag::exec_type];
    }
    ASSERT_EQ(outcome, "0");
    alice->expect({{tag::exec_type, "C"}, {tag::ord_status, "C"}, {tag::leaves_qty, "0"}});
    expect_book("none", "none");

    alice->order("late", "PINE", '1', 5,
                 limit("100.00", {{tag::time_in_force, "6"}, {tag::expire_time, end}}));
    alice->expect({{tag::exec_type, "8"}, {tag::ord_rej_reason, "99"}});
    const std::string date = utc_in(24h).substr(0, 8);
    alice->order("date", "PINE", '1', 5,
                 limit("100.00", {{tag::time_in_force, "6"}, {tag::expire_date, date}}));
    alice->expect({{tag::exec_type, "0"}, {tag::expire_time, date + "-23:59:59.999"}});
    expect_book("100 x 5", "none");
}

TEST_F(OrderTypes, a_mass_cancel_says_how_many_and_tells_each) {
    alice->buy("a1", "PINE", 1, "99.00");
    alice->buy("a2", "OAK", 1, "99.00");
    alice->order("a3", "PINE", '1', 1, {{tag::ord_type, "3"}, {tag::stop_px, "120.00"}});
    for (int i = 0; i < 3; ++i) alice->expect({{tag::exec_type, "0"}});
    bob->buy("b1", "PINE", 1, "98.00");
    bob->expect({{tag::exec_type, "0"}});

    alice->send(
        "q", {{tag::cl_ord_id, "m1"}, {tag::mass_cancel_request_type, "1"}, {tag::symbol, "OAK"}});
    alice->expect({{tag::msg_type, "r"},
                   {tag::cl_ord_id, "m1"},
                   {tag::mass_cancel_request_type, "1"},
                   {tag::mass_cancel_response, "1"},
                   {tag::total_affected_orders, "1"}});
    alice->expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "a2"}});

    alice->send("q", {{tag::cl_ord_id, "m2"}, {tag::mass_cancel_request_type, "7"}});
    alice->expect({{tag::mass_cancel_response, "7"}, {tag::total_affected_orders, "2"}});
    alice->expect(
        {{tag::exec_type, "4"}, {tag::cl_ord_id, "a1"}, {tag::text, "Canceled by a mass cancel"}});
    alice->expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "a3"}});
    expect_book("98 x 1", "none");

    alice->send(
        "q", {{tag::cl_ord_id, "m3"}, {tag::mass_cancel_request_type, "1"}, {tag::symbol, "NOPE"}});
    alice->expect({{tag::mass_cancel_response, "0"}, {tag::mass_cancel_reject_reason, "1"}});
    alice->send("q", {{tag::cl_ord_id, "m4"}, {tag::mass_cancel_request_type, "3"}});
    alice->expect({{tag::mass_cancel_response, "0"}, {tag::mass_cancel_reject_reason, "0"}});
    alice->send("q", {{tag::cl_ord_id, "m5"}, {tag::mass_cancel_request_type, "1"}});
    alice->expect({{tag::msg_type, "j"}, {tag::business_reject_reason, "5"}});
}

TEST_F(OrderTypes, a_mass_status_tells_every_order_and_which_is_the_last) {
    alice->ask_mass_status("none", '7');
    alice->expect({{tag::exec_type, "I"},
                   {tag::ord_status, "8"},
                   {tag::ord_rej_reason, "5"},
                   {tag::mass_status_req_id, "none"},
                   {tag::tot_num_reports, "0"},
                   {tag::last_rpt_requested, "Y"}});
    alice->buy("a1", "PINE", 1, "99.00");
    alice->order("a2", "PINE", '1', 1, {{tag::ord_type, "3"}, {tag::stop_px, "120.00"}});
    for (int i = 0; i < 2; ++i) alice->expect({{tag::exec_type, "0"}});
    alice->ask_mass_status("all", '7');
    alice->expect({{tag::exec_type, "I"},
                   {tag::cl_ord_id, "a1"},
                   {tag::mass_status_req_id, "all"},
                   {tag::tot_num_reports, "2"},
                   {tag::last_rpt_requested, "N"}});
    alice->expect({{tag::exec_type, "I"}, {tag::cl_ord_id, "a2"}, {tag::last_rpt_requested, "Y"}});
    alice->ask_mass_status("some", '4');
    alice->expect({{tag::msg_type, "j"}, {tag::business_reject_reason, "0"}});
    expect_book("99 x 1", "none");
}

TEST_F(OrderTypes, a_possible_resend_is_answered_from_the_orders_state) {
    alice->buy("a1", "PINE", 5, "99.00");
    alice->expect({{tag::exec_type, "0"}});
    constexpr int poss_resend = 97;
    alice->order("a1", "PINE", '1', 5, limit("99.00", {{poss_resend, "Y"}}));
    alice->expect({{tag::exec_type, "I"}, {tag::cl_ord_id, "a1"}, {tag::ord_status, "0"}});
    expect_book("99 x 5", "none");
}

} // namespace
} // namespace pinion::test
