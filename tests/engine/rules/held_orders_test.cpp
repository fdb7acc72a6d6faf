// Orders whose minimum quantity cannot be traded now wait unseen: makers for whoever takes enough,
// and takers as soon as enough is there.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using HeldOrders = Script;

TEST_F(HeldOrders, a_held_order_is_executed_when_its_minimum_comes) {
    run("bob sell B1 4 @ 100");
    run("alice buy A1 10 @ 101 min 6");
    play(R"(
        bob sell B2 1 @ 101
        > bob B2 new [new] 1 of 1
        > feed add #3 sell 1 @ 101 .
        bob sell B3 1 @ 102
        > bob B3 new [new] 1 of 1
        > feed add #4 sell 1 @ 102 .
        bob sell B4 1 @ 101
        > bob B4 new [new] 1 of 1
        > feed add #5 sell 1 @ 101
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > bob B2 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > alice A1 trade 1 @ 101 removing [partially_filled] 5 of 10, 5 for 501
        > feed execute #3 sell 1 @ 101, 0 left
        > bob B4 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > alice A1 trade 1 @ 101 removing [partially_filled] 4 of 10, 6 for 602
        > feed execute #5 sell 1 @ 101, 0 left
        > feed add #2 buy 4 @ 101 .
    )");
}

TEST_F(HeldOrders, an_incoming_order_that_is_large_enough_trades_with_a_held_one) {
    run("alice buy A1 10 @ 100 min 6");
    play(R"(
        bob sell B1 5 @ 100
        > bob B1 new [new] 5 of 5
        > feed add #2 sell 5 @ 100 .
        carol sell C1 6 @ 100
        > carol C1 new [new] 6 of 6
        > alice A1 trade 6 @ 100 adding [partially_filled] 4 of 10, 6 for 600
        > carol C1 trade 6 @ 100 removing [filled] 0 of 6, 6 for 600
        > feed trade #0 buy 6 @ 100
        > bob B1 trade 4 @ 100 adding [partially_filled] 1 of 5, 4 for 400
        > alice A1 trade 4 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #2 sell 4 @ 100, 1 left .
    )");
}

TEST_F(HeldOrders, a_held_order_at_the_price_of_the_book_comes_after_the_book) {
    run("alice buy A1 10 @ 100 min 2");
    run("bob buy B1 3 @ 100");
    play(R"(
        carol sell C1 6 @ 100
        > carol C1 new [new] 6 of 6
        > bob B1 trade 3 @ 100 adding [filled] 0 of 3, 3 for 300
        > carol C1 trade 3 @ 100 removing [partially_filled] 3 of 6, 3 for 300
        > feed execute #2 buy 3 @ 100, 0 left
        > alice A1 trade 3 @ 100 adding [partially_filled] 7 of 10, 3 for 300
        > carol C1 trade 3 @ 100 removing [filled] 0 of 6, 6 for 600
        > feed trade #0 buy 3 @ 100
        > feed add #1 buy 7 @ 100 .
    )");
}

TEST_F(HeldOrders, a_held_order_at_a_better_price_comes_before_the_book) {
    run("alice buy A1 10 @ 101 min 2");
    run("bob buy B1 3 @ 100");
    play(R"(
        carol sell C1 4 @ 100
        > carol C1 new [new] 4 of 4
        > alice A1 trade 4 @ 101 adding [partially_filled] 6 of 10, 4 for 404
        > carol C1 trade 4 @ 101 removing [filled] 0 of 4, 4 for 404
        > feed trade #0 buy 4 @ 101
        > feed add #1 buy 6 @ 101 .
    )");
}

TEST_F(HeldOrders, a_held_order_whose_minimum_the_taker_cannot_meet_is_passed_over) {
    run("alice buy A1 10 @ 102 min 5");
    run("alice buy A2 10 @ 101 min 2");
    run("bob buy B1 3 @ 100");
    play(R"(
        carol sell C1 4 @ 100
        > carol C1 new [new] 4 of 4
        > alice A2 trade 4 @ 101 adding [partially_filled] 6 of 10, 4 for 404
        > carol C1 trade 4 @ 101 removing [filled] 0 of 4, 4 for 404
        > feed trade #0 buy 4 @ 101
        > feed add #2 buy 6 @ 101 .
    )");
}

