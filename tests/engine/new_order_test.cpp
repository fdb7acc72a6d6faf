// New orders: acknowledged first, then traded at the resting orders' prices, best first and oldest
// first; what is left rests or is canceled.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using NewOrder = Script;

TEST_F(NewOrder, a_limit_order_rests) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        bob sell B1 5 @ 101 gtc in 1
        > bob B1 new [new] 5 of 5
        > feed add #2 sell 5 @ 101 .
    )");
}

TEST_F(NewOrder, a_crossing_order_trades_at_the_resting_price_and_both_sides_are_told) {
    play(R"(
        alice sell A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 sell 10 @ 100 .
        carol buy C1 10 @ 105
        > carol C1 new [new] 10 of 10
        > alice A1 trade 10 @ 100 adding [filled] 0 of 10, 10 for 1000
        > carol C1 trade 10 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #1 sell 10 @ 100, 0 left .
    )");
}

TEST_F(NewOrder, a_remainder_rests_at_its_own_price) {
    play(R"(
        alice sell A1 4 @ 100
        > alice A1 new [new] 4 of 4
        > feed add #1 sell 4 @ 100 .
        bob buy B1 10 @ 102
        > bob B1 new [new] 10 of 10
        > alice A1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > bob B1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > feed add #2 buy 6 @ 102 .
    )");
}

TEST_F(NewOrder, better_prices_trade_first_and_equal_prices_by_age) {
    play(R"(
        alice buy A1 1 @ 99
        > alice A1 new [new] 1 of 1
        > feed add #1 buy 1 @ 99 .
        bob buy B1 1 @ 100
        > bob B1 new [new] 1 of 1
        > feed add #2 buy 1 @ 100 .
        carol buy C1 1 @ 99
        > carol C1 new [new] 1 of 1
        > feed add #3 buy 1 @ 99 .
        bob sell B2 3 @ 99
        > bob B2 new [new] 3 of 3
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B2 trade 1 @ 100 removing [partially_filled] 2 of 3, 1 for 100
        > feed execute #2 buy 1 @ 100, 0 left
        > alice A1 trade 1 @ 99 adding [filled] 0 of 1, 1 for 99
        > bob B2 trade 1 @ 99 removing [partially_filled] 1 of 3, 2 for 199
        > feed execute #1 buy 1 @ 99, 0 left
        > carol C1 trade 1 @ 99 adding [filled] 0 of 1, 1 for 99
        > bob B2 trade 1 @ 99 removing [filled] 0 of 3, 3 for 298
        > feed execute #3 buy 1 @ 99, 0 left .
    )");
}

TEST_F(NewOrder, instruments_do_not_meet) {
    play(R"(
        alice sell A1 1 @ 100
        > alice A1 new [new] 1 of 1
        > feed add #1 sell 1 @ 100 .
        bob buy B1 1 @ 100 in 1
        > bob B1 new [new] 1 of 1
        > feed add #2 buy 1 @ 100 .
    )");
}

TEST_F(NewOrder, an_immediate_or_cancel_remainder_never_rests) {
    play(R"(
        alice sell A1 4 @ 100
        > alice A1 new [new] 4 of 4
        > feed add #1 sell 4 @ 100 .
        bob buy B1 10 @ 100 ioc
        > bob B1 new [new] 10 of 10
        > alice A1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > bob B1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > bob B1 canceled [canceled] 0 of 10, 4 for 400: no_liquidity
        > feed execute #1 sell 4 @ 100, 0 left .
        alice sell A2 1 @ 100
        > alice A2 new [new] 1 of 1
        > feed add #3 sell 1 @ 100 .
    )");
}

TEST_F(NewOrder, a_fill_or_kill_order_trades_completely_or_not_at_all) {
    run("alice sell A1 4 @ 100");
    run("alice sell A2 4 @ 101");
    run("alice sell A3 4 @ 102");
    play(R"(
        bob buy B1 9 @ 101 fok
        > bob B1 new [new] 9 of 9
        > bob B1 canceled [canceled] 0 of 9: no_liquidity
        bob buy B2 8 @ 101 fok
        > bob B2 new [new] 8 of 8
        > alice A1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > bob B2 trade 4 @ 100 removing [partially_filled] 4 of 8, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > alice A2 trade 4 @ 101 adding [filled] 0 of 4, 4 for 404
        > bob B2 trade 4 @ 101 removing [filled] 0 of 8, 8 for 804
        > feed execute #2 sell 4 @ 101, 0 left .
    )");
}

