// Post-only orders (18=6) only rest: one that would trade is refused, or priced one tick away from
// the best order of the other side if it says so (7930=R).
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using PostOnly = Script;

TEST_F(PostOnly, one_that_meets_nobody_rests_and_trades_as_a_maker) {
    run("bob sell B1 5 @ 101");
    play(R"(
        alice buy A1 5 @ 100 post-only
        > alice A1 new @ 100 [new] 5 of 5
        > feed add #2 buy 5 @ 100 .
        bob sell B2 2 @ 100
        > bob B2 new [new] 2 of 2
        > alice A1 trade 2 @ 100 adding [partially_filled] 3 of 5, 2 for 200
        > bob B2 trade 2 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #2 buy 2 @ 100, 3 left .
    )");
}

TEST_F(PostOnly, one_that_would_trade_is_refused) {
    run("bob sell B1 5 @ 101");
    play(R"(
        alice buy A1 5 @ 101 post-only
        > alice A1 rejected [rejected] 0 of 5: would_take
        alice buy A2 5 @ 110 post-only
        > alice A2 rejected [rejected] 0 of 5: would_take
    )");
}

TEST_F(PostOnly, one_that_says_so_is_priced_a_tick_away_from_the_best) {
    run("bob sell B1 5 @ 101");
    run("bob buy B2 5 @ 95");
    play(R"(
        alice buy A1 5 @ 110 post-only reprice
        > alice A1 new @ 100 [new] 5 of 5
        > feed add #3 buy 5 @ 100 .
        alice status A1
        > alice A1 status @ 100 [new] 5 of 5
        alice sell A2 5 @ 90 post-only reprice
        > alice A2 new @ 101 [new] 5 of 5
        > feed add #4 sell 5 @ 101 .
    )");
}

TEST_F(PostOnly, a_price_that_does_not_trade_stays_as_it_is) {
    run("bob sell B1 5 @ 101");
    play(R"(
        alice buy A1 5 @ 99 post-only reprice
        > alice A1 new @ 99 [new] 5 of 5
        > feed add #2 buy 5 @ 99 .
    )");
}

TEST_F(PostOnly, one_that_would_be_priced_out_of_the_band_is_refused) {
    run("bob sell B1 5 @ 50 in 1");
    run("bob buy B2 5 @ 10000");
    play(R"(
        alice buy A1 5 @ 60 post-only reprice in 1
        > alice A1 rejected [rejected] 0 of 5: would_take
        alice sell A2 5 @ 9000 post-only reprice
        > alice A2 rejected [rejected] 0 of 5: would_take
    )");
}

TEST_F(PostOnly, held_orders_do_not_count_as_somebody_to_trade_with) {
    run("bob sell B1 5 @ 100 all-or-none");
    play(R"(
        alice buy A1 4 @ 101 post-only
        > alice A1 new @ 101 [new] 4 of 4
        > feed add #2 buy 4 @ 101 .
        carol buy C1 5 @ 101 post-only
        > carol C1 new @ 101 [new] 5 of 5
        > feed add #3 buy 5 @ 101
        > alice A1 trade 4 @ 101 adding [filled] 0 of 4, 4 for 404
        > bob B1 trade 4 @ 101 removing [partially_filled] 1 of 5, 4 for 404
        > feed execute #2 buy 4 @ 101, 0 left
        > carol C1 trade 1 @ 101 adding [partially_filled] 4 of 5, 1 for 101
        > bob B1 trade 1 @ 101 removing [filled] 0 of 5, 5 for 505
        > feed execute #3 buy 1 @ 101, 4 left .
    )");
}

TEST_F(PostOnly, a_replace_is_refused_or_priced_away_as_a_new_order_would_be) {
    run("bob sell B1 5 @ 101");
    run("alice buy A1 5 @ 99 post-only");
    run("alice buy R1 5 @ 98 post-only reprice");
    play(R"(
        alice replace A2 of A1 5 @ 101
        > alice A2/A1 not changed [new] #2: would_take
        alice replace A2 of A1 5 @ 100
        > alice A2/A1 replaced @ 100 [new] 5 of 5
        > feed replace #2 buy 5 @ 100 .
        alice replace R2 of R1 5 @ 105
        > alice R2/R1 replaced @ 100 [new] 5 of 5
        > feed replace #3 buy 5 @ 100 .
        alice replace R3 of R2 4 @ 105
        > alice R3/R2 replaced @ 100 [new] 4 of 4
        > feed reduce #3 buy 1 @ 100, 4 left .
    )");
}

} // namespace
} // namespace pinion::engine