TEST_F(HeldOrders, two_held_orders_meet_when_each_is_enough_for_the_other) {
    run("alice buy A1 5 @ 100 all-or-none");
    play(R"(
        bob sell B1 6 @ 100 all-or-none
        > bob B1 new [new] 6 of 6
        carol sell C1 5 @ 100 all-or-none
        > carol C1 new [new] 5 of 5
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > carol C1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed trade #0 buy 5 @ 100 .
    )");
}

TEST_F(HeldOrders, held_orders_on_both_sides_may_stand_through_each_other) {
    run("alice buy A1 5 @ 105 all-or-none");
    play(R"(
        bob sell B1 7 @ 95 all-or-none
        > bob B1 new [new] 7 of 7
        carol sell C1 5 @ 95
        > carol C1 new [new] 5 of 5
        > alice A1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > feed trade #0 buy 5 @ 105 .
    )");
}

TEST_F(HeldOrders, held_orders_wait_in_the_order_of_price_then_time) {
    run("alice buy A1 5 @ 100 all-or-none");
    run("bob buy B1 5 @ 101 all-or-none");
    run("carol buy C1 5 @ 101 all-or-none");
    play(R"(
        bob sell B2 15 @ 100
        > bob B2 new [new] 15 of 15
        > bob B1 trade 5 @ 101 adding [filled] 0 of 5, 5 for 505
        > bob B2 trade 5 @ 101 removing [partially_filled] 10 of 15, 5 for 505
        > feed trade #0 buy 5 @ 101
        > carol C1 trade 5 @ 101 adding [filled] 0 of 5, 5 for 505
        > bob B2 trade 5 @ 101 removing [partially_filled] 5 of 15, 10 for 1010
        > feed trade #0 buy 5 @ 101
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B2 trade 5 @ 100 removing [filled] 0 of 15, 15 for 1510
        > feed trade #0 buy 5 @ 100 .
    )");
}

TEST_F(HeldOrders, a_held_order_is_canceled_and_replaced_where_it_waits) {
    run("alice buy A1 10 @ 100 min 6");
    play(R"(
        alice replace A2 of A1 9 @ 100
        > alice A2/A1 replaced [new] 9 of 9
        alice replace A3 of A2 5 @ 100
        > alice A3/A2 not changed [new] #1: minimum_above_quantity
        alice replace A3 of A2 12 @ 99
        > alice A3/A2 replaced [new] 12 of 12
        bob sell B1 6 @ 100
        > bob B1 new [new] 6 of 6
        > feed add #2 sell 6 @ 100 .
        alice cancel A4 of A3
        > alice A4/A3 canceled [canceled] 0 of 12
    )");
}

TEST_F(HeldOrders, a_minimum_counts_held_orders_where_they_would_trade) {
    run("bob sell H1 3 @ 99 all-or-none");
    run("bob sell B1 3 @ 100");
    play(R"(
        alice buy A1 7 @ 100 fok
        > alice A1 new [new] 7 of 7
        > alice A1 canceled [canceled] 0 of 7: no_liquidity
        alice buy A2 2 @ 100 fok
        > alice A2 new [new] 2 of 2
        > bob B1 trade 2 @ 100 adding [partially_filled] 1 of 3, 2 for 200
        > alice A2 trade 2 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #2 sell 2 @ 100, 1 left .
        bob sell B2 2 @ 100
        > bob B2 new [new] 2 of 2
        > feed add #5 sell 2 @ 100 .
        carol buy C1 6 @ 100 fok
        > carol C1 new [new] 6 of 6
        > bob H1 trade 3 @ 99 adding [filled] 0 of 3, 3 for 297
        > carol C1 trade 3 @ 99 removing [partially_filled] 3 of 6, 3 for 297
        > feed trade #0 sell 3 @ 99
        > bob B1 trade 1 @ 100 adding [filled] 0 of 3, 3 for 300
        > carol C1 trade 1 @ 100 removing [partially_filled] 2 of 6, 4 for 397
        > feed execute #2 sell 1 @ 100, 0 left
        > bob B2 trade 2 @ 100 adding [filled] 0 of 2, 2 for 200
        > carol C1 trade 2 @ 100 removing [filled] 0 of 6, 6 for 597
        > feed execute #5 sell 2 @ 100, 0 left .
    )");
}

