// Sessions that come and go, and gateways that die: who asked for cancel on disconnect has a grace
// time to come back.
#include "tests/engine/support/script.h"

#include <limits>

namespace pinion::engine {
namespace {

class SessionEvents : public Script {
  protected:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    static EngineOptions options() {
        auto options = default_options();
        options.disconnect_grace_ns = 1000;
        return options;
    }

    SessionEvents() : Script(options()) {}
};

TEST_F(SessionEvents, a_lost_session_loses_its_orders_when_its_grace_is_over) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("alice sell A2 10 stop 50");
    run("bob up");
    run("bob buy B1 10 @ 100");
    run("alice down at 5000");
    EXPECT_EQ(engine_.next_deadline_ns(), 6000);
    play(R"(
        venue timer at 5999
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > alice A2 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
        alice status A1
        > alice A1 status [canceled] 0 of 10: session_disconnected
        bob status B1
        > bob B1 status [new] 10 of 10
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), never);
}

TEST_F(SessionEvents, who_did_not_ask_for_it_keeps_everything) {
    run("alice up");
    run("alice buy A1 10 @ 100");
    play(R"(
        alice down
        venue timer at 100000
        alice status A1
        > alice A1 status [new] 10 of 10
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), never);
}

TEST_F(SessionEvents, who_comes_back_in_time_keeps_everything) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("alice down at 5000");
    run("alice up and-cancel at 5500");
    EXPECT_EQ(engine_.next_deadline_ns(), never);
    play(R"(
        venue timer at 6000
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10
        > feed remove #1 buy 10 @ 100 .
    )");
}

TEST_F(SessionEvents, the_last_logon_decides) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("alice down at 5000");
    run("alice up at 5500");
    run("alice down at 5600");
    EXPECT_EQ(engine_.next_deadline_ns(), never);
}

TEST_F(SessionEvents, a_second_loss_does_not_lengthen_the_grace) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("alice down at 5000");
    run("alice down at 5900");
    run("venue gateway-down gateway 0 at 5950");
    EXPECT_EQ(engine_.next_deadline_ns(), 6000);
    play(R"(
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
    )");
}

TEST_F(SessionEvents, after_the_grace_only_another_logon_can_bring_a_new_one) {
    run("alice up and-cancel");
    run("alice down at 5000");
    run("venue timer at 6000");
    run("alice buy A1 10 @ 100 at 6100"); // it was under way
    run("venue gateway-down gateway 0 at 6200");
    EXPECT_EQ(engine_.next_deadline_ns(), never);
    play(R"(
        venue timer at 9000
        alice status A1
        > alice A1 status [new] 10 of 10
        alice up and-cancel
        alice down at 10000
        venue timer at 11000
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
    )");
}

TEST_F(SessionEvents, a_grace_ends_exactly_at_the_timers_time) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("bob up and-cancel");
    run("bob buy B1 10 @ 100");
    run("alice down at 5000");
    run("bob down at 5001");
    play(R"(
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), 6001);
}

TEST_F(SessionEvents, a_dead_gateway_takes_all_its_sessions_with_it) {
    run("alice up and-cancel");
    run("bob up and-cancel");
    run("carol up and-cancel");
    run("bob buy B1 10 @ 100");
    run("alice buy A1 10 @ 100");
    run("carol buy C1 10 @ 100");
    run("venue gateway-down gateway 0 at 5000");
    play(R"(
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > bob B1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #2 buy 10 @ 100
        > feed remove #1 buy 10 @ 100 .
        carol status C1
        > carol C1 status [new] 10 of 10
    )");
}

TEST_F(SessionEvents, what_is_lost_can_set_others_free) {
    run("alice up and-cancel");
    run("alice sell A1 5 @ 100");
    run("carol sell C1 5 @ 101 account client");
    run("bob buy B1 5 @ 101 all-or-none self-trade N");
    run("alice down at 5000");
    play(R"(
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 5: session_disconnected
        > feed remove #1 sell 5 @ 100
        > carol C1 trade 5 @ 101 adding [filled] 0 of 5, 5 for 505
        > bob B1 trade 5 @ 101 removing [filled] 0 of 5, 5 for 505
        > feed execute #2 sell 5 @ 101, 0 left .
    )");
}

TEST_F(SessionEvents, a_fill_during_the_grace_stands) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("alice down at 5000");
    play(R"(
        bob sell B1 4 @ 100
        > bob B1 new [new] 4 of 4
        > alice A1 trade 4 @ 100 adding [partially_filled] 6 of 10, 4 for 400
        > bob B1 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 buy 4 @ 100, 6 left .
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 10, 4 for 400: session_disconnected
        > feed remove #1 buy 6 @ 100 .
    )");
}

class EndlessGrace : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.disconnect_grace_ns = std::numeric_limits<std::int64_t>::max();
        return options;
    }

    EndlessGrace() : Script(options()) {}
};

TEST_F(EndlessGrace, a_grace_beyond_all_times_never_ends) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100");
    run("alice down at 5000");
    EXPECT_EQ(engine_.next_deadline_ns(), std::numeric_limits<std::int64_t>::max());
    play(R"(
        venue timer at 6000
        alice status A1
        > alice A1 status [new] 10 of 10
    )");
}

} // namespace
} // namespace pinion::engine
