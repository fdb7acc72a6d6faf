// Several stop orders at once: in which order they are elected, and how many in a command.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using StopCascade = Script;

TEST_F(StopCascade, buys_come_first_by_lowest_stop_price_then_sells_by_highest_then_by_time) {
    run("alice sell A1 1 stop 96");
    run("alice sell A2 1 stop 97");
    run("alice buy A3 1 stop 104");
    run("alice buy A4 1 stop 103");
    run("alice buy A5 1 stop 103");
    run("bob buy B1 1 @ 96");
    run("bob sell B2 1 @ 104");
    run("bob buy B3 9 @ 50");
    run("bob sell B4 9 @ 150");
    play(R"(
        carol sell C1 1 @ 96
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 96 adding [filled] 0 of 1, 1 for 96
        > carol C1 trade 1 @ 96 removing [filled] 0 of 1, 1 for 96
        > alice A2 restated as market, market_option [new] 1 of 1
        > feed execute #6 buy 1 @ 96, 0 left
        > bob B3 trade 1 @ 50 adding [partially_filled] 8 of 9, 1 for 50
        > alice A2 trade 1 @ 50 removing [filled] 0 of 1, 1 for 50
        > alice A1 restated as market, market_option [new] 1 of 1
        > feed execute #8 buy 1 @ 50, 8 left
        > bob B3 trade 1 @ 50 adding [partially_filled] 7 of 9, 2 for 100
        > alice A1 trade 1 @ 50 removing [filled] 0 of 1, 1 for 50
        > feed execute #8 buy 1 @ 50, 7 left .
        carol buy C2 1 @ 104
        > carol C2 new [new] 1 of 1
        > bob B2 trade 1 @ 104 adding [filled] 0 of 1, 1 for 104
        > carol C2 trade 1 @ 104 removing [filled] 0 of 1, 1 for 104
        > alice A4 restated as market, market_option [new] 1 of 1
        > feed execute #7 sell 1 @ 104, 0 left
        > bob B4 trade 1 @ 150 adding [partially_filled] 8 of 9, 1 for 150
        > alice A4 trade 1 @ 150 removing [filled] 0 of 1, 1 for 150
        > alice A5 restated as market, market_option [new] 1 of 1
        > feed execute #9 sell 1 @ 150, 8 left
        > bob B4 trade 1 @ 150 adding [partially_filled] 7 of 9, 2 for 300
        > alice A5 trade 1 @ 150 removing [filled] 0 of 1, 1 for 150
        > alice A3 restated as market, market_option [new] 1 of 1
        > feed execute #9 sell 1 @ 150, 7 left
        > bob B4 trade 1 @ 150 adding [partially_filled] 6 of 9, 3 for 450
        > alice A3 trade 1 @ 150 removing [filled] 0 of 1, 1 for 150
        > feed execute #9 sell 1 @ 150, 6 left .
    )");
}

TEST_F(StopCascade, one_sweep_that_trades_high_and_low_elects_both_sides) {
    run("alice buy A1 1 stop 100");
    run("alice sell A2 1 stop 90");
    run("bob buy B1 1 @ 100");
    run("bob buy B2 1 @ 90");
    run("bob buy B3 9 @ 80");
    run("bob sell B4 9 @ 120");
    play(R"(
        carol sell C1 2 @ 90
        > carol C1 new [new] 2 of 2
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > carol C1 trade 1 @ 100 removing [partially_filled] 1 of 2, 1 for 100
        > feed execute #3 buy 1 @ 100, 0 left
        > bob B2 trade 1 @ 90 adding [filled] 0 of 1, 1 for 90
        > carol C1 trade 1 @ 90 removing [filled] 0 of 2, 2 for 190
        > alice A1 restated as market, market_option [new] 1 of 1
        > feed execute #4 buy 1 @ 90, 0 left
        > bob B4 trade 1 @ 120 adding [partially_filled] 8 of 9, 1 for 120
        > alice A1 trade 1 @ 120 removing [filled] 0 of 1, 1 for 120
        > alice A2 restated as market, market_option [new] 1 of 1
        > feed execute #6 sell 1 @ 120, 8 left
        > bob B3 trade 1 @ 80 adding [partially_filled] 8 of 9, 1 for 80
        > alice A2 trade 1 @ 80 removing [filled] 0 of 1, 1 for 80
        > feed execute #5 buy 1 @ 80, 8 left .
    )");
}

