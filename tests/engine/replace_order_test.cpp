// Replaces: size-down in place keeps priority, anything else queues again, and each gives the order
// a new ClOrdID while its OrderID stays (FIX 4.4 appendix D, groups C and D).
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using ReplaceOrder = Script;

TEST_F(ReplaceOrder, a_smaller_quantity_keeps_its_place) {
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 100");
    play(R"(
        alice replace A2 of A1 4 @ 100
        > alice A2/A1 replaced [new] 4 of 4
        > feed reduce #1 buy 6 @ 100, 4 left .
        carol sell C1 5 @ 100
        > carol C1 new [new] 5 of 5
        > alice A2 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > carol C1 trade 4 @ 100 removing [partially_filled] 1 of 5, 4 for 400
        > feed execute #1 buy 4 @ 100, 0 left
        > bob B1 trade 1 @ 100 adding [partially_filled] 9 of 10, 1 for 100
        > carol C1 trade 1 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 buy 1 @ 100, 9 left .
    )");
}

TEST_F(ReplaceOrder, a_larger_quantity_goes_to_the_back) {
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 100");
    play(R"(
        alice replace A2 of A1 11 @ 100
        > alice A2/A1 replaced [new] 11 of 11
        > feed replace #1 buy 11 @ 100 .
        carol sell C1 10 @ 100
        > carol C1 new [new] 10 of 10
        > bob B1 trade 10 @ 100 adding [filled] 0 of 10, 10 for 1000
        > carol C1 trade 10 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #2 buy 10 @ 100, 0 left .
    )");
}

TEST_F(ReplaceOrder, another_price_goes_to_the_back_of_its_level) {
    run("alice buy A1 10 @ 101");
    run("bob buy B1 10 @ 100");
    play(R"(
        alice replace A2 of A1 5 @ 100
        > alice A2/A1 replaced [new] 5 of 5
        > feed replace #1 buy 5 @ 100 .
        carol sell C1 10 @ 100
        > carol C1 new [new] 10 of 10
        > bob B1 trade 10 @ 100 adding [filled] 0 of 10, 10 for 1000
        > carol C1 trade 10 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #2 buy 10 @ 100, 0 left .
    )");
}

TEST_F(ReplaceOrder, the_same_terms_again_only_change_the_id) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 10 @ 100
        > alice A2/A1 replaced [new] 10 of 10
        alice cancel C1 of A2
        > alice C1/A2 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
    )");
}

TEST_F(ReplaceOrder, one_that_crosses_trades_at_the_makers_price) {
    run("alice buy A1 10 @ 95");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice replace A2 of A1 10 @ 105
        > alice A2/A1 replaced [new] 10 of 10
        > feed remove #1 buy 10 @ 95
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A2 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #2 sell 4 @ 100, 0 left
        > feed add #1 buy 6 @ 105 .
        bob sell B2 10 @ 106
        > bob B2 new [new] 10 of 10
        > feed add #3 sell 10 @ 106 .
        alice replace A3 of A2 10 @ 106
        > alice A3/A2 replaced [partially_filled] 6 of 10, 4 for 400
        > feed remove #1 buy 6 @ 105
        > bob B2 trade 6 @ 106 adding [partially_filled] 4 of 10, 6 for 636
        > alice A3 trade 6 @ 106 removing [filled] 0 of 10, 10 for 1036
        > feed execute #3 sell 6 @ 106, 4 left .
        alice status A3
        > alice A3 status [filled] 0 of 10, 10 for 1036
    )");
}

TEST_F(ReplaceOrder, a_quantity_above_what_traded_leaves_the_difference) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice replace A2 of A1 5 @ 100
        > alice A2/A1 replaced [partially_filled] 1 of 5, 4 for 400
        > feed reduce #1 buy 5 @ 100, 1 left .
        alice replace A3 of A2 12 @ 100
        > alice A3/A2 replaced [partially_filled] 8 of 12, 4 for 400
        > feed replace #1 buy 8 @ 100 .
    )");
}

