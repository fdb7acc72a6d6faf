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
