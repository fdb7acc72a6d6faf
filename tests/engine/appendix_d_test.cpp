// The order state changes of FIX 4.4, volume 4, appendix D, in the form for exchanges: nothing is
// ever pending, for a request is carried out or refused when its turn comes. The tests stand in the
// order of the appendix; each is one of its matrices, read from top to bottom.
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

// E: what the venue does without being asked.

TEST_F(AppendixD, e_part_filled_order_is_canceled_by_the_venue) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice down
        venue timer
        > alice A1 canceled [canceled] 0 of 10, 4 for 400: session_disconnected
        > feed remove #1 buy 6 @ 100 .
        alice cancel A2 of A1
        > alice A2/A1 not changed [canceled] #1: too_late
    )");
}

TEST_F(AppendixD, e_order_is_reduced_by_the_venue) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 2 @ 100 account client");
    play(R"(
        bob sell B2 3 @ 100 self-trade D
        > bob B2 new [new] 3 of 3
        > alice A1 restated as limit, partial_decline [partially_filled] 5 of 7, 2 for 200
        > bob B2 canceled [canceled] 0 of 3: self_trade_prevented
        > feed reduce #1 buy 3 @ 100, 5 left .
        alice status A1
        > alice A1 status [partially_filled] 5 of 7, 2 for 200
    )");
}

// F: one id, twice.

TEST_F(AppendixD, f_order_with_an_id_that_was_used_is_rejected) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 3 @ 100");
    play(R"(
        alice sell A1 5 @ 101
        > alice A1 rejected [rejected] 0 of 5: duplicate_cl_ord_id
        alice status A1
        > alice A1 status [partially_filled] 7 of 10, 3 for 300
    )");
}

TEST_F(AppendixD, f_order_that_is_sent_again_as_a_possible_resend_is_told_and_not_executed_twice) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 3 @ 100");
    play(R"(
        alice buy A1 10 @ 100 resend
        > alice A1 status [partially_filled] 7 of 10, 3 for 300
        alice buy A2 10 @ 100 resend
        > alice A2 new [new] 10 of 10
        > feed add #3 buy 10 @ 100 .
    )");
}

// G: order status.

TEST_F(AppendixD, g_status_of_an_unknown_order) {
    play(R"(
        alice status A1
        > alice A1 status [rejected] 0 of 0: unknown_order
    )");
}

TEST_F(AppendixD, g_status_is_asked_for_all_along_the_life_of_an_order) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice status A1
        > alice A1 status [new] 10 of 10
        bob sell B1 2 @ 100
        > bob B1 new [new] 2 of 2
        > alice A1 trade 2 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > bob B1 trade 2 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #1 buy 2 @ 100, 8 left .
        alice status A1
        > alice A1 status [partially_filled] 8 of 10, 2 for 200
        alice replace A2 of A1 12 @ 100
        > alice A2/A1 replaced [partially_filled] 10 of 12, 2 for 200
        > feed replace #1 buy 10 @ 100 .
        alice status A2
        > alice A2 status [partially_filled] 10 of 12, 2 for 200
        bob sell B2 10 @ 100
        > bob B2 new [new] 10 of 10
        > alice A2 trade 10 @ 100 adding [filled] 0 of 12, 12 for 1200
        > bob B2 trade 10 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #1 buy 10 @ 100, 0 left .
        alice status A2
        > alice A2 status [filled] 0 of 12, 12 for 1200
    )");
}

// H: orders that outlive a day. They are restated at its end.

TEST_F(AppendixD, h_part_filled_order_is_renewed_and_trades_on_the_following_day) {
    run("alice buy A1 10 @ 100 gtc");
    run("bob sell B1 3 @ 100");
    play(R"(
        venue day-roll
        > alice A1 restated as limit, gt_renewal [partially_filled] 7 of 10, 3 for 300
        > feed day_roll .
        bob sell B2 4 @ 100
        > bob B2 new [new] 4 of 4
        > alice A1 trade 4 @ 100 adding [partially_filled] 3 of 10, 7 for 700
        > bob B2 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 buy 4 @ 100, 3 left .
        alice status A1
        > alice A1 status [partially_filled] 3 of 10, 7 for 700
    )");
}

TEST_F(AppendixD, h_part_filled_order_is_renewed_and_canceled_on_the_following_day) {
    run("alice buy A1 10 @ 100 gtc");
    run("bob sell B1 3 @ 100");
    play(R"(
        venue day-roll
        > alice A1 restated as limit, gt_renewal [partially_filled] 7 of 10, 3 for 300
        > feed day_roll .
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10, 3 for 300
        > feed remove #1 buy 7 @ 100 .
    )");
}

