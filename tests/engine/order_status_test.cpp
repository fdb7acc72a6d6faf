// Status requests: answered from what the venue knows of any id of the day, and nothing changes.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using OrderStatus = Script;

TEST_F(OrderStatus, a_resting_order_is_told_as_it_stands) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    play(R"(
        alice status A1
        > alice A1 status [partially_filled] 6 of 10, 4 for 400
        bob status B1 side 2
        > bob B1 status [filled] 0 of 4, 4 for 400
    )");
}

TEST_F(OrderStatus, any_id_of_an_order_will_do) {
    run("alice buy A1 10 @ 100");
    run("alice replace A2 of A1 9 @ 100");
    play(R"(
        alice status A1
        > alice A2 status [new] 9 of 9
    )");
    run("alice cancel C1 of A2");
    play(R"(
        alice status A1
        > alice A2 status [canceled] 0 of 9
        alice status C1
        > alice A2 status [canceled] 0 of 9
    )");
}

TEST_F(OrderStatus, a_rejected_order_is_told_with_its_reason) {
    run("alice buy A1 0 @ 100");
    play(R"(
        alice status A1
        > alice A1 status [rejected] 0 of 0: quantity_zero
    )");
}

TEST_F(OrderStatus, an_unknown_order_is_rejected) {
    run("alice buy A1 10 @ 100");
    play(R"(
        bob status A1
        > bob A1 status [rejected] 0 of 0: unknown_order
        alice status A1 side 2
        > alice A1 status [rejected] 0 of 0: order_mismatch
        alice status A1 in 1
        > alice A1 status [rejected] 0 of 0: order_mismatch
    )");
}

} // namespace
} // namespace pinion::engine
