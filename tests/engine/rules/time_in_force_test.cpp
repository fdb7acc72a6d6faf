// How long an order lives: for the day, until it is canceled, until its time, or for one command.
#include "tests/engine/support/script.h"

#include <limits>

namespace pinion::engine {
namespace {

using TimeInForce = Script;

TEST_F(TimeInForce, good_till_date_orders_expire_when_their_time_comes) {
    run("alice buy A1 10 @ 100 gtd 5000");
    run("bob sell B1 4 @ 100");
    EXPECT_EQ(engine_.next_deadline_ns(), 5000);
    play(R"(
        venue timer at 4999
        venue timer at 5000
        > alice A1 expired [expired] 0 of 10, 4 for 400
        > feed remove #1 buy 6 @ 100 .
        alice cancel A2 of A1
        > alice A2/A1 not changed [expired] #1: too_late
        alice status A1
        > alice A1 status [expired] 0 of 10, 4 for 400
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), std::numeric_limits<std::int64_t>::max());
}

TEST_F(TimeInForce, the_earliest_expires_first_and_of_equals_the_older_order) {
    run("alice buy A1 1 @ 100 gtd 7000");
    run("alice buy A2 1 @ 101 gtd 6000");
    run("alice buy A3 1 @ 102 gtd 7000");
    run("alice buy A4 1 @ 103 gtd 8000");
    EXPECT_EQ(engine_.next_deadline_ns(), 6000);
    play(R"(
        venue timer at 7500
        > alice A2 expired [expired] 0 of 1
        > alice A1 expired [expired] 0 of 1
        > feed remove #2 buy 1 @ 101
        > alice A3 expired [expired] 0 of 1
        > feed remove #1 buy 1 @ 100
        > feed remove #3 buy 1 @ 102 .
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), 8000);
}

TEST_F(TimeInForce, stop_and_held_orders_expire_where_they_wait) {
    run("alice buy A1 1 stop 150 gtd 5000");
    run("alice buy A2 5 @ 100 all-or-none gtd 5000");
    play(R"(
        venue timer at 5000
        > alice A1 expired [expired] 0 of 1
        > alice A2 expired [expired] 0 of 5
    )");
}

TEST_F(TimeInForce, an_expiry_that_is_over_or_missing_is_refused) {
    run("bob sell B1 1 @ 200");
    play(R"(
        alice buy A1 10 @ 100 gtd 1000 at 1000
        > alice A1 rejected [rejected] 0 of 10: expire_time_passed
        alice buy A2 10 @ 100 gtd 0
        > alice A2 rejected [rejected] 0 of 10: expire_time_passed
        alice buy A3 10 @ 100 gtd 2000
        > alice A3 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        alice buy A4 10 @ 100 expires 5000
        > alice A4 rejected [rejected] 0 of 10: unsupported_instruction
        alice buy A5 10 @ 100 gtc expires 5000
        > alice A5 rejected [rejected] 0 of 10: unsupported_instruction
    )");
}

TEST_F(TimeInForce, an_order_that_ended_does_not_expire) {
    run("alice buy A1 10 @ 100 gtd 5000");
    run("alice buy A2 10 @ 101 gtd 5000");
    run("alice cancel A3 of A1");
    run("bob sell B1 10 @ 101");
    EXPECT_EQ(engine_.next_deadline_ns(), std::numeric_limits<std::int64_t>::max());
    play(R"(
        venue timer at 5000
    )");
}

TEST_F(TimeInForce, a_replace_gives_another_expiry_or_keeps_it_or_takes_it_away) {
    run("alice buy A1 10 @ 100 gtd 5000");
    play(R"(
        alice replace A2 of A1 10 @ 100 gtd 9000
        > alice A2/A1 replaced [new] 10 of 10
        alice replace A3 of A2 9 @ 100 tif 6
        > alice A3/A2 replaced [new] 9 of 9
        > feed reduce #1 buy 1 @ 100, 9 left .
        alice status A3
        > alice A3 status [new] 9 of 9, until 9000
        alice replace A4 of A3 9 @ 100 gtd 1 at 2000
        > alice A4/A3 not changed [new] #1: expire_time_passed
        alice replace A4 of A3 9 @ 100 expires 9500
        > alice A4/A3 not changed [new] #1: unsupported_instruction
        alice replace A4 of A3 9 @ 100 gtc
        > alice A4/A3 replaced [new] 9 of 9
        alice status A4
        > alice A4 status [new] 9 of 9
        alice replace A5 of A4 9 @ 100 tif 6
        > alice A5/A4 not changed [new] #1: expire_time_passed
        alice replace A5 of A4 9 @ 100 gtd 9500
        > alice A5/A4 replaced [new] 9 of 9
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), 9500);
}

TEST_F(TimeInForce, an_expiry_changes_what_others_wait_for) {
    run("alice sell A1 5 @ 100 gtd 5000");
    run("carol sell C1 5 @ 101 account client");
    run("bob buy B1 5 @ 101 all-or-none self-trade N");
    play(R"(
        venue timer at 5000
        > alice A1 expired [expired] 0 of 5
        > feed remove #1 sell 5 @ 100
        > carol C1 trade 5 @ 101 adding [filled] 0 of 5, 5 for 505
        > bob B1 trade 5 @ 101 removing [filled] 0 of 5, 5 for 505
        > feed execute #2 sell 5 @ 101, 0 left .
    )");
}

TEST_F(TimeInForce, at_the_opening_and_at_the_close_are_not_for_this_venue) {
    play(R"(
        alice buy A1 1 @ 100 tif 2
        > alice A1 rejected [rejected] 0 of 1: unsupported_time_in_force
        alice buy A2 1 @ 100 tif 7
        > alice A2 rejected [rejected] 0 of 1: unsupported_time_in_force
    )");
}

TEST_F(TimeInForce, immediate_orders_end_with_their_command) {
    run("bob sell B1 4 @ 100");
    play(R"(
        alice buy A1 10 @ 100 ioc
        > alice A1 new [new] 10 of 10
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A1 trade 4 @ 100 removing [partially_filled] 6 of 10, 4 for 400
        > alice A1 canceled [canceled] 0 of 10, 4 for 400: no_liquidity
        > feed execute #1 sell 4 @ 100, 0 left .
        alice buy A2 10 @ 100 fok
        > alice A2 new [new] 10 of 10
        > alice A2 canceled [canceled] 0 of 10: no_liquidity
        alice buy A3 10 market
        > alice A3 new [new] 10 of 10
        > alice A3 canceled [canceled] 0 of 10: no_liquidity
    )");
}

} // namespace
} // namespace pinion::engine