TEST_F(AppendixD, h_part_filled_order_is_renewed_and_replaced_to_grow_on_the_following_day) {
    run("alice buy A1 10 @ 100 gtc");
    run("bob sell B1 3 @ 100");
    play(R"(
        venue day-roll
        > alice A1 restated as limit, gt_renewal [partially_filled] 7 of 10, 3 for 300
        > feed day_roll .
        alice replace A2 of A1 15 @ 100 gtc
        > alice A2/A1 replaced [partially_filled] 12 of 15, 3 for 300
        > feed replace #1 buy 12 @ 100 .
        bob sell B2 12 @ 100
        > bob B2 new [new] 12 of 12
        > alice A2 trade 12 @ 100 adding [filled] 0 of 15, 15 for 1500
        > bob B2 trade 12 @ 100 removing [filled] 0 of 12, 12 for 1200
        > feed execute #1 buy 12 @ 100, 0 left .
    )");
}

// I: orders that trade at once or not at all.

TEST_F(AppendixD, i_fill_or_kill_order_cannot_be_filled) {
    run("bob sell B1 9 @ 100");
    play(R"(
        alice buy A1 10 @ 100 fok
        > alice A1 new [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 10: no_liquidity
    )");
}

TEST_F(AppendixD, i_immediate_or_cancel_order_is_filled_in_part) {
    run("bob sell B1 9 @ 100");
    play(R"(
        alice buy A1 10 @ 100 ioc
        > alice A1 new [new] 10 of 10
        > bob B1 trade 9 @ 100 adding [filled] 0 of 9, 9 for 900
        > alice A1 trade 9 @ 100 removing [partially_filled] 1 of 10, 9 for 900
        > alice A1 canceled [canceled] 0 of 10, 9 for 900: no_liquidity
        > feed execute #1 sell 9 @ 100, 0 left .
    )");
}

TEST_F(AppendixD, i_immediate_or_cancel_order_cannot_be_hit) {
    run("bob sell B1 9 @ 101");
    play(R"(
        alice buy A1 10 @ 100 ioc
        > alice A1 new [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 10: no_liquidity
    )");
}

// K: trading halts.

TEST_F(AppendixD, k_part_filled_order_outlives_a_halt_and_trades_after_it) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 2 @ 100");
    play(R"(
        admin set_phase instrument 0 phase halted
        > admin set_phase of 1
        > feed phase halted .
        bob sell B2 3 @ 100
        > bob B2 rejected [rejected] 0 of 3: instrument_halted
        alice replace A2 of A1 12 @ 100
        > alice A2/A1 not changed [partially_filled] #1: instrument_halted
        alice status A1
        > alice A1 status [partially_filled] 8 of 10, 2 for 200
        admin set_phase instrument 0 phase continuous
        > admin set_phase of 1
        > feed phase continuous .
        bob sell B3 3 @ 100
        > bob B3 new [new] 3 of 3
        > alice A1 trade 3 @ 100 adding [partially_filled] 5 of 10, 5 for 500
        > bob B3 trade 3 @ 100 removing [filled] 0 of 3, 3 for 300
        > feed execute #1 buy 3 @ 100, 5 left .
    )");
}

TEST_F(AppendixD, k_part_filled_order_is_canceled_in_a_halt) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 2 @ 100");
    run("admin set_phase instrument 0 phase halted");
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10, 2 for 200
        > feed remove #1 buy 8 @ 100 .
    )");
}

// L: orders whose time is over.

TEST_F(AppendixD, l_part_filled_day_order_expires_at_the_end_of_the_day) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 3 @ 100");
    play(R"(
        venue day-roll
        > alice A1 expired [expired] 0 of 10, 3 for 300
        > feed remove #1 buy 7 @ 100
        > feed day_roll .
    )");
}

TEST_F(AppendixD, l_good_till_date_order_expires_at_its_time) {
    run("alice buy A1 10 @ 100 gtd 5000");
    play(R"(
        venue timer at 5000
        > alice A1 expired [expired] 0 of 10
        > feed remove #1 buy 10 @ 100 .
        alice cancel A2 of A1
        > alice A2/A1 not changed [expired] #1: too_late
    )");
}

} // namespace
} // namespace pinion::engine
