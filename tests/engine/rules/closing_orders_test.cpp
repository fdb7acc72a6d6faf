// Orders at the close: taken all day, they wait unseen until the closing auction begins.
#include "tests/engine/support/phase_script.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

using shm::TradingPhase;

class ClosingOrders : public PhaseScript {
  protected:
    ClosingOrders()
        : PhaseScript({.calendar = {{1'000, TradingPhase::pre_open},
                                    {2'000, TradingPhase::continuous},
                                    {3'000, TradingPhase::closing_auction},
                                    {4'000, TradingPhase::closed}}},
                      {.reference_ticks = 100}) {
        timer_at(1'000);
    }
};

TEST_F(ClosingOrders, wait_unseen_and_trade_in_their_auction) {
    play(R"(
        alice buy A1 5 market at-close
        > alice A1 new [new] 5 of 5
        venue timer at 2000
        > feed phase continuous .
        bob sell B1 4 @ 99 at-close
        > bob B1 new [new] 4 of 4
        carol buy C1 1 @ 103
        > carol C1 new [new] 1 of 1
        > feed add #3 buy 1 @ 103 .
        alice status A1
        > alice A1 status [new] 5 of 5
        venue timer at 3000
        > feed phase closing_auction
        > feed add #1 buy 5 @ 10000
        > feed add #2 sell 4 @ 99
        > feed indicative 4 @ 104, 1 buy over .
        venue timer at 4000
        > alice A1 trade 4 @ 104 in auction [partially_filled] 1 of 5, 4 for 416
        > bob B1 trade 4 @ 104 in auction [filled] 0 of 4, 4 for 416
        > feed execute #1 buy 4 @ 104, 1 left
        > feed execute #2 sell 4 @ 104, 0 left, same trade
        > alice A1 canceled [canceled] 0 of 5, 4 for 416: no_liquidity
        > feed remove #1 buy 1 @ 10000
        > feed phase closed .
    )");
}

TEST_F(ClosingOrders, go_to_the_book_by_side_price_and_time) {
    timer_at(2'000);
    run("bob sell B1 1 @ 105 at-close");
    run("alice buy A1 1 @ 98 at-close");
    run("alice buy A2 1 @ 99 at-close");
    run("bob sell B2 1 @ 104 at-close");
    run("alice buy A3 1 @ 99 at-close");
    EXPECT_EQ(timer_at(3'000), "> feed phase closing_auction\n"
                               "> feed add #3 buy 1 @ 99\n"
                               "> feed add #5 buy 1 @ 99\n"
                               "> feed add #2 buy 1 @ 98\n"
                               "> feed add #4 sell 1 @ 104\n"
                               "> feed add #1 sell 1 @ 105 .\n");
}

TEST_F(ClosingOrders, are_canceled_where_they_wait_but_not_replaced) {
    timer_at(2'000);
    run("alice buy A1 5 @ 100 at-close");
    play(R"(
        alice replace A2 of A1 4 @ 100
        > alice A2/A1 not changed [new] #1: unsupported_instruction
        alice cancel A3 of A1
        > alice A3/A1 canceled [canceled] 0 of 5
        venue timer at 3000
        > feed phase closing_auction .
    )");
}

TEST_F(ClosingOrders, survive_other_auctions_and_halts_but_no_closing_of_the_instrument) {
    timer_at(2'000);
    run("alice buy A1 5 @ 100 at-close");
    play(R"(
        admin set_phase instrument 0 phase volatility_auction
        > admin set_phase of 1
        > feed phase volatility_auction .
        bob sell B1 5 @ 100 at-close
        > bob B1 new [new] 5 of 5
        admin set_phase instrument 0 phase halted
        > admin set_phase of 1
        > feed phase halted .
        admin set_phase instrument 0 phase continuous
        > admin set_phase of 1
        > feed phase continuous .
        admin set_phase instrument 0 phase closed
        > alice A1 canceled [canceled] 0 of 5: no_liquidity
        > bob B1 canceled [canceled] 0 of 5: no_liquidity
        > admin set_phase of 1
        > feed phase closed .
    )");
}

TEST_F(ClosingOrders, expire_with_the_day) {
    timer_at(2'000);
    run("alice buy A1 5 @ 100 at-close");
    play(R"(
        venue day-roll
        > alice A1 expired [expired] 0 of 5
        > feed day_roll .
    )");
}

TEST_F(ClosingOrders, need_a_closing_auction_in_the_calendar_or_now) {
    play(R"(
        alice buy A1 1 @ 100 in 1 at-close
        > alice A1 rejected [rejected] 0 of 1: unsupported_time_in_force
        admin set_phase instrument 1 phase closing_auction
        > admin set_phase of 1
        > feed phase closing_auction .
        alice buy A2 1 @ 100 in 1 at-close
        > alice A2 new [new] 1 of 1
        > feed add #1 buy 1 @ 100 .
    )");
}

/// One may wait, and one may rest.
class FewClosingOrders : public Script {
  protected:
    static EngineOptions few() {
        auto options = default_options();
        options.orders_max = options.closing_orders_max = 1;
        options.markets = {{.calendar = {{1'000, TradingPhase::continuous},
                                         {2'000, TradingPhase::closing_auction}}}};
        return options;
    }

    FewClosingOrders() : Script(few()) { run("venue timer at 1000"); }
};

TEST_F(FewClosingOrders, need_room_to_wait_and_room_in_the_book) {
    play(R"(
        alice buy A1 1 @ 100 at-close
        > alice A1 new [new] 1 of 1
        alice buy A2 1 @ 100 at-close
        > alice A2 rejected [rejected] 0 of 1: order_limit_reached
        bob sell B1 1 @ 101
        > bob B1 new [new] 1 of 1
        > feed add #2 sell 1 @ 101 .
        venue timer at 2000
        > alice A1 canceled [canceled] 0 of 1: order_limit_reached
        > feed phase closing_auction .
    )");
}

} // namespace
} // namespace pinion::engine
