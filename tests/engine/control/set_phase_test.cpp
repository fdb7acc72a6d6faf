// The operator halts, resumes and moves instruments through their phases.
#include "tests/engine/support/phase_script.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

using shm::TradingPhase;

class SetPhase : public PhaseScript {
  protected:
    SetPhase()
        : PhaseScript({.calendar = {{1'000, TradingPhase::continuous},
                                    {2'000, TradingPhase::closing_auction},
                                    {3'000, TradingPhase::closed}}}) {
        timer_at(1'000);
    }
};

TEST_F(SetPhase, a_halt_keeps_the_book_and_takes_cancels_only) {
    run("bob sell B1 5 @ 101");
    play(R"(
        admin set_phase instrument 0 phase halted
        > admin set_phase of 1
        > feed phase halted .
        alice buy A1 5 @ 101
        > alice A1 rejected [rejected] 0 of 5: instrument_halted
        bob replace B2 of B1 4 @ 101 side 2
        > bob B2/B1 not changed [new] #1: instrument_halted
        bob cancel B3 of B1 side 2
        > bob B3/B1 canceled [canceled] 0 of 5
        > feed remove #1 sell 5 @ 101 .
        admin set_phase instrument 0 phase continuous
        > admin set_phase of 1
        > feed phase continuous .
        alice buy A2 5 @ 101
        > alice A2 new [new] 5 of 5
        > feed add #2 buy 5 @ 101 .
    )");
}

TEST_F(SetPhase, a_halt_is_for_the_operator_to_end_and_not_for_the_calendar) {
    play(R"(
        admin set_phase instrument 0 phase halted
        > admin set_phase of 1
        > feed phase halted .
        venue timer at 2000
        venue timer at 2100
        admin set_phase instrument 0
        > admin set_phase of 1
        > feed phase closing_auction .
        venue timer at 3000
        > feed phase closed .
    )");
}

TEST_F(SetPhase, an_auction_of_a_length_ends_by_itself) {
    play(R"(
        admin set_phase instrument 0 phase volatility_auction for 100
        > admin set_phase of 1
        > feed phase volatility_auction .
    )");
    EXPECT_EQ(engine_.next_deadline_ns(), 1'101);
    EXPECT_EQ(timer_at(1'101), "> feed phase continuous .\n");
}

TEST_F(SetPhase, everything_is_all_instruments) {
    play(R"(
        admin set_phase everything phase halted
        > feed phase halted
        > admin set_phase of 2
        > feed phase halted .
        alice buy A1 5 @ 100 in 1
        > alice A1 rejected [rejected] 0 of 5: instrument_halted
    )");
}

TEST_F(SetPhase, what_is_no_phase_or_no_instrument_is_refused) {
    play(R"(
        admin set_phase instrument 2 phase halted
        > admin set_phase: unknown_symbol
        admin set_phase account client phase halted
        > admin set_phase: unsupported_instruction
        admin set_phase instrument 0 phase halted for -1
        > admin set_phase: unsupported_instruction
    )");
}

TEST_F(SetPhase, a_halted_auction_uncrosses_when_trading_begins_and_not_before) {
    play(R"(
        admin set_phase instrument 0 phase opening_auction
        > admin set_phase of 1
        > feed phase opening_auction .
        alice buy A1 5 @ 101
        > alice A1 new [new] 5 of 5
        > feed add #1 buy 5 @ 101 .
        bob sell B1 5 @ 101
        > bob B1 new [new] 5 of 5
        > feed add #2 sell 5 @ 101
        > feed indicative 5 @ 101 .
        admin set_phase instrument 0 phase halted
        > admin set_phase of 1
        > feed phase halted .
        admin set_phase instrument 0 phase continuous
        > alice A1 trade 5 @ 101 in auction [filled] 0 of 5, 5 for 505
        > bob B1 trade 5 @ 101 in auction [filled] 0 of 5, 5 for 505
        > feed execute #1 buy 5 @ 101, 0 left
        > feed execute #2 sell 5 @ 101, 0 left, same trade
        > admin set_phase of 1
        > feed phase continuous .
    )");
}

} // namespace
} // namespace pinion::engine
