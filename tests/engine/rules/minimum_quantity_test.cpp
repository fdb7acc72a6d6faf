// Orders with a minimum quantity trade at least that much at once, or not at all; those that may
// rest are held, unseen, until they can. All-or-none is a minimum of all that is left.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using MinimumQuantity = Script;

TEST_F(MinimumQuantity, an_order_whose_minimum_is_there_trades_and_rests_like_any_other) {
    run("bob sell B1 4 @ 100");
    run("bob sell B2 2 @ 101");
    play(R"(
        alice buy A1 10 @ 101 min 6
        > alice A1 new [new] 10 of 10
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > bob B2 trade 2 @ 101 adding [filled] 0 of 2, 2 for 202
        > alice A1 trade 2 @ 101 removing [partially_filled] 4 of 10, 6 for 602
        > feed execute #2 sell 2 @ 101, 0 left
        > feed add #3 buy 4 @ 101 .
        carol sell C1 1 @ 101
        > carol C1 new [new] 1 of 1
        > alice A1 trade 1 @ 101 adding [partially_filled] 3 of 10, 7 for 703
        > carol C1 trade 1 @ 101 removing [filled] 0 of 1, 1 for 101
        > feed execute #3 buy 1 @ 101, 3 left .
    )");
}

TEST_F(MinimumQuantity, an_order_whose_minimum_is_not_there_is_held_and_nobody_sees_it) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 10 @ 101 min 6
        > alice A1 new [new] 10 of 10
        carol buy C1 1 @ 90
        > carol C1 new [new] 1 of 1
        > feed add #3 buy 1 @ 90 .
        alice status A1
        > alice A1 status [new] 10 of 10, min 6
    )");
}

TEST_F(MinimumQuantity, once_met_it_is_forgotten) {
    run("alice buy A1 10 @ 100 min 6");
    run("bob sell B1 6 @ 100");
    play(R"(
        alice status A1
        > alice A1 status [partially_filled] 4 of 10, 6 for 600, min 6
        bob sell B2 1 @ 100
        > bob B2 new [new] 1 of 1
        > alice A1 trade 1 @ 100 adding [partially_filled] 3 of 10, 7 for 700
        > bob B2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 buy 1 @ 100, 3 left .
    )");
}

TEST_F(MinimumQuantity, exactly_met_it_is_forgotten_too_when_the_order_is_entered_anew) {
    run("alice buy A1 10 @ 100 min 6");
    run("bob sell B1 6 @ 100");
    play(R"(
        alice replace A2 of A1 11 @ 99
        > alice A2/A1 replaced [partially_filled] 5 of 11, 6 for 600
        > feed replace #1 buy 5 @ 99 .
        alice replace A3 of A2 5 @ 99
        > alice A3/A2 replaced [filled] 0 of 6, 6 for 600
        > feed remove #1 buy 5 @ 99 .
    )");
}

TEST_F(MinimumQuantity, of_the_last_lots_it_is_all_of_them) {
    run("alice buy A1 10 @ 100 min 6");
    run("alice replace A2 of A1 7 @ 100");
    play(R"(
        bob sell B1 6 @ 100
        > bob B1 new [new] 6 of 6
        > alice A2 trade 6 @ 100 adding [partially_filled] 1 of 7, 6 for 600
        > bob B1 trade 6 @ 100 removing [filled] 0 of 6, 6 for 600
        > feed trade #0 buy 6 @ 100
        > feed add #1 buy 1 @ 100 .
    )");
}

TEST_F(MinimumQuantity, orders_that_may_not_rest_are_canceled_instead_of_held) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 10 @ 100 ioc min 5
        > alice A1 new [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 10: no_liquidity
        alice buy A2 10 @ 100 ioc min 4
        > alice A2 new [new] 10 of 10
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A2 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > alice A2 canceled [canceled] 0 of 10, 4 for 400: no_liquidity
        > feed execute #1 sell 4 @ 100, 0 left .
        bob sell B2 4 @ 100
        > bob B2 new [new] 4 of 4
        > feed add #4 sell 4 @ 100 .
        alice buy A3 10 market min 5
        > alice A3 new [new] 10 of 10
        > alice A3 canceled [canceled] 0 of 10: no_liquidity
        alice buy A4 10 market min 4
        > alice A4 new [new] 10 of 10
        > bob B2 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A4 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > alice A4 canceled [canceled] 0 of 10, 4 for 400: no_liquidity
        > feed execute #4 sell 4 @ 100, 0 left .
    )");
}

TEST_F(MinimumQuantity, all_or_none_trades_completely_or_waits) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 5 @ 100 all-or-none
        > alice A1 new [new] 5 of 5
        carol buy C1 4 @ 100 all-or-none
        > carol C1 new [new] 4 of 4
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > carol C1 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left .
        bob sell B2 4 @ 100
        > bob B2 new [new] 4 of 4
        > feed add #4 sell 4 @ 100 .
        bob sell B3 1 @ 100
        > bob B3 new [new] 1 of 1
        > feed add #5 sell 1 @ 100
        > bob B2 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 1 of 5, 4 for 400
        > feed execute #4 sell 4 @ 100, 0 left
        > bob B3 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A1 trade 1 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #5 sell 1 @ 100, 0 left .
    )");
}

TEST_F(MinimumQuantity, its_trades_are_public_and_elect_stop_orders) {
    run("alice buy A1 6 @ 100 all-or-none");
    run("carol sell C1 1 stop 100");
    run("bob buy B1 1 @ 90");
    play(R"(
        bob sell B2 6 @ 100
        > bob B2 new [new] 6 of 6
        > alice A1 trade 6 @ 100 adding [filled] 0 of 6, 6 for 600
        > bob B2 trade 6 @ 100 removing [filled] 0 of 6, 6 for 600
        > carol C1 restated as market, market_option [new] 1 of 1
        > feed trade #0 buy 6 @ 100
        > bob B1 trade 1 @ 90 adding [filled] 0 of 1, 1 for 90
        > carol C1 trade 1 @ 90 removing [filled] 0 of 1, 1 for 90
        > feed execute #3 buy 1 @ 90, 0 left .
    )");
}

TEST_F(MinimumQuantity, may_not_be_above_the_quantity) {
    play(R"(
        alice buy A1 5 @ 100 min 6
        > alice A1 rejected [rejected] 0 of 5: minimum_above_quantity
        alice buy A2 5 @ 100 min 5
        > alice A2 new [new] 5 of 5
        alice replace R1 of A2 4 @ 100
        > alice R1/A2 not changed [new] #1: minimum_above_quantity
    )");
}

} // namespace
} // namespace pinion::engine
