// Appendix D, as in appendix_d_requests_test.cpp. Here E to L: what the venue does without being
// asked, what it makes of ids and questions, and what time does.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using AppendixD = Script;

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
