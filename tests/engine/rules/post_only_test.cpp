// Post-only orders never take.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using PostOnly = Script;

TEST_F(PostOnly, one_that_would_take_is_refused) {
    run("bob sell B1 5 @ 100");
    play(R"(
        alice buy A1 5 @ 100 post-only
        > alice A1 rejected [rejected] 0 of 5: would_take
        alice buy A2 5 @ 99 post-only
        > alice A2 new [new] 5 of 5
        > feed add #2 buy 5 @ 99 .
    )");
}

TEST_F(PostOnly, or_steps_back_if_it_says_so) {
    run("bob sell B1 5 @ 100");
    run("bob buy B2 5 @ 90");
    play(R"(
        alice buy A1 5 @ 105 post-only reprice
        > alice A1 new [new] 5 of 5
        > feed add #3 buy 5 @ 99 .
        carol sell C1 5 @ 80 post-only reprice
        > carol C1 new [new] 5 of 5
        > feed add #4 sell 5 @ 100 .
    )");
}

TEST_F(PostOnly, steps_back_inside_the_band_only) {
    run("bob sell B1 5 @ 1");
    play(R"(
        alice buy A1 5 @ 105 post-only reprice
        > alice A1 rejected [rejected] 0 of 5: would_take
    )");
}

TEST_F(PostOnly, a_replace_never_takes_either) {
    run("bob sell B1 5 @ 100");
    run("alice buy A1 5 @ 98 post-only");
    run("alice buy A2 5 @ 97 post-only reprice");
    play(R"(
        alice replace R1 of A1 5 @ 100
        > alice R1/A1 not changed [new] #2: would_take
        alice replace R2 of A2 5 @ 101
        > alice R2/A2 replaced [new] 5 of 5
        > feed replace #3 buy 5 @ 99 .
    )");
}

TEST_F(PostOnly, a_held_order_that_crosses_it_takes_it_when_it_can) {
    run("bob sell B1 5 @ 100 all-or-none");
    play(R"(
        alice buy A1 5 @ 100 post-only
        > alice A1 new [new] 5 of 5
        > feed add #2 buy 5 @ 100
        > alice A1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 buy 5 @ 100, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
