// Orders of one account do not trade with each other if the taker says so (7928). What the maker
// says does not matter.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using SelfTradePrevention = Script;

TEST_F(SelfTradePrevention, without_it_an_account_trades_with_itself) {
    run("alice sell A1 5 @ 100 self-trade N");
    play(R"(
        bob buy B1 5 @ 100
        > bob B1 new [new] 5 of 5
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 sell 5 @ 100, 0 left .
    )");
}

TEST_F(SelfTradePrevention, other_accounts_are_not_concerned) {
    run("alice sell A1 5 @ 100 account client");
    play(R"(
        bob buy B1 5 @ 100 self-trade B
        > bob B1 new [new] 5 of 5
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 sell 5 @ 100, 0 left .
    )");
}

TEST_F(SelfTradePrevention, cancel_oldest_cancels_the_maker_and_goes_on) {
    run("alice sell A1 5 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        bob buy B1 10 @ 100 self-trade O
        > bob B1 new [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed remove #1 sell 5 @ 100
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [partially_filled] 5 of 10, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left
        > feed add #3 buy 5 @ 100 .
        alice status A1 side 2
        > alice A1 status [canceled] 0 of 5: self_trade_prevented
    )");
}

TEST_F(SelfTradePrevention, cancel_newest_cancels_the_taker) {
    run("carol sell C1 4 @ 99 account client");
    run("alice sell A1 5 @ 100");
    run("carol sell C2 5 @ 100 account client");
    play(R"(
        bob buy B1 10 @ 100 self-trade N
        > bob B1 new [new] 10 of 10
        > carol C1 trade 4 @ 99 adding [filled] 0 of 4, 4 for 396
        > bob B1 trade 4 @ 99 removing [partially_filled] 6 of 10, 4 for 396
        > bob B1 canceled [canceled] 0 of 10, 4 for 396: self_trade_prevented
        > feed execute #1 sell 4 @ 99, 0 left .
        alice status A1 side 2
        > alice A1 status [new] 5 of 5
    )");
}

TEST_F(SelfTradePrevention, cancel_both_cancels_the_maker_then_the_taker) {
    run("alice sell A1 5 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        bob buy B1 10 @ 100 self-trade B
        > bob B1 new [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 5: self_trade_prevented
        > bob B1 canceled [canceled] 0 of 10: self_trade_prevented
        > feed remove #1 sell 5 @ 100 .
    )");
}

TEST_F(SelfTradePrevention, decrement_takes_the_smaller_quantity_from_both) {
    run("alice sell A1 4 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        bob buy B1 10 @ 100 self-trade D
        > bob B1 new [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 4: self_trade_prevented
        > bob B1 restated as limit, partial_decline [new] 6 of 6
        > feed remove #1 sell 4 @ 100
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [partially_filled] 1 of 6, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left
        > feed add #3 buy 1 @ 100 .
        bob status B1
        > bob B1 status [partially_filled] 1 of 6, 5 for 500
    )");
}

TEST_F(SelfTradePrevention, decrement_leaves_the_larger_maker_in_its_place) {
    run("alice sell A1 10 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        bob buy B1 4 @ 100 self-trade D
        > bob B1 new [new] 4 of 4
        > alice A1 restated as limit, partial_decline [new] 6 of 6
        > bob B1 canceled [canceled] 0 of 4: self_trade_prevented
        > feed reduce #1 sell 4 @ 100, 6 left .
        carol buy C2 7 @ 100 account client
        > carol C2 new [new] 7 of 7
        > alice A1 trade 6 @ 100 adding [filled] 0 of 6, 6 for 600
        > carol C2 trade 6 @ 100 removing [partially_filled] 1 of 7, 6 for 600
        > feed execute #1 sell 6 @ 100, 0 left
        > carol C1 trade 1 @ 100 adding [partially_filled] 4 of 5, 1 for 100
        > carol C2 trade 1 @ 100 removing [filled] 0 of 7, 7 for 700
        > feed execute #2 sell 1 @ 100, 4 left .
    )");
}

TEST_F(SelfTradePrevention, decrement_of_equals_cancels_both) {
    run("alice sell A1 4 @ 100");
    play(R"(
        bob buy B1 4 @ 100 self-trade D
        > bob B1 new [new] 4 of 4
        > alice A1 canceled [canceled] 0 of 4: self_trade_prevented
        > bob B1 canceled [canceled] 0 of 4: self_trade_prevented
        > feed remove #1 sell 4 @ 100 .
    )");
}

TEST_F(SelfTradePrevention, decrement_counts_hidden_lots_and_takes_them_first) {
    run("alice sell A1 10 @ 100 show 3");
    play(R"(
        bob buy B1 8 @ 100 self-trade D
        > bob B1 new [new] 8 of 8
        > alice A1 restated as limit, partial_decline [new] 2 of 2
        > bob B1 canceled [canceled] 0 of 8: self_trade_prevented
        > feed reduce #1 sell 1 @ 100, 2 left .
        alice status A1 side 2
        > alice A1 status [new] 2 of 2, show 3
    )");
}

TEST_F(SelfTradePrevention, what_traded_before_stays_traded) {
    run("alice sell A1 10 @ 100");
    run("carol buy C1 4 @ 100 account client");
    play(R"(
        bob buy B1 2 @ 100 self-trade D
        > bob B1 new [new] 2 of 2
        > alice A1 restated as limit, partial_decline [partially_filled] 4 of 8, 4 for 400
        > bob B1 canceled [canceled] 0 of 2: self_trade_prevented
        > feed reduce #1 sell 2 @ 100, 4 left .
        bob buy B2 6 @ 100 self-trade O
        > bob B2 new [new] 6 of 6
        > alice A1 canceled [canceled] 0 of 8, 4 for 400: self_trade_prevented
        > feed remove #1 sell 4 @ 100
        > feed add #4 buy 6 @ 100 .
    )");
}

TEST_F(SelfTradePrevention,
       a_minimum_passes_over_own_orders_with_oldest_and_ends_there_with_the_others) {
    run("alice sell A1 5 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        bob buy B1 5 @ 100 fok self-trade N
        > bob B1 new [new] 5 of 5
        > bob B1 canceled [canceled] 0 of 5: no_liquidity
        bob buy B2 5 @ 100 fok self-trade B
        > bob B2 new [new] 5 of 5
        > bob B2 canceled [canceled] 0 of 5: no_liquidity
        bob buy B3 5 @ 100 fok self-trade D
        > bob B3 new [new] 5 of 5
        > bob B3 canceled [canceled] 0 of 5: no_liquidity
        bob buy B4 6 @ 100 fok self-trade O
        > bob B4 new [new] 6 of 6
        > bob B4 canceled [canceled] 0 of 6: no_liquidity
        bob buy B5 5 @ 100 fok self-trade O
        > bob B5 new [new] 5 of 5
        > alice A1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed remove #1 sell 5 @ 100
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B5 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left .
    )");
}

TEST_F(SelfTradePrevention, a_held_maker_is_prevented_like_any_other) {
    run("alice sell A1 5 @ 100 all-or-none");
    play(R"(
        bob buy B1 5 @ 100 self-trade O
        > bob B1 new [new] 5 of 5
        > alice A1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed add #2 buy 5 @ 100 .
    )");
}

TEST_F(SelfTradePrevention, an_elected_stop_order_prevents_as_it_said) {
    run("alice buy A1 5 stop 105 self-trade N");
    run("bob sell B1 1 @ 105 account client");
    run("bob sell B2 5 @ 106");
    play(R"(
        carol buy C1 1 @ 105
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 105 adding [filled] 0 of 1, 1 for 105
        > carol C1 trade 1 @ 105 removing [filled] 0 of 1, 1 for 105
        > alice A1 restated as market, market_option [new] 5 of 5
        > alice A1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed execute #2 sell 1 @ 105, 0 left .
    )");
}

TEST_F(SelfTradePrevention, is_about_accounts_and_not_sessions) {
    run("alice sell A1 5 @ 100 account client");
    play(R"(
        alice buy A2 5 @ 100 self-trade N
        > alice A2 new [new] 5 of 5
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > alice A2 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 sell 5 @ 100, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