TEST_F(StopCascade, a_cascade_elects_one_after_the_other_each_with_its_trades_first) {
    run("alice buy A1 1 stop 101");
    run("alice buy A2 1 stop 102");
    run("alice buy A3 1 stop 103");
    run("bob sell B1 1 @ 101");
    run("bob sell B2 1 @ 102");
    run("bob sell B3 1 @ 103");
    run("bob sell B4 1 @ 104");
    play(R"(
        carol buy C1 1 @ 101
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > carol C1 trade 1 @ 101 removing [filled] 0 of 1, 1 for 101
        > alice A1 restated as market, market_option [new] 1 of 1
        > feed execute #4 sell 1 @ 101, 0 left
        > bob B2 trade 1 @ 102 adding [filled] 0 of 1, 1 for 102
        > alice A1 trade 1 @ 102 removing [filled] 0 of 1, 1 for 102
        > alice A2 restated as market, market_option [new] 1 of 1
        > feed execute #5 sell 1 @ 102, 0 left
        > bob B3 trade 1 @ 103 adding [filled] 0 of 1, 1 for 103
        > alice A2 trade 1 @ 103 removing [filled] 0 of 1, 1 for 103
        > alice A3 restated as market, market_option [new] 1 of 1
        > feed execute #6 sell 1 @ 103, 0 left
        > bob B4 trade 1 @ 104 adding [filled] 0 of 1, 1 for 104
        > alice A3 trade 1 @ 104 removing [filled] 0 of 1, 1 for 104
        > feed execute #7 sell 1 @ 104, 0 left .
    )");
}

class FewActivations : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.activations_max = 2;
        return options;
    }

    FewActivations() : Script(options()) {}
};

TEST_F(FewActivations, a_cascade_is_bounded_and_goes_on_with_the_next_timers) {
    run("alice buy A1 1 stop 101");
    run("alice buy A2 1 stop 101");
    run("alice buy A3 1 stop 101");
    run("alice buy A4 1 stop 101");
    run("alice buy A5 1 stop 101");
    run("bob sell B1 1 @ 101");
    run("bob sell B2 9 @ 102");
    EXPECT_GT(engine_.next_deadline_ns(), 1'000'000);
    play(R"(
        carol buy C1 1 @ 101
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 101 adding [filled] 0 of 1, 1 for 101
        > carol C1 trade 1 @ 101 removing [filled] 0 of 1, 1 for 101
        > alice A1 restated as market, market_option [new] 1 of 1
        > feed execute #6 sell 1 @ 101, 0 left
        > bob B2 trade 1 @ 102 adding [partially_filled] 8 of 9, 1 for 102
        > alice A1 trade 1 @ 102 removing [filled] 0 of 1, 1 for 102
        > alice A2 restated as market, market_option [new] 1 of 1
        > feed execute #7 sell 1 @ 102, 8 left
        > bob B2 trade 1 @ 102 adding [partially_filled] 7 of 9, 2 for 204
        > alice A2 trade 1 @ 102 removing [filled] 0 of 1, 1 for 102
        > feed execute #7 sell 1 @ 102, 7 left .
    )");
    EXPECT_LE(engine_.next_deadline_ns(), 100) << "at once";
    play(R"(
        venue timer
        > alice A3 restated as market, market_option [new] 1 of 1
        > bob B2 trade 1 @ 102 adding [partially_filled] 6 of 9, 3 for 306
        > alice A3 trade 1 @ 102 removing [filled] 0 of 1, 1 for 102
        > alice A4 restated as market, market_option [new] 1 of 1
        > feed execute #7 sell 1 @ 102, 6 left
        > bob B2 trade 1 @ 102 adding [partially_filled] 5 of 9, 4 for 408
        > alice A4 trade 1 @ 102 removing [filled] 0 of 1, 1 for 102
        > feed execute #7 sell 1 @ 102, 5 left .
        venue timer
        > alice A5 restated as market, market_option [new] 1 of 1
        > bob B2 trade 1 @ 102 adding [partially_filled] 4 of 9, 5 for 510
        > alice A5 trade 1 @ 102 removing [filled] 0 of 1, 1 for 102
        > feed execute #7 sell 1 @ 102, 4 left .
        venue timer
    )");
    EXPECT_GT(engine_.next_deadline_ns(), 1'000'000);
}

TEST_F(FewActivations, the_command_that_comes_before_the_timer_is_carried_out_first) {
    run("alice buy A1 1 stop 101");
    run("alice buy A2 1 stop 101");
    run("alice buy A3 1 stop 101");
    run("bob sell B1 1 @ 101");
    run("bob sell B2 1 @ 102");
    run("bob sell B3 1 @ 103");
    run("bob sell B4 1 @ 104");
    run("carol buy C1 1 @ 101");
    play(R"(
        carol buy C2 1 @ 104
        > carol C2 new [new] 1 of 1
        > bob B4 trade 1 @ 104 adding [filled] 0 of 1, 1 for 104
        > carol C2 trade 1 @ 104 removing [filled] 0 of 1, 1 for 104
        > alice A3 restated as market, market_option [new] 1 of 1
        > alice A3 canceled [canceled] 0 of 1: no_liquidity
        > feed execute #7 sell 1 @ 104, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
