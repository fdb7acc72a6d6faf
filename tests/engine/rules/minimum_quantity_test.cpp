// All-or-none and minimum quantity: trade enough at once, or wait unseen, or not at all.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using MinimumQuantity = Script;

TEST_F(MinimumQuantity, an_order_that_cannot_trade_it_waits_unseen) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 5 @ 100 all-or-none
        > alice A1 new [new] 5 of 5
        alice buy A2 9 @ 100 min 5
        > alice A2 new [new] 9 of 9
    )");
}

TEST_F(MinimumQuantity, an_order_that_can_trade_it_does_and_rests_with_what_is_left) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 9 @ 100 min 4
        > alice A1 new [new] 9 of 9
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 5 of 9, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > feed add #2 buy 5 @ 100 .
    )");
}

TEST_F(MinimumQuantity, a_held_order_trades_when_enough_has_come_to_rest) {
    run("bob sell B1 4 @ 100");
    run("alice buy A1 6 @ 100 all-or-none");
    play(R"(
        bob sell B2 1 @ 100
        > bob B2 new [new] 1 of 1
        > feed add #3 sell 1 @ 100 .
        bob sell B3 1 @ 99
        > bob B3 new [new] 1 of 1
        > feed add #4 sell 1 @ 99
        > bob B3 trade 1 @ 99 adding [filled] 0 of 1, 1 for 99
        > alice A1 trade 1 @ 99 removing [partially_filled] 5 of 6, 1 for 99
        > feed execute #4 sell 1 @ 99, 0 left
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 1 of 6, 5 for 499
        > feed execute #1 sell 4 @ 100, 0 left
        > bob B2 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A1 trade 1 @ 100 removing [filled] 0 of 6, 6 for 599
        > feed execute #3 sell 1 @ 100, 0 left .
    )");
}

TEST_F(MinimumQuantity, a_held_order_is_a_maker_for_who_takes_enough) {
    run("alice buy A1 6 @ 100 all-or-none");
    play(R"(
        bob sell B1 5 @ 100
        > bob B1 new [new] 5 of 5
        > feed add #2 sell 5 @ 100 .
        bob cancel C1 of B1 side 2
        > bob C1/B1 canceled [canceled] 0 of 5
        > feed remove #2 sell 5 @ 100 .
        bob sell B2 7 @ 99
        > bob B2 new [new] 7 of 7
        > alice A1 trade 6 @ 100 adding [filled] 0 of 6, 6 for 600
        > bob B2 trade 6 @ 100 removing [partially_filled] 1 of 7, 6 for 600
        > feed trade #0 buy 6 @ 100
        > feed add #3 sell 1 @ 99 .
    )");
}

TEST_F(MinimumQuantity, the_book_comes_before_a_held_order_at_the_same_price) {
    run("alice buy A1 5 @ 100 all-or-none");
    run("carol buy C1 2 @ 100");
    play(R"(
        bob sell B1 7 @ 100
        > bob B1 new [new] 7 of 7
        > carol C1 trade 2 @ 100 adding [filled] 0 of 2, 2 for 200
        > bob B1 trade 2 @ 100 removing [partially_filled] 5 of 7, 2 for 200
        > feed execute #2 buy 2 @ 100, 0 left
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [filled] 0 of 7, 7 for 700
        > feed trade #0 buy 5 @ 100 .
    )");
}

TEST_F(MinimumQuantity, a_held_order_at_a_better_price_comes_before_the_book) {
    run("alice buy A1 5 @ 101 all-or-none");
    run("carol buy C1 2 @ 100");
    play(R"(
        bob sell B1 6 @ 100
        > bob B1 new [new] 6 of 6
        > alice A1 trade 5 @ 101 adding [filled] 0 of 5, 5 for 505
        > bob B1 trade 5 @ 101 removing [partially_filled] 1 of 6, 5 for 505
        > feed trade #0 buy 5 @ 101
        > carol C1 trade 1 @ 100 adding [partially_filled] 1 of 2, 1 for 100
        > bob B1 trade 1 @ 100 removing [filled] 0 of 6, 6 for 605
        > feed execute #2 buy 1 @ 100, 1 left .
    )");
}

TEST_F(MinimumQuantity, an_immediate_order_that_cannot_trade_it_is_canceled) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 9 @ 100 ioc min 5
        > alice A1 new [new] 9 of 9
        > alice A1 canceled [canceled] 0 of 9: no_liquidity
        alice buy A2 9 market min 5
        > alice A2 new [new] 9 of 9
        > alice A2 canceled [canceled] 0 of 9: no_liquidity
        alice buy A3 9 @ 100 ioc min 4
        > alice A3 new [new] 9 of 9
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A3 trade 4 @ 100 removing [partially_filled] 5 of 9, 4 for 400
        > alice A3 canceled [canceled] 0 of 9, 4 for 400: no_liquidity
        > feed execute #1 sell 4 @ 100, 0 left .
    )");
}

TEST_F(MinimumQuantity, is_met_once) {
    run("bob sell B1 4 @ 100");
    run("alice buy A1 9 @ 100 min 4"); // 5 rest in the book
    play(R"(
        alice replace R1 of A1 6 @ 100
        > alice R1/A1 replaced [partially_filled] 2 of 6, 4 for 400
        > feed reduce #2 buy 3 @ 100, 2 left .
        bob sell B2 1 @ 100
        > bob B2 new [new] 1 of 1
        > alice R1 trade 1 @ 100 adding [partially_filled] 1 of 6, 5 for 500
        > bob B2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #2 buy 1 @ 100, 1 left .
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

TEST_F(MinimumQuantity, a_held_order_that_is_replaced_trades_if_it_can) {
    run("bob sell B1 4 @ 101");
    run("alice buy A1 4 @ 100 all-or-none");
    play(R"(
        alice replace R1 of A1 4 @ 101
        > alice R1/A1 replaced [new] 4 of 4
        > bob B1 trade 4 @ 101 adding [filled] 0 of 4, 4 for 404
        > alice R1 trade 4 @ 101 removing [filled] 0 of 4, 4 for 404
        > feed execute #1 sell 4 @ 101, 0 left .
    )");
}

class HeldOrderLimit : public Script {
  protected:
    static EngineOptions one_held_order() {
        auto options = default_options();
        options.held_orders_max = 1;
        return options;
    }

    HeldOrderLimit() : Script(one_held_order()) {}
};

TEST_F(HeldOrderLimit, the_next_one_is_refused_even_if_it_would_trade) {
    run("bob sell B1 4 @ 101");
    play(R"(
        alice buy A1 1 @ 100 all-or-none
        > alice A1 new [new] 1 of 1
        alice buy A2 1 @ 101 min 1
        > alice A2 rejected [rejected] 0 of 1: held_order_limit_reached
        alice buy A3 1 @ 101 min 1 ioc
        > alice A3 new [new] 1 of 1
        > bob B1 trade 1 @ 101 adding [partially_filled] 3 of 4, 1 for 101
        > alice A3 trade 1 @ 101 removing [filled] 0 of 1, 1 for 101
        > feed execute #1 sell 1 @ 101, 3 left .
    )");
}

} // namespace
} // namespace pinion::engine
