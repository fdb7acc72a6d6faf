// The kill switch and suspensions: who is stopped, what goes on, and what it takes to come back.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using Kill = Script;

TEST_F(Kill, of_a_session_cancels_all_that_it_has_waiting_and_nothing_else) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A2 10 stop 120
        > alice A2 new [new] 10 of 10
        bob buy B1 10 @ 99
        > bob B1 new [new] 10 of 10
        > feed add #3 buy 10 @ 99 .
        alice sell A3 5 @ 110 in 1
        > alice A3 new [new] 5 of 5
        > feed add #4 sell 5 @ 110 .
        admin kill session alice
        > alice A1 canceled [canceled] 0 of 10: killed
        > alice A3 canceled [canceled] 0 of 5: killed
        > feed remove #1 buy 10 @ 100
        > alice A2 canceled [canceled] 0 of 10: killed
        > admin kill #1 of 3
        > feed remove #4 sell 5 @ 110 .
    )");
}

TEST_F(Kill, bars_new_orders_until_it_is_re_armed) {
    play(R"(
        admin kill session alice
        > admin kill #1
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: killed
        bob buy B1 10 @ 100
        > bob B1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        admin re_arm session alice
        > admin re_arm #1
        alice buy A2 10 @ 100
        > alice A2 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
    )");
}

TEST_F(Kill, of_an_account_is_one_of_all_its_sessions) {
    play(R"(
        alice buy A1 10 @ 100 account client
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        bob buy B1 10 @ 100 account client
        > bob B1 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        bob buy B2 10 @ 100
        > bob B2 new [new] 10 of 10
        > feed add #3 buy 10 @ 100 .
        admin kill account client
        > alice A1 canceled [canceled] 0 of 10: killed
        > bob B1 canceled [canceled] 0 of 10: killed
        > feed remove #1 buy 10 @ 100
        > admin kill #1 of 2
        > feed remove #2 buy 10 @ 100 .
        carol sell C1 10 @ 100 account client
        > carol C1 rejected [rejected] 0 of 10: killed
        carol sell C2 10 @ 101
        > carol C2 new [new] 10 of 10
        > feed add #4 sell 10 @ 101 .
    )");
}

TEST_F(Kill, of_an_instrument_leaves_the_others_alone) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        alice buy A2 10 @ 100 in 1
        > alice A2 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        admin kill instrument 1
        > alice A2 canceled [canceled] 0 of 10: killed
        > admin kill #1 of 1
        > feed remove #2 buy 10 @ 100 .
        bob sell B1 10 @ 100 in 1
        > bob B1 rejected [rejected] 0 of 10: killed
        bob sell B2 10 @ 100
        > bob B2 new [new] 10 of 10
        > alice A1 trade 10 @ 100 adding [filled] 0 of 10, 10 for 1000
        > bob B2 trade 10 @ 100 removing [filled] 0 of 10, 10 for 1000
        > feed execute #1 buy 10 @ 100, 0 left .
    )");
}

TEST_F(Kill, of_everything_is_taken_back_only_as_it_was_given) {
    play(R"(
        admin kill everything
        > admin kill #1
        admin re_arm session alice
        > admin re_arm
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: killed
        admin kill everything
        > admin kill
        admin re_arm everything
        > admin re_arm #1
        alice buy A2 10 @ 100
        > alice A2 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
    )");
}

TEST_F(Kill, leaves_questions_and_cancels_their_answers) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        admin kill session alice
        > alice A1 canceled [canceled] 0 of 10: killed
        > admin kill #1 of 1
        > feed remove #1 buy 10 @ 100 .
        alice status A1
        > alice A1 status [canceled] 0 of 10: killed
        alice cancel C1 of A1
        > alice C1/A1 not changed [canceled] #1: too_late
        alice replace R1 of A1 10 @ 101
        > alice R1/A1 not changed [canceled] #1: too_late
        alice mass-cancel M1 all
        > alice M1 mass cancel of 0
    )");
}

TEST_F(Kill, wakes_what_waited_for_those_who_are_gone) {
    play(R"(
        alice sell A1 5 @ 100
        > alice A1 new [new] 5 of 5
        > feed add #1 sell 5 @ 100 .
        bob buy B1 10 @ 100 gtc all-or-none
        > bob B1 new [new] 10 of 10
        carol sell C1 5 @ 101
        > carol C1 new [new] 5 of 5
        > feed add #3 sell 5 @ 101 .
        admin kill session alice
        > alice A1 canceled [canceled] 0 of 5: killed
        > admin kill #1 of 1
        > feed remove #1 sell 5 @ 100 .
    )");
}

TEST_F(Kill, names_somebody_who_exists) {
    play(R"(
        admin kill instrument 2
        > admin kill: unknown_symbol
        admin kill account nobody
        > admin kill: unknown_account
        admin kill
        > admin kill: unsupported_instruction
        admin suspend session alice
        > admin suspend: unsupported_instruction
    )");
    shm::ControlCommand asked{};
    asked.kind = shm::CommandKind::control;
    asked.action = shm::ControlAction::kill;
    asked.scope = shm::ControlScope::session;
    asked.session = 3;
    asked.gateway = admin_gateway;
    asked.engine_epoch = options_.engine_epoch;
    EXPECT_EQ(run(asked), "> admin kill: unknown_session\n");
}

using Suspension = Script;

TEST_F(Suspension, keeps_what_waits_and_takes_nothing_new) {
    play(R"(
        alice buy A1 10 @ 100
        > alice A1 new [new] 10 of 10
        > feed add #1 buy 10 @ 100 .
        admin suspend account house
        > admin suspend #1
        alice buy A2 10 @ 100
        > alice A2 rejected [rejected] 0 of 10: account_suspended
        alice replace R1 of A1 5 @ 100
        > alice R1/A1 not changed [new] #1: account_suspended
        bob sell B1 4 @ 100 account client
        > bob B1 new [new] 4 of 4
        > alice A1 trade 4 @ 100 adding [partially_filled] 6 of 10, 4 for 400
        > bob B1 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 buy 4 @ 100, 6 left .
        alice cancel C1 of A1
        > alice C1/A1 canceled [canceled] 0 of 10, 4 for 400
        > feed remove #1 buy 6 @ 100 .
        admin resume account house
        > admin resume #1
        alice buy A3 10 @ 100
        > alice A3 new [new] 10 of 10
        > feed add #3 buy 10 @ 100 .
    )");
}

TEST_F(Suspension, is_no_kill) {
    play(R"(
        admin suspend account house
        > admin suspend #1
        admin kill account house
        > admin kill #1
        alice buy A1 10 @ 100
        > alice A1 rejected [rejected] 0 of 10: killed
        admin re_arm account house
        > admin re_arm #1
        alice buy A2 10 @ 100
        > alice A2 rejected [rejected] 0 of 10: account_suspended
    )");
}

} // namespace
} // namespace pinion::engine
