// Orders of one account do not trade with each other if the taker says so.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using SelfTradePrevention = Script;

TEST_F(SelfTradePrevention, without_it_an_account_trades_with_itself) {
    run("bob sell B1 5 @ 100 self-trade B");
    play(R"(
        alice buy A1 5 @ 100
        > alice A1 new [new] 5 of 5
        > bob B1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > alice A1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 sell 5 @ 100, 0 left .
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

TEST_F(SelfTradePrevention, cancel_oldest_cancels_the_maker_and_goes_on) {
    run("bob sell B1 5 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        alice buy A1 5 @ 100 self-trade O
        > alice A1 new [new] 5 of 5
        > bob B1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed remove #1 sell 5 @ 100
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > alice A1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left .
    )");
}

TEST_F(SelfTradePrevention, cancel_newest_cancels_the_taker) {
    run("carol sell C1 2 @ 100 account client");
    run("bob sell B1 5 @ 100");
    play(R"(
        alice buy A1 5 @ 100 self-trade N
        > alice A1 new [new] 5 of 5
        > carol C1 trade 2 @ 100 adding [filled] 0 of 2, 2 for 200
        > alice A1 trade 2 @ 100 removing [partially_filled] 3 of 5, 2 for 200
        > alice A1 canceled [canceled] 0 of 5, 2 for 200: self_trade_prevented
        > feed execute #1 sell 2 @ 100, 0 left .
    )");
}

TEST_F(SelfTradePrevention, cancel_both_cancels_maker_and_taker) {
    run("bob sell B1 5 @ 100");
    play(R"(
        alice buy A1 5 @ 100 self-trade B
        > alice A1 new [new] 5 of 5
        > bob B1 canceled [canceled] 0 of 5: self_trade_prevented
        > alice A1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed remove #1 sell 5 @ 100 .
    )");
}

TEST_F(SelfTradePrevention, decrement_shrinks_the_larger_and_cancels_the_smaller) {
    run("bob sell B1 5 @ 100");
    play(R"(
        alice buy A1 2 @ 100 self-trade D
        > alice A1 new [new] 2 of 2
        > bob B1 restated as limit, partial_decline [new] 3 of 3
        > alice A1 canceled [canceled] 0 of 2: self_trade_prevented
        > feed reduce #1 sell 2 @ 100, 3 left .
        alice buy A2 4 @ 100 self-trade D
        > alice A2 new [new] 4 of 4
        > bob B1 canceled [canceled] 0 of 3: self_trade_prevented
        > alice A2 restated as limit, partial_decline [new] 1 of 1
        > feed remove #1 sell 3 @ 100
        > feed add #3 buy 1 @ 100 .
    )");
}

TEST_F(SelfTradePrevention, decrement_takes_hidden_lots_first) {
    run("bob sell B1 10 @ 100 show 3");
    play(R"(
        alice buy A1 2 @ 100 self-trade D
        > alice A1 new [new] 2 of 2
        > bob B1 restated as limit, partial_decline [new] 8 of 8
        > alice A1 canceled [canceled] 0 of 2: self_trade_prevented
        alice buy A2 6 @ 100 self-trade D
        > alice A2 new [new] 6 of 6
        > bob B1 restated as limit, partial_decline [new] 2 of 2
        > alice A2 canceled [canceled] 0 of 6: self_trade_prevented
        > feed reduce #1 sell 1 @ 100, 2 left .
    )");
}

TEST_F(SelfTradePrevention, fill_or_kill_does_not_count_on_its_own_account) {
    run("bob sell B1 5 @ 100");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        alice buy A1 6 @ 100 fok self-trade O
        > alice A1 new [new] 6 of 6
        > alice A1 canceled [canceled] 0 of 6: no_liquidity
        alice buy A2 5 @ 100 fok self-trade N
        > alice A2 new [new] 5 of 5
        > alice A2 canceled [canceled] 0 of 5: no_liquidity
        alice buy A3 5 @ 100 fok self-trade O
        > alice A3 new [new] 5 of 5
        > bob B1 canceled [canceled] 0 of 5: self_trade_prevented
        > feed remove #1 sell 5 @ 100
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > alice A3 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
