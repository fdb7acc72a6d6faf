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

TEST_F(CancelOrder, an_interior_cancel_is_passed_over_by_the_next_sweep) {
    run("alice sell A1 1 @ 100");
    run("alice sell A2 1 @ 100");
    run("alice sell A3 1 @ 100");
    run("alice cancel C1 of A2 side 2");
    play(R"(
        bob buy B1 3 @ 100
        > bob B1 new [new] 3 of 3
        > alice A1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 2 of 3, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left
        > alice A3 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 1 of 3, 2 for 200
        > feed execute #3 sell 1 @ 100, 0 left
        > feed add #4 buy 1 @ 100 .
    )");
}

TEST_F(CancelOrder, scattered_cancels_leave_a_deep_level_in_order) {
    constexpr int depth = 300;
    for (int i = 0; i < depth; ++i) run("alice sell A" + std::to_string(i) + " 1 @ 100");
    for (int i = 0; i < depth; ++i)
        if (i % 7 != 3)
            run("alice cancel C" + std::to_string(i) + " of A" + std::to_string(i) + " side 2");
    std::string expected = "> bob B1 new [new] 1000 of 1000\n";
    int taken = 0;
    for (int i = 3; i < depth; i += 7) {
        ++taken;
        const auto so_far = std::to_string(taken) + " for " + std::to_string(taken * 100);
        expected += "> alice A" + std::to_string(i) +
                    " trade 1 @ 100 adding [filled] 0 of 1, 1 for 100\n> bob B1 trade 1 @ 100 "
                    "removing [partially_filled] " +
                    std::to_string(1000 - taken) + " of 1000, " + so_far + "\n> feed execute #" +
                    std::to_string(i + 1) + " sell 1 @ 100, 0 left\n";
    }
    expected += "> feed add #301 buy " + std::to_string(1000 - taken) + " @ 100 .\n";
    EXPECT_EQ(run("bob buy B1 1000 @ 100"), expected);
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

TEST_F(CancelOrder, after_a_full_fill_it_is_too_late) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 10 @ 100");
    play(R"(
        alice cancel C1 of A1
        > alice C1/A1 not changed [filled] #1: too_late
        alice replace A2 of A1 20 @ 100
        > alice A2/A1 not changed [filled] #1: too_late
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
