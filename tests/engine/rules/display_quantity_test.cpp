// Orders with a display quantity (111) show a slice at a time; when it has traded, the next one is
// shown, last at its price.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using DisplayQuantity = Script;

TEST_F(DisplayQuantity, only_a_slice_is_shown_and_reports_tell_the_whole) {
    play(R"(
        alice sell A1 10 @ 100 show 3
        > alice A1 new [new] 10 of 10
        > feed add #1 sell 3 @ 100 .
        alice status A1 side 2
        > alice A1 status [new] 10 of 10, show 3
        alice sell A2 3 @ 100 show 3
        > alice A2 new [new] 3 of 3
        > feed add #2 sell 3 @ 100 .
    )");
}

TEST_F(DisplayQuantity, the_next_slice_goes_to_the_back_of_its_level) {
    run("alice sell A1 10 @ 100 show 3");
    run("bob sell B1 4 @ 100");
    play(R"(
        carol buy C1 3 @ 100
        > carol C1 new [new] 3 of 3
        > alice A1 trade 3 @ 100 adding [partially_filled] 7 of 10, 3 for 300
        > carol C1 trade 3 @ 100 removing [filled] 0 of 3, 3 for 300
        > feed execute #1 sell 3 @ 100, 0 left
        > feed add #1 sell 3 @ 100 .
        carol buy C2 5 @ 100
        > carol C2 new [new] 5 of 5
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > carol C2 trade 4 @ 100 removing [partially_filled] 1 of 5, 4 for 400
        > feed execute #2 sell 4 @ 100, 0 left
        > alice A1 trade 1 @ 100 adding [partially_filled] 6 of 10, 4 for 400
        > carol C2 trade 1 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 sell 1 @ 100, 2 left .
    )");
}

TEST_F(DisplayQuantity, a_slice_that_traded_in_part_keeps_its_place) {
    run("alice sell A1 10 @ 100 show 3");
    run("bob sell B1 4 @ 100");
    play(R"(
        carol buy C1 2 @ 100
        > carol C1 new [new] 2 of 2
        > alice A1 trade 2 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > carol C1 trade 2 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #1 sell 2 @ 100, 1 left .
        carol buy C2 1 @ 100
        > carol C2 new [new] 1 of 1
        > alice A1 trade 1 @ 100 adding [partially_filled] 7 of 10, 3 for 300
        > carol C2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left
        > feed add #1 sell 3 @ 100 .
    )");
}

TEST_F(DisplayQuantity, one_order_may_take_many_slices) {
    run("alice sell A1 7 @ 100 show 3");
    run("bob sell B1 1 @ 100");
    play(R"(
        carol buy C1 8 @ 100
        > carol C1 new [new] 8 of 8
        > alice A1 trade 3 @ 100 adding [partially_filled] 4 of 7, 3 for 300
        > carol C1 trade 3 @ 100 removing [partially_filled] 5 of 8, 3 for 300
        > feed execute #1 sell 3 @ 100, 0 left
        > feed add #1 sell 3 @ 100
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > carol C1 trade 1 @ 100 removing [partially_filled] 4 of 8, 4 for 400
        > feed execute #2 sell 1 @ 100, 0 left
        > alice A1 trade 3 @ 100 adding [partially_filled] 1 of 7, 6 for 600
        > carol C1 trade 3 @ 100 removing [partially_filled] 1 of 8, 7 for 700
        > feed execute #1 sell 3 @ 100, 0 left
        > feed add #1 sell 1 @ 100
        > alice A1 trade 1 @ 100 adding [filled] 0 of 7, 7 for 700
        > carol C1 trade 1 @ 100 removing [filled] 0 of 8, 8 for 800
        > feed execute #1 sell 1 @ 100, 0 left .
    )");
}

TEST_F(DisplayQuantity, it_takes_as_any_order_and_rests_with_what_is_left) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 10 @ 100 show 5
        > alice A1 new [new] 10 of 10
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > feed add #2 buy 5 @ 100 .
    )");
}

TEST_F(DisplayQuantity, a_smaller_quantity_is_taken_from_what_is_hidden_first) {
    run("alice sell A1 10 @ 100 show 3");
    run("bob sell B1 1 @ 100");
    play(R"(
        alice replace A2 of A1 5 @ 100 show 3 side 2
        > alice A2/A1 replaced [new] 5 of 5
        alice replace A3 of A2 3 @ 100 show 3 side 2
        > alice A3/A2 replaced [new] 3 of 3
        carol buy C1 1 @ 100
        > carol C1 new [new] 1 of 1
        > alice A3 trade 1 @ 100 adding [partially_filled] 2 of 3, 1 for 100
        > carol C1 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 sell 1 @ 100, 2 left .
    )");
}

TEST_F(DisplayQuantity, a_smaller_quantity_that_reaches_what_is_shown_shrinks_it_in_place) {
    run("alice sell A1 10 @ 100 show 3");
    run("carol buy C1 4 @ 100");
    run("bob sell B1 1 @ 100");
    play(R"(
        alice replace A2 of A1 5 @ 100 show 3 side 2
        > alice A2/A1 replaced [partially_filled] 1 of 5, 4 for 400
        > feed reduce #1 sell 1 @ 100, 1 left .
        carol buy C2 1 @ 100
        > carol C2 new [new] 1 of 1
        > alice A2 trade 1 @ 100 adding [filled] 0 of 5, 5 for 500
        > carol C2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left .
    )");
}