TEST_F(NewOrder, a_market_order_takes_what_is_there_and_the_rest_is_canceled) {
    run("alice sell A1 4 @ 10000");
    play(R"(
        bob buy B1 5 market
        > bob B1 new [new] 5 of 5
        > alice A1 trade 4 @ 10000 adding [filled] 0 of 4, 4 for 40000
        > bob B1 trade 4 @ 10000 removing [partially_filled] 1 of 5, 4 for 40000
        > bob B1 canceled [canceled] 0 of 5, 4 for 40000: no_liquidity
        > feed execute #1 sell 4 @ 10000, 0 left .
        bob sell B2 5 market fok
        > bob B2 new [new] 5 of 5
        > bob B2 canceled [canceled] 0 of 5: no_liquidity
    )");
}

TEST_F(NewOrder, a_sweep_stops_at_its_own_limit) {
    run("alice sell A1 1 @ 100");
    run("alice sell A2 1 @ 101");
    run("alice sell A3 1 @ 102");
    play(R"(
        bob buy B1 9 @ 101
        > bob B1 new [new] 9 of 9
        > alice A1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 8 of 9, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left
        > alice A2 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > bob B1 trade 1 @ 101 removing [partially_filled] 7 of 9, 2 for 201
        > feed execute #2 sell 1 @ 101, 0 left
        > feed add #4 buy 7 @ 101 .
    )");
}

TEST_F(NewOrder, a_partially_filled_maker_keeps_its_place) {
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 100");
    run("carol sell C1 4 @ 100");
    play(R"(
        carol sell C2 8 @ 100
        > carol C2 new [new] 8 of 8
        > alice A1 trade 6 @ 100 adding [filled] 0 of 10, 10 for 1000
        > carol C2 trade 6 @ 100 removing [partially_filled] 2 of 8, 6 for 600
        > feed execute #1 buy 6 @ 100, 0 left
        > bob B1 trade 2 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > carol C2 trade 2 @ 100 removing [filled] 0 of 8, 8 for 800
        > feed execute #2 buy 2 @ 100, 8 left .
    )");
}

TEST_F(NewOrder, no_phantom_best_price_is_left_when_the_top_level_empties) {
    run("alice sell A1 1 @ 100");
    run("alice sell A2 1 @ 5000");
    run("bob buy B1 1 @ 100");
    play(R"(
        bob buy B2 1 @ 4999
        > bob B2 new [new] 1 of 1
        > feed add #4 buy 1 @ 4999 .
        bob buy B3 1 market
        > bob B3 new [new] 1 of 1
        > alice A2 trade 1 @ 5000 adding [filled] 0 of 1, 1 for 5000
        > bob B3 trade 1 @ 5000 removing [filled] 0 of 1, 1 for 5000
        > feed execute #2 sell 1 @ 5000, 0 left .
    )");
}

TEST_F(NewOrder, prices_at_the_edges_of_the_band_rest_and_trade) {
    play(R"(
        alice buy A1 1 @ 50 in 1
        > alice A1 new [new] 1 of 1
        > feed add #1 buy 1 @ 50 .
        alice sell A2 1 @ 150 in 1
        > alice A2 new [new] 1 of 1
        > feed add #2 sell 1 @ 150 .
        bob sell B1 1 @ 50 in 1
        > bob B1 new [new] 1 of 1
        > alice A1 trade 1 @ 50 adding [filled] 0 of 1, 1 for 50
        > bob B1 trade 1 @ 50 removing [filled] 0 of 1, 1 for 50
        > feed execute #1 buy 1 @ 50, 0 left .
        bob buy B2 1 @ 150 in 1
        > bob B2 new [new] 1 of 1
        > alice A2 trade 1 @ 150 adding [filled] 0 of 1, 1 for 150
        > bob B2 trade 1 @ 150 removing [filled] 0 of 1, 1 for 150
        > feed execute #2 sell 1 @ 150, 0 left .
    )");
}

TEST_F(NewOrder, one_order_takes_five_thousand_at_one_price) {
    for (int i = 0; i < 5000; ++i) run("alice sell A" + std::to_string(i) + " 1 @ 100");
    const auto events = run("bob buy B1 5001 @ 100");
    const std::string last = R"(> alice A4999 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
> bob B1 trade 1 @ 100 removing [partially_filled] 1 of 5001, 5000 for 500000
> feed execute #5000 sell 1 @ 100, 0 left
> feed add #5001 buy 1 @ 100 .
)";
    ASSERT_GT(events.size(), last.size());
    EXPECT_EQ(events.substr(events.size() - last.size()), last);
}

TEST_F(NewOrder, a_session_may_trade_with_itself) {
    run("alice sell A1 1 @ 100");
    play(R"(
        alice buy A2 1 @ 100
        > alice A2 new [new] 1 of 1
        > alice A1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
