// What all control commands have in common: one final answer each, on the link from which they
// came.
#include "shm/messages/control_report.h"
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using Control = Script;

TEST_F(Control, an_action_that_nobody_knows_is_refused) {
    auto asked = shm::ControlCommand{};
    asked.kind = shm::CommandKind::control;
    asked.action = static_cast<shm::ControlAction>(200);
    asked.engine_epoch = options_.engine_epoch;
    asked.gateway = admin_gateway;
    asked.request = 77;
    asked.operator_name = *shm::OperatorName::from("olga");
    EXPECT_EQ(run(asked), "> admin ?: unsupported_instruction\n");
    ASSERT_EQ(reports().size(), 1U);
    const auto answer = shm::control_of(reports()[0]);
    EXPECT_EQ(answer.request, 77U);
    EXPECT_EQ(answer.answers, shm::CommandKind::control);
    EXPECT_EQ(answer.gateway, admin_gateway);
    EXPECT_EQ(answer.operator_name.view(), "olga");
    EXPECT_EQ(answer.flags, shm::report_flags::last_of_mass);
}

TEST_F(Control, a_command_of_an_engine_that_is_gone_is_refused) {
    play(R"(
        admin roll_day engine-epoch 6
        > admin roll_day: stale_engine_epoch
    )");
}

TEST_F(Control, a_command_through_a_gateway_that_does_not_exist_is_ignored) {
    auto asked = shm::ControlCommand{};
    asked.kind = shm::CommandKind::control;
    asked.gateway = 3;
    EXPECT_EQ(run(asked), "");
}

TEST_F(Control, a_command_is_no_message_of_the_session_that_it_names) {
    play(R"(
        alice buy A1 10 @ 100 seq 5
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        admin credit session alice
        > admin credit: unsupported_instruction
        alice sell A2 5 @ 100 seq 6
        > alice A2 new [new] 5 of 5
        > alice A1 trade 5 @ 100 adding [partially_filled] 5 of 10, 5 for 500
        > alice A2 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 buy 5 @ 100, 5 left .
    )");
}

TEST_F(Control, a_day_ends_when_the_operator_says_so) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        admin roll_day
        > alice A1 expired [expired] 0 of 10
        > feed remove #1 buy 10 @ 100
        > admin roll_day
        > feed day_roll .
    )");
}

TEST_F(Control, a_gateway_that_hangs_is_detached_as_if_it_had_died) {
    play(R"(
        alice up and-cancel
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        admin detach_gateway number 0
        > admin detach_gateway
        venue timer
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
        admin detach_gateway number 2
        > admin detach_gateway: unknown_gateway
        admin detach_gateway number 3
        > admin detach_gateway: unknown_gateway
    )");
}

} // namespace
} // namespace pinion::engine
