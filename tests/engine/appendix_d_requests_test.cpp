// The order state changes of FIX 4.4, volume 4, appendix D, in the form for exchanges: nothing is
// ever pending, for a request is carried out or refused when its turn comes. The tests stand in the
// order of the appendix; each is one of its matrices, read from top to bottom. Here A to D: what
// the owner asks for; the rest is in appendix_d_venue_test.cpp.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using AppendixD = Script;

// A: plain orders.

TEST_F(AppendixD, a_order_is_filled) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        bob sell B1 2 @ 100
        > bob B1 new [new] 2 of 2
        > alice A1 trade 2 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > bob B1 trade 2 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #1 buy 2 @ 100, 8 left .
        bob sell B2 8 @ 99
        > bob B2 new [new] 8 of 8
        > alice A1 trade 8 @ 100 adding [filled] 0 of 10, 10 for 1000
        > bob B2 trade 8 @ 100 removing [filled] 0 of 8, 8 for 800
        > feed execute #1 buy 8 @ 100, 0 left .
    )");
}

TEST_F(AppendixD, a_order_is_rejected) {
    play(R"(
        alice buy A1 0 @ 100
        > alice A1 rejected [rejected] 0 of 0: quantity_zero
    )");
}

// B: cancel.

TEST_F(AppendixD, b_unfilled_order_is_canceled) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
    )");
}

TEST_F(AppendixD, b_part_filled_order_trades_once_more_before_its_cancel) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 2 @ 100");
    play(R"(
        bob sell B2 5 @ 100
        > bob B2 new [new] 5 of 5
        > alice A1 trade 5 @ 100 adding [partially_filled] 3 of 10, 7 for 700
        > bob B2 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 buy 5 @ 100, 3 left .
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10, 7 for 700
        > feed remove #1 buy 3 @ 100 .
    )");
}

TEST_F(AppendixD, b_order_is_filled_before_its_cancel) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 10 @ 100");
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 not changed [filled] #1: too_late
    )");
}

TEST_F(AppendixD, b_cancel_of_an_unknown_order) {
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 not changed [rejected]: unknown_order
    )");
}

// C: replace.

TEST_F(AppendixD, c_unfilled_order_grows_then_trades) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 11 @ 100
        > alice A2/A1 replaced [new] 11 of 11
        > feed replace #1 buy 11 @ 100 .
        bob sell B1 11 @ 100
        > bob B1 new [new] 11 of 11
        > alice A2 trade 11 @ 100 adding [filled] 0 of 11, 11 for 1100
        > bob B1 trade 11 @ 100 removing [filled] 0 of 11, 11 for 1100
        > feed execute #1 buy 11 @ 100, 0 left .
    )");
}

TEST_F(AppendixD, c_fill_that_crosses_a_replace_carries_the_old_id_and_quantity) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 1 @ 100");
    play(R"(
        bob sell B2 1 @ 100
        > bob B2 new [new] 1 of 1
        > alice A1 trade 1 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > bob B2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 buy 1 @ 100, 8 left .
        alice replace A2 of A1 12 @ 100
        > alice A2/A1 replaced [partially_filled] 10 of 12, 2 for 200
        > feed replace #1 buy 10 @ 100 .
        bob sell B3 10 @ 100
        > bob B3 new [new] 10 of 10
        > alice A2 trade 10 @ 100 adding [filled] 0 of 12, 12 for 1200
        > bob B3 trade 10 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #1 buy 10 @ 100, 0 left .
    )");
}

TEST_F(AppendixD, c_filled_order_does_not_grow) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 10 @ 100");
    play(R"(
        alice replace A2 of A1 12 @ 100
        > alice A2/A1 not changed [filled] #1: too_late
    )");
}

TEST_F(AppendixD, c_quantity_shrinks_but_stays_above_what_traded) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 3 @ 100");
    play(R"(
        alice replace A2 of A1 8 @ 100
        > alice A2/A1 replaced [partially_filled] 5 of 8, 3 for 300
        > feed reduce #1 buy 2 @ 100, 5 left .
    )");
}