TEST_F(DisplayQuantity, a_larger_quantity_loses_the_place_and_shows_a_whole_slice) {
    run("alice sell A1 10 @ 100 show 3");
    run("carol buy C1 1 @ 100");
    play(R"(
        alice replace A2 of A1 11 @ 100 show 3 side 2
        > alice A2/A1 replaced [partially_filled] 10 of 11, 1 for 100
        > feed replace #1 sell 3 @ 100 .
    )");
}

TEST_F(DisplayQuantity, another_display_quantity_loses_the_place) {
    run("alice sell A1 10 @ 100 show 3");
    run("bob sell B1 1 @ 100");
    play(R"(
        alice replace A2 of A1 10 @ 100 show 4 side 2
        > alice A2/A1 replaced [new] 10 of 10
        > feed replace #1 sell 4 @ 100 .
        alice replace A3 of A2 10 @ 100 side 2
        > alice A3/A2 replaced [new] 10 of 10
        > feed replace #1 sell 10 @ 100 .
        alice replace A4 of A3 10 @ 100 show 11 side 2
        > alice A4/A3 not changed [new] #1: display_above_quantity
        carol buy C1 1 @ 100
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > carol C1 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #2 sell 1 @ 100, 0 left .
    )");
}

TEST_F(DisplayQuantity, hidden_lots_count_for_fill_or_kill) {
    run("alice sell A1 10 @ 100 show 1");
    play(R"(
        bob buy B1 11 @ 100 fok
        > bob B1 new [new] 11 of 11
        > bob B1 canceled [canceled] 0 of 11: no_liquidity
        bob buy B2 2 @ 100 fok
        > bob B2 new [new] 2 of 2
        > alice A1 trade 1 @ 100 adding [partially_filled] 9 of 10, 1 for 100
        > bob B2 trade 1 @ 100 removing [partially_filled] 1 of 2, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left
        > feed add #1 sell 1 @ 100
        > alice A1 trade 1 @ 100 adding [partially_filled] 8 of 10, 2 for 200
        > bob B2 trade 1 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #1 sell 1 @ 100, 0 left
        > feed add #1 sell 1 @ 100 .
    )");
}

TEST_F(DisplayQuantity, an_order_is_canceled_with_what_it_hides) {
    run("alice sell A1 10 @ 100 show 3");
    play(R"(
        alice cancel A2 of A1 side 2
        > alice A2/A1 canceled [canceled] 0 of 10
        > feed remove #1 sell 3 @ 100 .
        bob buy B1 1 @ 100
        > bob B1 new [new] 1 of 1
        > feed add #2 buy 1 @ 100 .
    )");
}

TEST_F(DisplayQuantity, it_is_for_limit_orders_that_may_rest_and_not_above_their_quantity) {
    play(R"(
        alice sell A1 10 @ 100 show 11
        > alice A1 rejected [rejected] 0 of 10: display_above_quantity
        alice sell A2 10 @ 100 show 3 ioc
        > alice A2 rejected [rejected] 0 of 10: unsupported_instruction
        alice sell A3 10 market show 3
        > alice A3 rejected [rejected] 0 of 10: unsupported_instruction
        alice sell A4 10 @ 100 show 3 all-or-none
        > alice A4 rejected [rejected] 0 of 10: unsupported_instruction
        alice sell A5 10 stop 90 show 3
        > alice A5 rejected [rejected] 0 of 10: unsupported_instruction
        alice sell A6 10 @ 95 stop 90 show 3
        > alice A6 new [new] 10 of 10
    )");
}

TEST_F(DisplayQuantity, a_triggered_stop_limit_order_shows_its_slice) {
    run("alice buy A1 10 @ 105 stop 105 show 2");
    run("bob sell B1 1 @ 105");
    play(R"(
        carol buy C1 1 @ 105
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 105 adding [filled] 0 of 1, 1 for 105
        > carol C1 trade 1 @ 105 removing [filled] 0 of 1, 1 for 105
        > alice A1 restated as limit, market_option [new] 10 of 10
        > feed execute #2 sell 1 @ 105, 0 left
        > feed add #1 buy 2 @ 105 .
    )");
}

TEST_F(DisplayQuantity, the_last_slice_is_what_is_left) {
    run("alice buy A1 4 @ 100 show 3");
    play(R"(
        carol sell C1 4 @ 100
        > carol C1 new [new] 4 of 4
        > alice A1 trade 3 @ 100 adding [partially_filled] 1 of 4, 3 for 300
        > carol C1 trade 3 @ 100 removing [partially_filled] 1 of 4, 3 for 300
        > feed execute #1 buy 3 @ 100, 0 left
        > feed add #1 buy 1 @ 100
        > alice A1 trade 1 @ 100 adding [filled] 0 of 4, 4 for 400
        > carol C1 trade 1 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 buy 1 @ 100, 0 left .
    )");
}

TEST_F(DisplayQuantity, a_taker_trades_with_all_of_it_before_it_shows_a_slice) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 10 @ 100 show 3
        > alice A1 new [new] 10 of 10
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left
        > feed add #2 buy 3 @ 100 .
    )");
}

} // namespace
} // namespace pinion::engine
