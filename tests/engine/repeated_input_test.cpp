// A message is applied once, however often it arrives: by its number in the session if the gateway
// sends it again, by its ClOrdID if the client does (FIX 4.4 appendix D, group F).
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using RepeatedInput = Script;

TEST_F(RepeatedInput, a_number_that_is_not_above_the_last_is_ignored) {
    play(R"(
        alice buy A1 10 @ 100 seq 5
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A2 10 @ 100 seq 5
        alice buy A2 10 @ 100 seq 4
        bob buy B1 10 @ 100 seq 4
        > bob B1 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        alice buy A2 10 @ 100 seq 7
        > alice A2 new [new] 10 of 10
        > feed add #3 buy 10 @ 100 .
    )");
}

TEST_F(RepeatedInput, a_higher_session_epoch_counts_anew) {
    play(R"(
        alice buy A1 10 @ 100 seq 5
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A2 10 @ 100 seq 1 session-epoch 2
        > alice A2 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        alice buy A3 10 @ 100 seq 9 session-epoch 1
        alice buy A3 10 @ 100 seq 1 session-epoch 2
    )");
}

TEST_F(RepeatedInput, number_zero_is_no_message_of_the_session_and_always_new) {
    play(R"(
        alice buy A1 10 @ 100 seq 0
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A2 10 @ 100 seq 0
        > alice A2 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        alice buy A3 10 @ 100 seq 1
        > alice A3 new [new] 10 of 10
        > feed add #3 buy 10 @ 100 .
    )");
}

TEST_F(RepeatedInput, the_end_of_a_session_changes_nothing) {
    play(R"(
        alice up
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice down
        alice status A1
        > alice A1 status [new] 10 of 10
    )");
}

TEST_F(RepeatedInput, a_possible_resend_of_a_known_order_is_answered_from_its_state) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A1 10 @ 100 resend
        > alice A1 status [new] 10 of 10
        alice cancel C1 of A1
        > alice C1/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
        alice buy A1 10 @ 100 resend
        > alice A1 status [canceled] 0 of 10
        alice cancel C1 of A1 resend
        > alice A1 status [canceled] 0 of 10
    )");
}

TEST_F(RepeatedInput, a_possible_resend_of_a_known_replace_is_not_done_twice) {
    run("alice buy A1 10 @ 100");
    run("alice replace A2 of A1 8 @ 100");
    run("bob sell B1 3 @ 100");
    play(R"(
        alice replace A2 of A1 8 @ 100 resend
        > alice A2 status [partially_filled] 5 of 8, 3 for 300
    )");
}

TEST_F(RepeatedInput, a_possible_resend_of_something_new_is_done) {
    play(R"(
        alice buy A1 10 @ 100 resend
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice replace A2 of A1 9 @ 100 resend
        > alice A2/A1 replaced [new] 9 of 9
        > feed reduce #1 buy 1 @ 100, 9 left .
        alice cancel C1 of A2 resend
        > alice C1/A2 canceled [canceled] 0 of 9
        > feed remove #1 buy 9 @ 100 .
    )");
}

} // namespace
} // namespace pinion::engine