TEST_F(AppendixD, c_quantity_shrinks_to_what_traded) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 8 @ 100");
    play(R"(
        alice replace A2 of A1 8 @ 100
        > alice A2/A1 replaced [filled] 0 of 8, 8 for 800
        > feed remove #1 buy 2 @ 100 .
    )");
}

TEST_F(AppendixD, c_quantity_below_what_traded_is_amended_to_it) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 8 @ 100");
    play(R"(
        alice replace A2 of A1 7 @ 100
        > alice A2/A1 replaced [filled] 0 of 8, 8 for 800
        > feed remove #1 buy 2 @ 100 .
    )");
}

TEST_F(AppendixD, c_price_changes) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 10 @ 101
        > alice A2/A1 replaced [new] 10 of 10
        > feed replace #1 buy 10 @ 101 .
        bob sell B1 10 @ 100
        > bob B1 new [new] 10 of 10
        > alice A2 trade 10 @ 101 adding [filled] 0 of 10, 10 for 1010
        > bob B1 trade 10 @ 101 removing [filled] 0 of 10, 10 for 1010
        > feed execute #1 buy 10 @ 101, 0 left .
    )");
}

// D: one request after another, each of which names the id that the one before gave.

TEST_F(AppendixD, d_two_replaces_are_both_accepted) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 8 @ 100
        > alice A2/A1 replaced [new] 8 of 8
        > feed reduce #1 buy 2 @ 100, 8 left .
        bob sell B1 1 @ 100
        > bob B1 new [new] 1 of 1
        > alice A2 trade 1 @ 100 adding [partially_filled] 7 of 8, 1 for 100
        > bob B1 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 buy 1 @ 100, 7 left .
        alice replace A3 of A2 12 @ 100
        > alice A3/A2 replaced [partially_filled] 11 of 12, 1 for 100
        > feed replace #1 buy 11 @ 100 .
        bob sell B2 11 @ 100
        > bob B2 new [new] 11 of 11
        > alice A3 trade 11 @ 100 adding [filled] 0 of 12, 12 for 1200
        > bob B2 trade 11 @ 100 removing [filled] 0 of 11, 11 for 1100
        > feed execute #1 buy 11 @ 100, 0 left .
    )");
}

TEST_F(AppendixD, d_first_replace_is_rejected_and_the_second_accepted) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 10 @ 0
        > alice A2/A1 not changed [new] #1: price_outside_band
        alice replace A3 of A1 9 @ 100
        > alice A3/A1 replaced [new] 9 of 9
        > feed reduce #1 buy 1 @ 100, 9 left .
    )");
}

TEST_F(AppendixD, d_first_replace_is_accepted_and_the_second_rejected) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 8 @ 100
        > alice A2/A1 replaced [new] 8 of 8
        > feed reduce #1 buy 2 @ 100, 8 left .
        alice replace A3 of A2 10 @ 0
        > alice A3/A2 not changed [new] #1: price_outside_band
        alice cancel A4 of A2
        > alice A4/A2 canceled [canceled] 0 of 8
        > feed remove #1 buy 8 @ 100 .
    )");
}

TEST_F(AppendixD, d_replace_then_cancel_sent_at_once) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice replace A2 of A1 8 @ 100
        > alice A2/A1 replaced [new] 8 of 8
        > feed reduce #1 buy 2 @ 100, 8 left .
        alice cancel A3 of A2
        > alice A3/A2 canceled [canceled] 0 of 8
        > feed remove #1 buy 8 @ 100 .
        alice replace A4 of A2 9 @ 100
        > alice A4/A2 not changed [canceled] #1: too_late
    )");
}

TEST_F(AppendixD, d_request_that_names_an_earlier_id_of_the_chain) {
    run("alice buy A1 10 @ 100");
    run("alice replace A2 of A1 8 @ 100");
    play(R"(
        alice cancel A3 of A1
        > alice A3/A1 not changed [rejected]: unknown_order
        alice replace A4 of A1 7 @ 100
        > alice A4/A1 not changed [rejected]: unknown_order
    )");
}

} // namespace
} // namespace pinion::engine
