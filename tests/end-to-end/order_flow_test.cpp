// The whole venue on real input: engine and gateway as processes, Debian's QuickFIX as the client,
// a co-located reader on the feed. After each step the reader's book must equal the engine's.

#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

class OrderFlow : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        venue.start();
        if (HasFatalFailure()) GTEST_SKIP() << "the venue did not start";
        reader = std::make_unique<CoLocatedReader>(venue.instance(), std::uint16_t{1});
    }

    Venue venue{{.transport = GetParam()}};
    std::unique_ptr<CoLocatedReader> reader;
};

TEST_P(OrderFlow, an_order_goes_in_over_fix_and_comes_out_in_the_feed) {
    Trader alice(venue, 1, "CLIENT1");

    alice.buy("a1", "PINE", 10, "100.05");
    alice.expect({{tag::msg_type, "8"},
                  {tag::exec_type, "0"},
                  {tag::ord_status, "0"},
                  {tag::cl_ord_id, "a1"},
                  {tag::symbol, "PINE"},
                  {tag::side, "1"},
                  {tag::order_qty, "10"},
                  {tag::price, "100.05"},
                  {tag::leaves_qty, "10"},
                  {tag::cum_qty, "0"},
                  {tag::account, "HOUSE"}});

    reader->expect_equals_engine();
    EXPECT_EQ(reader->best_bid("PINE"), "100.05 x 10");
}

TEST_P(OrderFlow, two_sessions_trade_at_the_resting_orders_price) {
    Trader alice(venue, 1, "CLIENT1");
    Trader bob(venue, 1, "CLIENT2");

    alice.sell("a1", "PINE", 10, "100.00");
    const std::string order_id = alice.expect({{tag::exec_type, "0"}})[tag::order_id];
    reader->expect_equals_engine();

    bob.buy("b1", "PINE", 4, "100.50");
    bob.expect({{tag::exec_type, "0"}, {tag::ord_status, "0"}, {tag::leaves_qty, "4"}});
    bob.expect({{tag::exec_type, "F"},
                {tag::ord_status, "2"},
                {tag::last_px, "100"},
                {tag::last_qty, "4"},
                {tag::cum_qty, "4"},
                {tag::leaves_qty, "0"},
                {tag::avg_px, "100"}});
    alice.expect({{tag::exec_type, "F"},
                  {tag::ord_status, "1"},
                  {tag::cl_ord_id, "a1"},
                  {tag::order_id, order_id},
                  {tag::last_px, "100"},
                  {tag::leaves_qty, "6"}});
    reader->expect_equals_engine();
    EXPECT_EQ(reader->best_ask("PINE"), "100 x 6");
}

TEST_P(OrderFlow, an_order_is_replaced_then_asked_for_then_canceled) {
    Trader alice(venue, 1, "CLIENT1");

    alice.buy("a1", "OAK", 10, "50.00");
    const std::string order_id = alice.expect({{tag::exec_type, "0"}})[tag::order_id];

    alice.replace("a2", "a1", "OAK", '1', 8, "50.10");
    alice.expect({{tag::exec_type, "5"},
                  {tag::ord_status, "0"},
                  {tag::cl_ord_id, "a2"},
                  {tag::orig_cl_ord_id, "a1"},
                  {tag::order_id, order_id},
                  {tag::order_qty, "8"},
                  {tag::price, "50.1"}});
    reader->expect_equals_engine();

    alice.ask_status("a2", "OAK", '1', "s1");
    alice.expect({{tag::exec_type, "I"},
                  {tag::ord_status, "0"},
                  {tag::ord_status_req_id, "s1"},
                  {tag::leaves_qty, "8"}});

    alice.cancel("a3", "a2", "OAK", '1');
    alice.expect({{tag::exec_type, "4"},
                  {tag::ord_status, "4"},
                  {tag::cl_ord_id, "a3"},
                  {tag::orig_cl_ord_id, "a2"},
                  {tag::leaves_qty, "0"}});
    reader->expect_equals_engine();
    EXPECT_EQ(reader->best_bid("OAK"), "none");

    alice.cancel("a4", "a2", "OAK", '1');
    alice.expect(
        {{tag::msg_type, "9"}, {tag::cxl_rej_reason, "0"}, {tag::cxl_rej_response_to, "1"}});
    alice.cancel("a5", "nobody", "OAK", '1');
    alice.expect({{tag::msg_type, "9"}, {tag::order_id, "NONE"}, {tag::cxl_rej_reason, "1"}});
}