TEST_F(HeldOrders, an_own_held_order_ends_the_count_or_is_passed_over) {
    run("bob sell H1 3 @ 99 all-or-none");
    run("carol sell C1 5 @ 100 account client");
    play(R"(
        alice buy A1 5 @ 100 fok self-trade N
        > alice A1 new [new] 5 of 5
        > alice A1 canceled [canceled] 0 of 5: no_liquidity
        alice buy A2 5 @ 100 fok self-trade O
        > alice A2 new [new] 5 of 5
        > bob H1 canceled [canceled] 0 of 3: self_trade_prevented
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > alice A2 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left .
    )");
}

TEST_F(HeldOrders, a_replace_that_meets_one_leaves_the_book_first_even_if_it_cannot_trade) {
    run("bob sell H1 5 @ 100 all-or-none");
    run("alice buy A1 3 @ 95");
    play(R"(
        alice replace A2 of A1 3 @ 99
        > alice A2/A1 replaced [new] 3 of 3
        > feed replace #2 buy 3 @ 99 .
        alice replace A3 of A2 3 @ 100
        > alice A3/A2 replaced [new] 3 of 3
        > feed remove #2 buy 3 @ 99
        > feed add #2 buy 3 @ 100 .
        bob cancel B1 of H1 side 2
        > bob B1/H1 canceled [canceled] 0 of 5
        bob buy H2 5 @ 90 all-or-none
        > bob H2 new [new] 5 of 5
        bob sell B2 3 @ 105
        > bob B2 new [new] 3 of 3
        > feed add #4 sell 3 @ 105 .
        bob replace B3 of B2 3 @ 101 side 2
        > bob B3/B2 replaced [new] 3 of 3
        > feed replace #4 sell 3 @ 101 .
    )");
}

TEST_F(HeldOrders, instruments_get_their_turn_in_rising_index) {
    run("bob sell B1 1 @ 100 in 1 gtd 5000 account client");
    run("bob sell B2 1 @ 100 gtd 5000 account client");
    run("carol sell C1 1 @ 101 in 1");
    run("carol sell C2 1 @ 101");
    run("alice buy A1 1 @ 101 all-or-none self-trade N account client in 1");
    run("alice buy A2 1 @ 101 all-or-none self-trade N account client");
    play(R"(
        venue timer at 5000
        > bob B1 expired [expired] 0 of 1
        > bob B2 expired [expired] 0 of 1
        > feed remove #1 sell 1 @ 100
        > feed remove #2 sell 1 @ 100
        > carol C2 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > alice A2 trade 1 @ 101 removing [filled] 0 of 1, 1 for 101
        > feed execute #4 sell 1 @ 101, 0 left
        > carol C1 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > alice A1 trade 1 @ 101 removing [filled] 0 of 1, 1 for 101
        > feed execute #3 sell 1 @ 101, 0 left .
    )");
}

TEST_F(HeldOrders, a_cancel_can_make_room_for_a_held_order) {
    run("bob sell B1 4 @ 100 account client");
    run("bob sell B2 4 @ 100 account house");
    run("alice buy A1 4 @ 100 all-or-none self-trade N account client");
    play(R"(
        bob cancel B3 of B1 side 2
        > bob B3/B1 canceled [canceled] 0 of 4
        > feed remove #1 sell 4 @ 100
        > bob B2 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #2 sell 4 @ 100, 0 left .
    )");
}

TEST_F(HeldOrders, a_held_order_that_is_replaced_trades_if_it_can) {
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