TEST_F(ReplaceOrder, a_quantity_equal_to_what_traded_closes_the_order) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice replace A2 of A1 4 @ 100
        > alice A2/A1 replaced [filled] 0 of 4, 4 for 400
        > feed remove #1 buy 6 @ 100 .
        alice cancel C1 of A2
        > alice C1/A2 not changed [filled] #1: too_late
    )");
}

TEST_F(ReplaceOrder, a_quantity_below_what_traded_is_amended_to_it) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice replace A2 of A1 1 @ 90
        > alice A2/A1 replaced [filled] 0 of 4, 4 for 400
        > feed remove #1 buy 6 @ 100 .
        alice status A2
        > alice A2 status [filled] 0 of 4, 4 for 400
    )");
}

TEST_F(ReplaceOrder, only_the_latest_id_of_a_chain_names_the_order) {
    run("alice buy A1 10 @ 100");
    run("alice replace A2 of A1 9 @ 100");
    play(R"(
        alice cancel C1 of A1
        > alice C1/A1 not changed [rejected]: unknown_order
        alice replace A3 of A1 8 @ 100
        > alice A3/A1 not changed [rejected]: unknown_order
        alice replace A3 of A2 8 @ 100
        > alice A3/A2 replaced [new] 8 of 8
        > feed reduce #1 buy 1 @ 100, 8 left .
        alice cancel C2 of A3
        > alice C2/A3 canceled [canceled] 0 of 8
        > feed remove #1 buy 8 @ 100 .
        alice cancel C3 of A1
        > alice C3/A1 not changed [canceled] #1: too_late
    )");
}

TEST_F(ReplaceOrder, its_id_must_be_new_in_the_day) {
    run("alice buy A1 10 @ 100");
    run("alice buy A2 10 @ 100");
    play(R"(
        alice replace A2 of A1 5 @ 100
        > alice A2/A1 not changed [new] #1: duplicate_cl_ord_id
        alice replace A1 of A1 5 @ 100
        > alice A1/A1 not changed [new] #1: duplicate_cl_ord_id
    )");
}

TEST_F(ReplaceOrder, wrong_terms_change_nothing) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace R1 of A1 0 @ 100
        > alice R1/A1 not changed [new] #1: quantity_zero
        alice replace R1 of A1 1000001 @ 100
        > alice R1/A1 not changed [new] #1: quantity_above_maximum
        alice replace R1 of A1 5 @ 10001
        > alice R1/A1 not changed [new] #1: price_outside_band
        alice replace R1 of A1 5 market
        > alice R1/A1 not changed [new] #1: unsupported_order_type
        alice replace R1 of A1 5 @ 100 type 3
        > alice R1/A1 not changed [new] #1: unsupported_order_type
        alice replace R1 of A1 5 @ 100 ioc
        > alice R1/A1 not changed [new] #1: unsupported_time_in_force
        alice replace R1 of A1 5 @ 100 all-or-none
        > alice R1/A1 not changed [new] #1: unsupported_instruction
        alice replace R1 of A1 5 @ 100 self-trade N
        > alice R1/A1 not changed [new] #1: unsupported_instruction
        alice replace R1 of A1 5 @ 100 min 1
        > alice R1/A1 not changed [new] #1: unsupported_instruction
        alice replace R1 of A1 5 @ 100 expires 1000
        > alice R1/A1 not changed [new] #1: unsupported_instruction
        alice replace R1 of A1 5 @ 100 show 6
        > alice R1/A1 not changed [new] #1: display_above_quantity
        alice replace R1 of A1 5 @ 100 side 2
        > alice R1/A1 not changed [new] #1: order_mismatch
        alice replace R1 of A1 5 @ 100 in 1
        > alice R1/A1 not changed [new] #1: order_mismatch
        alice replace R1 of A0 5 @ 100
        > alice R1/A0 not changed [rejected]: unknown_order
        alice replace R1 of A1 5 @ 100 gtc
        > alice R1/A1 replaced [new] 5 of 5
        > feed reduce #1 buy 5 @ 100, 5 left .
    )");
}

} // namespace
} // namespace pinion::engine