TEST_P(OrderFlow, what_cannot_be_traded_is_refused_with_its_code) {
    Trader alice(venue, 1, "CLIENT1");

    alice.buy("a1", "ELM", 10, "50.00");
    alice.expect({{tag::msg_type, "8"},
                  {tag::exec_type, "8"},
                  {tag::ord_status, "8"},
                  {tag::ord_rej_reason, "1"}});
    alice.buy("a2", "OAK", 10, "50.01");
    alice.expect({{tag::exec_type, "8"}, {tag::ord_status, "8"}, {tag::cl_ord_id, "a2"}});
    alice.buy("a3", "OAK", 10, "5000.00");
    alice.expect({{tag::exec_type, "8"}, {tag::ord_status, "8"}, {tag::cl_ord_id, "a3"}});
    alice.buy("a4", "OAK", 10, "50.00");
    alice.expect({{tag::exec_type, "0"}});
    alice.buy("a4", "OAK", 10, "50.00");
    alice.expect({{tag::exec_type, "8"}, {tag::ord_rej_reason, "6"}, {tag::cl_ord_id, "a4"}});
    alice.buy("a-clordid-longer-than-20", "OAK", 10, "50.00");
    alice.expect({{tag::msg_type, "3"}, {tag::session_reject_reason, "5"}});
    reader->expect_equals_engine();
}

TEST_P(OrderFlow, immediate_orders_never_rest) {
    Trader alice(venue, 1, "CLIENT1");
    alice.sell("a1", "PINE", 5, "100.00");
    alice.expect({{tag::exec_type, "0"}});

    alice.buy("a2", "PINE", 8, "100.00", "4");
    alice.expect({{tag::exec_type, "0"}});
    alice.expect({{tag::exec_type, "4"}, {tag::cum_qty, "0"}, {tag::cl_ord_id, "a2"}});
    alice.buy("a3", "PINE", 8, "100.00", "3");
    alice.expect({{tag::exec_type, "0"}});
    alice.expect({{tag::exec_type, "F"}, {tag::cl_ord_id, "a1"}, {tag::ord_status, "2"}});
    alice.expect({{tag::exec_type, "F"}, {tag::cl_ord_id, "a3"}, {tag::cum_qty, "5"}});
    alice.expect({{tag::exec_type, "4"},
                  {tag::cl_ord_id, "a3"},
                  {tag::cum_qty, "5"},
                  {tag::leaves_qty, "0"}});
    reader->expect_equals_engine();
    EXPECT_EQ(reader->best_bid("PINE"), "none");

    alice.buy_at_market("a4", "PINE", 3);
    alice.expect({{tag::exec_type, "0"}});
    alice.expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "a4"}});
}

TEST_P(OrderFlow, a_client_that_was_away_gets_what_it_missed) {
    Trader alice(venue, 1, "CLIENT1");
    Trader bob(venue, 1, "CLIENT2");
    alice.sell("a1", "PINE", 10, "100.00");
    alice.expect({{tag::exec_type, "0"}});

    alice.crash();
    bob.buy("b1", "PINE", 10, "100.00");
    bob.expect({{tag::exec_type, "0"}});
    bob.expect({{tag::exec_type, "F"}, {tag::ord_status, "2"}});
    reader->expect_equals_engine();

    alice.log_on();
    alice.expect({{tag::exec_type, "F"},
                  {tag::cl_ord_id, "a1"},
                  {tag::ord_status, "2"},
                  {tag::cum_qty, "10"}});
    alice.sell("a2", "PINE", 1, "100.00");
    alice.expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "a2"}});
    alice.expect_silence();
}

TEST_P(OrderFlow, a_client_logs_out_and_on_again_without_a_reset) {
    Trader alice(venue, 1, "CLIENT1");
    alice.buy("a1", "PINE", 10, "99.00");
    const FixFields first = alice.expect({{tag::exec_type, "0"}});
    alice.log_out();
    alice.log_on();
    alice.cancel("a2", "a1", "PINE", '1');
    const FixFields second = alice.expect({{tag::exec_type, "4"}});
    EXPECT_GT(std::stoi(second.at(tag::msg_seq_num)), std::stoi(first.at(tag::msg_seq_num)));
    reader->expect_equals_engine();
}

TEST_P(OrderFlow, a_gateway_that_was_killed_comes_back_with_its_sessions_and_misses_nothing) {
    Trader alice(venue, 1, "CLIENT1");
    alice.sell("a1", "PINE", 10, "100.00");
    alice.expect({{tag::exec_type, "0"}});

    venue.gateway(1).signal(SIGKILL);
    ASSERT_EQ(venue.gateway(1).wait_for_exit(patience), 128 + SIGKILL);
    alice.crash();
    venue.start_gateway(1);
    ASSERT_TRUE(venue.gateway_says(1, "engine 1 is there"));
    Trader returned(venue, 1, "CLIENT1");
    returned.cancel("a2", "a1", "PINE", '2');
    returned.expect({{tag::exec_type, "4"}, {tag::orig_cl_ord_id, "a1"}});
    reader->expect_equals_engine();
}

