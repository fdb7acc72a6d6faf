// Each way in which a new order can be wrong, and what a refusal leaves behind.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using Reject = Script;

TEST_F(Reject, every_wrong_term_has_its_reason) {
    play(R"(
        alice buy A1 10 @ 100 in 2
        > alice A1 rejected [rejected] 0 of 10: unknown_symbol
        alice buy A2 10 @ 100 account nobody
        > alice A2 rejected [rejected] 0 of 10: unknown_account
        alice buy A3 0 @ 100
        > alice A3 rejected [rejected] 0 of 0: quantity_zero
        alice buy A4 1000001 @ 100
        > alice A4 rejected [rejected] 0 of 1000001: quantity_above_maximum
        alice buy A5 10 @ 0
        > alice A5 rejected [rejected] 0 of 10: price_outside_band
        alice buy A6 10 @ 10001
        > alice A6 rejected [rejected] 0 of 10: price_outside_band
        alice buy A7 10 @ -9223372036854775807
        > alice A7 rejected [rejected] 0 of 10: price_outside_band
        alice sell A8 10 @ 49 in 1
        > alice A8 rejected [rejected] 0 of 10: price_outside_band
        alice buy A9 10 market price 100
        > alice A9 rejected [rejected] 0 of 10: price_not_allowed
        alice buy A10 10 @ 100 side 5
        > alice A10 rejected [rejected] 0 of 10: unsupported_instruction
        alice buy A11 10 stop 99 price 100
        > alice A11 rejected [rejected] 0 of 10: price_not_allowed
        alice buy A12 10 @ 100 type P
        > alice A12 rejected [rejected] 0 of 10: unsupported_order_type
        alice buy A13 10 @ 100 gtd 0
        > alice A13 rejected [rejected] 0 of 10: expire_time_passed
        alice buy A14 10 @ 100 tif Z
        > alice A14 rejected [rejected] 0 of 10: unsupported_time_in_force
    )");
}

TEST_F(Reject, instructions_that_do_not_go_together_are_refused) {
    int count = 0;
    for (const auto* instruction :
         {"exec-inst 8", "reprice", "post-only all-or-none", "post-only ioc", "post-only min 5",
          "all-or-none min 5", "all-or-none show 5", "ioc show 5", "self-trade X", "expires 500"}) {
        const auto id = "A" + std::to_string(++count);
        EXPECT_EQ(run("alice buy " + id + " 10 @ 100 " + instruction),
                  "> alice " + id + " rejected [rejected] 0 of 10: unsupported_instruction\n");
    }
}

TEST_F(Reject, an_id_is_used_once_a_day_in_its_session) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: duplicate_cl_ord_id
        bob buy A1 10 @ 100
        > bob A1 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        alice cancel C1 of A1
        > alice C1/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
        alice sell A1 10 @ 101
        > alice A1 rejected [rejected] 0 of 10: duplicate_cl_ord_id
    )");
}

TEST_F(Reject, the_id_of_a_rejected_order_is_used_up) {
    play(R"(
        alice buy A1 0 @ 100
        > alice A1 rejected [rejected] 0 of 0: quantity_zero
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: duplicate_cl_ord_id
        alice cancel C1 of A1
        > alice C1/A1 not changed [rejected]: too_late
    )");
}

TEST_F(Reject, what_a_gateway_refused_is_answered_in_the_form_of_its_message) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice refused buy A2 why 9
        > alice A2 rejected [rejected] 0 of 0: price_off_tick
        alice buy A2 10 @ 100
        > alice A2 rejected [rejected] 0 of 10: duplicate_cl_ord_id
        alice refused cancel C1 why 22
        > alice C1 not changed [rejected]: throttled
        alice refused replace C2 why 10
        > alice C2 not changed [rejected]: quantity_off_lot
        alice refused status S1 why 1
        > alice message refused: unknown_symbol
        alice refused mass-cancel M1 why 26
        > alice M1 mass cancel of 0: not_authorised
        alice refused buy A3
        > alice A3 rejected [rejected] 0 of 0: other
        alice buy C1 10 @ 100
        > alice C1 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
    )");
}

TEST_F(Reject, messages_that_the_venue_does_not_take_are_refused) {
    play(R"(
        alice mass-cancel M1
        > alice M1 mass cancel of 0: unsupported_instruction
        alice mass-status M2
        > alice message refused: unsupported_instruction
        alice status S1 kind 0
        > alice message refused: unsupported_instruction
        alice status S1 kind 255
        > alice message refused: unsupported_instruction
    )");
}

TEST_F(Reject, commands_of_an_older_engine_are_refused) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice buy A2 10 @ 100 engine-epoch 6
        > alice A2 rejected [rejected] 0 of 10: stale_engine_epoch
        alice cancel C1 of A1 engine-epoch 6
        > alice C1/A1 not changed [new] #1: stale_engine_epoch
        alice replace R1 of A0 10 @ 100 engine-epoch 6
        > alice R1/A0 not changed [rejected]: stale_engine_epoch
        alice status A1 engine-epoch 6
        > alice message refused: stale_engine_epoch
        alice buy A3 10 @ 100 engine-epoch 8
        > alice A3 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
    )");
}

TEST_F(Reject, a_session_or_gateway_that_does_not_exist_is_ignored) {
    const auto before = engine_.state_hash();
    play(R"(
        alice buy A1 10 @ 100 session 3
        alice buy A1 10 @ 100 gateway 3
        alice buy A1 10 @ 100 session 65535 gateway 65535
    )");
    EXPECT_NE(engine_.state_hash(), before) << "they are counted";
}

} // namespace
} // namespace pinion::engine
