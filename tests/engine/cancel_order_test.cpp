// Cancels: they take what is left of an order out of the book, whatever its place.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using CancelOrder = Script;

TEST_F(CancelOrder, what_is_left_is_canceled_under_the_new_id) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice cancel C1 of A1
        > alice C1/A1 canceled [canceled] 0 of 10, 4 for 400
        > feed remove #1 buy 6 @ 100 .
        bob sell B2 1 @ 100
        > bob B2 new [new] 1 of 1
        > feed add #3 sell 1 @ 100 .
    )");
}

TEST_F(CancelOrder, an_order_nobody_knows_is_unknown) {
    run("bob buy B1 10 @ 100");
    play(R"(
        alice cancel C1 of A1
        > alice C1/A1 not changed [rejected]: unknown_order
        alice cancel C2 of B1
        > alice C2/B1 not changed [rejected]: unknown_order
    )");
}

TEST_F(CancelOrder, a_second_cancel_is_too_late) {
    run("alice buy A1 10 @ 100");
    run("alice cancel C1 of A1");
    play(R"(
        alice cancel C2 of A1
        > alice C2/A1 not changed [canceled] #1: too_late
    )");
}

TEST_F(CancelOrder, side_instrument_and_order_id_must_be_the_orders) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice cancel C1 of A1 side 2
        > alice C1/A1 not changed [new] #1: order_mismatch
        alice cancel C2 of A1 in 1
        > alice C2/A1 not changed [new] #1: order_mismatch
        alice cancel C3 of A1 in 99
        > alice C3/A1 not changed [new] #1: order_mismatch
        alice cancel C4 of A1 order 5
        > alice C4/A1 not changed [new] #1: order_mismatch
        alice cancel C5 of A1 order 30064771073
        > alice C5/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
    )");
}

TEST_F(CancelOrder, its_id_must_be_new_in_the_day) {
    run("alice buy A1 10 @ 100");
    run("alice buy A2 10 @ 100");
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 not changed [new] #1: duplicate_cl_ord_id
        alice cancel C1 of A1
        > alice C1/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
        alice cancel C1 of A2
        > alice C1/A2 not changed [new] #2: duplicate_cl_ord_id
        alice buy C1 10 @ 100
        > alice C1 rejected [rejected] 0 of 10: duplicate_cl_ord_id
    )");
}

} // namespace
} // namespace pinion::engine