TEST_P(OrderFlow, an_engine_that_was_killed_is_named_and_its_successor_takes_orders) {
    Trader alice(venue, 1, "CLIENT1");
    alice.buy("a1", "PINE", 10, "99.00");
    alice.expect({{tag::exec_type, "0"}});

    venue.engine(1).signal(SIGKILL);
    ASSERT_EQ(venue.engine(1).wait_for_exit(patience), 128 + SIGKILL);
    ASSERT_TRUE(venue.gateway_says(1, "engine 1 is gone"));
    alice.buy("a2", "PINE", 10, "99.00");
    alice.expect({{tag::msg_type, "j"}, {tag::business_reject_reason, "4"}});

    venue.start_engine(1);
    FixFields answer;
    for (int attempt = 0; attempt < 100 && answer[tag::msg_type] != "8"; ++attempt) {
        std::this_thread::sleep_for(100ms);
        alice.buy("b" + std::to_string(attempt), "PINE", 10, "99.00");
        answer = alice.expect({});
    }
    EXPECT_EQ(answer[tag::exec_type], "0");
    reader->expect_equals_engine();
}

TEST_P(OrderFlow, term_stops_the_venue_with_a_logout_and_leaves_nothing_in_shared_memory) {
    Trader alice(venue, 1, "CLIENT1");
    alice.buy("a1", "PINE", 10, "99.00");
    alice.expect({{tag::exec_type, "0"}});

    venue.gateway(1).signal(SIGTERM);
    EXPECT_EQ(venue.gateway(1).wait_for_exit(patience), 0) << venue.gateway(1).output();
    EXPECT_TRUE(alice.client().wait_for_logout(patience));
    venue.engine(1).signal(SIGTERM);
    EXPECT_EQ(venue.engine(1).wait_for_exit(patience), 0) << venue.engine(1).output();
    EXPECT_THAT(venue.shared_memory_names(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Transports, OrderFlow, testing::Values("io_uring", "epoll"),
                         [](const auto& parameter) { return parameter.param; });

TEST(SeveralEngines, one_gateway_routes_each_symbol_to_the_engine_that_owns_it) {
    Venue venue({.engines = {1, 2}, .instruments = {{"PINE", 1}, {"OAK", 2}}});
    venue.start();
    Trader alice(venue, 1, "CLIENT1");
    CoLocatedReader first(venue.instance(), 1);
    CoLocatedReader second(venue.instance(), 2);

    alice.buy("a1", "PINE", 1, "10.00");
    alice.expect({{tag::exec_type, "0"}, {tag::symbol, "PINE"}});
    alice.buy("a2", "OAK", 2, "20.00");
    alice.expect({{tag::exec_type, "0"}, {tag::symbol, "OAK"}});

    first.expect_equals_engine();
    second.expect_equals_engine();
    EXPECT_EQ(first.best_bid("PINE"), "10 x 1");
    EXPECT_EQ(second.best_bid("OAK"), "20 x 2");

    venue.engine(2).signal(SIGKILL);
    ASSERT_TRUE(venue.engine(2).wait_for_exit(patience));
    ASSERT_TRUE(venue.gateway_says(1, "engine 2 is gone"));
    alice.buy("a3", "OAK", 2, "20.00");
    alice.expect({{tag::msg_type, "j"}, {tag::business_reject_reason, "4"}});
    alice.buy("a4", "PINE", 1, "10.00");
    alice.expect({{tag::exec_type, "0"}, {tag::symbol, "PINE"}});
}

TEST(SeveralGateways, sessions_of_two_gateways_trade_in_one_engine_each_with_ids_of_its_own) {
    Venue venue({.gateways = {1, 2}});
    venue.start();
    Trader alice(venue, 1, "CLIENT1");
    Trader bob(venue, 2, "CLIENT2");
    CoLocatedReader reader(venue.instance(), 1);

    alice.sell("one-id", "PINE", 10, "100.00");
    alice.expect({{tag::exec_type, "0"}});
    bob.buy("one-id", "PINE", 10, "100.00");
    bob.expect({{tag::exec_type, "0"}});
    bob.expect({{tag::exec_type, "F"}, {tag::ord_status, "2"}});
    alice.expect({{tag::exec_type, "F"}, {tag::ord_status, "2"}});
    reader.expect_equals_engine();
}

} // namespace
} // namespace pinion::test
