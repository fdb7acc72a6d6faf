// What is known to break matching engines, each as a test of its own.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using KnownKillers = Script;

TEST_F(KnownKillers, an_interior_cancel_then_a_sweep) {
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

TEST_F(KnownKillers, a_deep_level_with_scattered_cancels_stays_in_order) {
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

TEST_F(KnownKillers, a_replace_that_crosses_with_price_improvement_prints_the_makers_price) {
    run("alice buy A1 10 @ 95");
    run("bob sell B1 4 @ 100");
    run("carol sell C1 4 @ 102");
    play(R"(
        alice replace A2 of A1 10 @ 105
        > alice A2/A1 replaced [new] 10 of 10
        > feed remove #1 buy 10 @ 95
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A2 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #2 sell 4 @ 100, 0 left
        > carol C1 trade 4 @ 102 adding [filled] 0 of 4, 4 for 408
        > alice A2 trade 4 @ 102 removing [partially_filled] 2 of 10, 8 for 808
        > feed execute #3 sell 4 @ 102, 0 left
        > feed add #1 buy 2 @ 105 .
    )");
}

TEST_F(KnownKillers, a_stale_cancel_and_a_stale_replace_after_a_full_fill_change_nothing) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 10 @ 100");
    run("carol buy C1 10 @ 100"); // where A1 stood
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 not changed [filled] #1: too_late
        alice replace A3 of A1 20 @ 100
        > alice A3/A1 not changed [filled] #1: too_late
        carol status C1
        > carol C1 status [new] 10 of 10
    )");
}

TEST_F(KnownKillers, an_id_is_not_used_again_while_or_after_its_order_lives) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: duplicate_cl_ord_id
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: duplicate_cl_ord_id
        alice buy A2 10 @ 100
        > alice A2 rejected [rejected] 0 of 10: duplicate_cl_ord_id
        alice buy A3 10 @ 100
        > alice A3 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        alice cancel A4 of A1
        > alice A4/A1 not changed [canceled] #1: too_late
    )");
}

TEST_F(KnownKillers, an_immediate_or_cancel_remainder_never_rests) {
    play(R"(
        alice sell A1 4 @ 100
        > alice A1 new [new] 4 of 4
        > feed add #1 sell 4 @ 100 .
        bob buy B1 10 @ 100 ioc
        > bob B1 new [new] 10 of 10
        > alice A1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > bob B1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > bob B1 canceled [canceled] 0 of 10, 4 for 400: no_liquidity
        > feed execute #1 sell 4 @ 100, 0 left .
        alice sell A2 1 @ 100
        > alice A2 new [new] 1 of 1
        > feed add #3 sell 1 @ 100 .
    )");
}

TEST_F(KnownKillers, a_sweep_stops_at_its_own_limit) {
    run("alice sell A1 1 @ 100");
    run("alice sell A2 1 @ 101");
    run("alice sell A3 1 @ 102");
    play(R"(
        bob buy B1 9 @ 101
        > bob B1 new [new] 9 of 9
        > alice A1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 8 of 9, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left
        > alice A2 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > bob B1 trade 1 @ 101 removing [partially_filled] 7 of 9, 2 for 201
        > feed execute #2 sell 1 @ 101, 0 left
        > feed add #4 buy 7 @ 101 .
    )");
}

TEST_F(KnownKillers, a_partially_filled_maker_keeps_its_place) {
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 100");
    run("carol sell C1 4 @ 100");
    play(R"(
        carol sell C2 8 @ 100
        > carol C2 new [new] 8 of 8
        > alice A1 trade 6 @ 100 adding [filled] 0 of 10, 10 for 1000
        > carol C2 trade 6 @ 100 removing [partially_filled] 2 of 8, 6 for 600
        > feed execute #1 buy 6 @ 100, 0 left
        > bob B1 trade 2 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > carol C2 trade 2 @ 100 removing [filled] 0 of 8, 8 for 800
        > feed execute #2 buy 2 @ 100, 8 left .
    )");
}

TEST_F(KnownKillers, no_phantom_best_price_is_left_when_the_top_level_empties) {
    run("alice sell A1 1 @ 100");
    run("alice sell A2 1 @ 5000");
    run("bob buy B1 1 @ 100");
    play(R"(
        bob buy B2 1 @ 4999
        > bob B2 new [new] 1 of 1
        > feed add #4 buy 1 @ 4999 .
        bob buy B3 1 market
        > bob B3 new [new] 1 of 1
        > alice A2 trade 1 @ 5000 adding [filled] 0 of 1, 1 for 5000
        > bob B3 trade 1 @ 5000 removing [filled] 0 of 1, 1 for 5000
        > feed execute #2 sell 1 @ 5000, 0 left .
    )");
}

TEST_F(KnownKillers, one_order_takes_five_thousand_at_one_price) {
    for (int i = 0; i < 5000; ++i) run("alice sell A" + std::to_string(i) + " 1 @ 100");
    const auto events = run("bob buy B1 5001 @ 100");
    const std::string last = R"(> alice A4999 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
> bob B1 trade 1 @ 100 removing [partially_filled] 1 of 5001, 5000 for 500000
> feed execute #5000 sell 1 @ 100, 0 left
> feed add #5001 buy 1 @ 100 .
)";
    ASSERT_GT(events.size(), last.size());
    EXPECT_EQ(events.substr(events.size() - last.size()), last);
}

TEST_F(KnownKillers, prices_at_the_edges_of_the_band_rest_and_trade) {
    play(R"(
        alice buy A1 1 @ 50 in 1
        > alice A1 new [new] 1 of 1
        > feed add #1 buy 1 @ 50 .
        alice sell A2 1 @ 150 in 1
        > alice A2 new [new] 1 of 1
        > feed add #2 sell 1 @ 150 .
        bob sell B1 1 @ 50 in 1
        > bob B1 new [new] 1 of 1
        > alice A1 trade 1 @ 50 adding [filled] 0 of 1, 1 for 50
        > bob B1 trade 1 @ 50 removing [filled] 0 of 1, 1 for 50
        > feed execute #1 buy 1 @ 50, 0 left .
        bob buy B2 1 @ 150 in 1
        > bob B2 new [new] 1 of 1
        > alice A2 trade 1 @ 150 adding [filled] 0 of 1, 1 for 150
        > bob B2 trade 1 @ 150 removing [filled] 0 of 1, 1 for 150
        > feed execute #2 sell 1 @ 150, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
