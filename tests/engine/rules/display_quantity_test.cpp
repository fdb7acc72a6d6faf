// Icebergs: the book shows a slice, and the next one queues at the back.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using DisplayQuantity = Script;

TEST_F(DisplayQuantity, the_book_shows_a_slice_and_reports_tell_the_whole) {
    play(R"(
        alice buy A1 10 @ 100 show 3
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 3 @ 100 .
        alice buy A2 2 @ 99 show 2
        > alice A2 new [new] 2 of 2
        > feed add #2 buy 2 @ 99 .
    )");
}

TEST_F(DisplayQuantity, the_next_slice_goes_to_the_back_of_its_level) {
    run("alice buy A1 7 @ 100 show 3");
    run("bob buy B1 2 @ 100");
    play(R"(
        carol sell C1 6 @ 100
        > carol C1 new [new] 6 of 6
        > alice A1 trade 3 @ 100 adding [partially_filled] 4 of 7, 3 for 300
        > carol C1 trade 3 @ 100 removing [partially_filled] 3 of 6, 3 for 300
        > feed execute #1 buy 3 @ 100, 0 left
        > feed add #1 buy 3 @ 100
        > bob B1 trade 2 @ 100 adding [filled] 0 of 2, 2 for 200
        > carol C1 trade 2 @ 100 removing [partially_filled] 1 of 6, 5 for 500
        > feed execute #2 buy 2 @ 100, 0 left
        > alice A1 trade 1 @ 100 adding [partially_filled] 3 of 7, 4 for 400
        > carol C1 trade 1 @ 100 removing [filled] 0 of 6, 6 for 600
        > feed execute #1 buy 1 @ 100, 2 left .
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

TEST_F(DisplayQuantity, hidden_lots_are_given_up_first) {
    run("alice buy A1 10 @ 100 show 3");
    play(R"(
        alice replace R1 of A1 4 @ 100 show 3
        > alice R1/A1 replaced [new] 4 of 4
        alice replace R2 of R1 3 @ 100 show 3
        > alice R2/R1 replaced [new] 3 of 3
        alice replace R3 of R2 3 @ 100
        > alice R3/R2 replaced [new] 3 of 3
        > feed replace #1 buy 3 @ 100 .
        alice replace R4 of R3 2 @ 100
        > alice R4/R3 replaced [new] 2 of 2
        > feed reduce #1 buy 1 @ 100, 2 left .
    )");
}

TEST_F(DisplayQuantity, fill_or_kill_counts_hidden_lots) {
    run("alice buy A1 10 @ 100 show 3");
    play(R"(
        carol sell C1 11 @ 100 fok
        > carol C1 new [new] 11 of 11
        > carol C1 canceled [canceled] 0 of 11: no_liquidity
        carol sell C2 4 @ 100 fok
        > carol C2 new [new] 4 of 4
        > alice A1 trade 3 @ 100 adding [partially_filled] 7 of 10, 3 for 300
        > carol C2 trade 3 @ 100 removing [partially_filled] 1 of 4, 3 for 300
        > feed execute #1 buy 3 @ 100, 0 left
        > feed add #1 buy 3 @ 100
        > alice A1 trade 1 @ 100 adding [partially_filled] 6 of 10, 4 for 400
        > carol C2 trade 1 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 buy 1 @ 100, 2 left .
    )");
}

TEST_F(DisplayQuantity, may_not_be_above_the_quantity) {
    play(R"(
        alice buy A1 5 @ 100 show 6
        > alice A1 rejected [rejected] 0 of 5: display_above_quantity
    )");
}

} // namespace
} // namespace pinion::engine
