// Auctions: orders collect, the public is told what would come of it, and at the end all that can
// trade does, by price and time and at one price.
#include "tests/engine/support/phase_script.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

using shm::TradingPhase;

class Auction : public PhaseScript {
  protected:
    Auction()
        : PhaseScript({.calendar = {{1'000, TradingPhase::pre_open},
                                    {2'000, TradingPhase::opening_auction},
                                    {3'000, TradingPhase::continuous},
                                    {4'000, TradingPhase::closing_auction},
                                    {5'000, TradingPhase::closed}}},
                      {.reference_ticks = 100}) {
        timer_at(1'000);
    }
};

TEST_F(Auction, orders_collect_and_trade_at_one_price_by_price_and_time) {
    play(R"(
        alice buy A1 5 @ 102
        > alice A1 new [new] 5 of 5
        > feed add #1 buy 5 @ 102 .
        alice buy A2 5 @ 103
        > alice A2 new [new] 5 of 5
        > feed add #2 buy 5 @ 103 .
        bob sell B1 7 @ 99
        > bob B1 new [new] 7 of 7
        > feed add #3 sell 7 @ 99 .
        venue timer at 2000
        > feed phase opening_auction
        > feed indicative 7 @ 100, 3 buy over .
        carol buy C1 4 @ 102
        > carol C1 new [new] 4 of 4
        > feed add #4 buy 4 @ 102
        > feed indicative 7 @ 100, 7 buy over .
        alice status A1
        > alice A1 status [new] 5 of 5
        venue timer at 3000
        > alice A2 trade 5 @ 100 in auction [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 in auction [partially_filled] 2 of 7, 5 for 500
        > feed execute #2 buy 5 @ 100, 0 left
        > feed execute #3 sell 5 @ 100, 2 left, same trade
        > alice A1 trade 2 @ 100 in auction [partially_filled] 3 of 5, 2 for 200
        > bob B1 trade 2 @ 100 in auction [filled] 0 of 7, 7 for 700
        > feed execute #1 buy 2 @ 100, 3 left
        > feed execute #3 sell 2 @ 100, 0 left, same trade
        > feed phase continuous .
        bob sell B2 4 @ 102
        > bob B2 new [new] 4 of 4
        > alice A1 trade 3 @ 102 adding [filled] 0 of 5, 5 for 506
        > bob B2 trade 3 @ 102 removing [partially_filled] 1 of 4, 3 for 306
        > feed execute #1 buy 3 @ 102, 0 left
        > carol C1 trade 1 @ 102 adding [partially_filled] 3 of 4, 1 for 102
        > bob B2 trade 1 @ 102 removing [filled] 0 of 4, 4 for 408
        > feed execute #4 buy 1 @ 102, 3 left .
    )");
}

TEST_F(Auction, market_orders_and_those_for_the_opening_go_first_and_end_with_it) {
    run("bob sell B1 4 @ 101");
    timer_at(2'000);
    play(R"(
        alice buy A1 3 market
        > alice A1 new [new] 3 of 3
        > feed add #2 buy 3 @ 10000
        > feed indicative 3 @ 101, 1 sell over .
        alice buy A2 3 @ 103 at-open
        > alice A2 new [new] 3 of 3
        > feed add #3 buy 3 @ 103
        > feed indicative 4 @ 101, 2 buy over .
        carol buy C1 3 market gtc
        > carol C1 new [new] 3 of 3
        > feed add #4 buy 3 @ 10000
        > feed indicative 4 @ 104, 2 buy over .
        alice status A1
        > alice A1 status [new] 3 of 3
        alice replace A3 of A2 2 @ 103 at-open
        > alice A3/A2 not changed [new] #3: unsupported_instruction
        venue timer at 3000
        > alice A1 trade 3 @ 104 in auction [filled] 0 of 3, 3 for 312
        > bob B1 trade 3 @ 104 in auction [partially_filled] 1 of 4, 3 for 312
        > feed execute #2 buy 3 @ 104, 0 left
        > feed execute #1 sell 3 @ 104, 1 left, same trade
        > carol C1 trade 1 @ 104 in auction [partially_filled] 2 of 3, 1 for 104
        > bob B1 trade 1 @ 104 in auction [filled] 0 of 4, 4 for 416
        > feed execute #4 buy 1 @ 104, 2 left
        > feed execute #1 sell 1 @ 104, 0 left, same trade
        > carol C1 canceled [canceled] 0 of 3, 1 for 104: no_liquidity
        > alice A2 canceled [canceled] 0 of 3: no_liquidity
        > feed remove #4 buy 2 @ 10000
        > feed remove #3 buy 3 @ 103
        > feed phase continuous .
    )");
}

TEST_F(Auction, those_for_the_close_trade_there_and_the_rest_of_them_is_canceled) {
    timer_at(4'000);
    play(R"(
        alice buy A2 3 @ 100 at-close
        > alice A2 new [new] 3 of 3
        > feed add #1 buy 3 @ 100 .
        bob sell B1 1 @ 100 gtc
        > bob B1 new [new] 1 of 1
        > feed add #2 sell 1 @ 100
        > feed indicative 1 @ 100, 2 buy over .
        venue timer at 5000
        > alice A2 trade 1 @ 100 in auction [partially_filled] 2 of 3, 1 for 100
        > bob B1 trade 1 @ 100 in auction [filled] 0 of 1, 1 for 100
        > feed execute #1 buy 1 @ 100, 2 left
        > feed execute #2 sell 1 @ 100, 0 left, same trade
        > alice A2 canceled [canceled] 0 of 3, 1 for 100: no_liquidity
        > feed remove #1 buy 2 @ 100
        > feed phase closed .
        alice buy A3 1 @ 100
        > alice A3 rejected [rejected] 0 of 1: instrument_closed
    )");
}

TEST_F(Auction, icebergs_trade_slice_by_slice_and_hidden_lots_count) {
    run("alice buy A1 5 @ 100 show 2");
    run("carol buy C1 3 @ 100");
    timer_at(2'000);
    play(R"(
        bob sell B1 7 @ 100
        > bob B1 new [new] 7 of 7
        > feed add #3 sell 7 @ 100
        > feed indicative 7 @ 100, 1 buy over .
        venue timer at 3000
        > alice A1 trade 2 @ 100 in auction [partially_filled] 3 of 5, 2 for 200
        > bob B1 trade 2 @ 100 in auction [partially_filled] 5 of 7, 2 for 200
        > feed execute #1 buy 2 @ 100, 0 left
        > feed execute #3 sell 2 @ 100, 5 left, same trade
        > feed add #1 buy 2 @ 100
        > carol C1 trade 3 @ 100 in auction [filled] 0 of 3, 3 for 300
        > bob B1 trade 3 @ 100 in auction [partially_filled] 2 of 7, 5 for 500
        > feed execute #2 buy 3 @ 100, 0 left
        > feed execute #3 sell 3 @ 100, 2 left, same trade
        > alice A1 trade 2 @ 100 in auction [partially_filled] 1 of 5, 4 for 400
        > bob B1 trade 2 @ 100 in auction [filled] 0 of 7, 7 for 700
        > feed execute #1 buy 2 @ 100, 0 left
        > feed execute #3 sell 2 @ 100, 0 left, same trade
        > feed add #1 buy 1 @ 100
        > feed phase continuous .
    )");
}

TEST_F(Auction, minimum_quantities_wait_for_trading_to_go_on) {
    run("bob sell B1 5 @ 100");
    play(R"(
        alice buy A1 5 @ 100 all-or-none
        > alice A1 new [new] 5 of 5
        venue timer at 3000
        > feed phase opening_auction
        > feed phase continuous
        > bob B1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > alice A1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #1 sell 5 @ 100, 0 left .
    )");
}

TEST_F(Auction, stops_are_elected_by_the_price_when_trading_goes_on) {
    play(R"(
        carol sell C1 1 @ 90 stop 105
        > carol C1 new [new] 1 of 1
        alice buy A1 3 @ 104
        > alice A1 new [new] 3 of 3
        > feed add #2 buy 3 @ 104 .
        bob sell B1 1 @ 104
        > bob B1 new [new] 1 of 1
        > feed add #3 sell 1 @ 104 .
        venue timer at 3000
        > feed phase opening_auction
        > alice A1 trade 1 @ 104 in auction [partially_filled] 2 of 3, 1 for 104
        > bob B1 trade 1 @ 104 in auction [filled] 0 of 1, 1 for 104
        > feed execute #2 buy 1 @ 104, 2 left
        > feed execute #3 sell 1 @ 104, 0 left, same trade
        > carol C1 restated as limit, market_option [new] 1 of 1
        > feed phase continuous
        > alice A1 trade 1 @ 104 adding [partially_filled] 1 of 3, 2 for 208
        > carol C1 trade 1 @ 104 removing [filled] 0 of 1, 1 for 104
        > feed execute #2 buy 1 @ 104, 1 left .
    )");
}

TEST_F(Auction, nobody_takes_so_that_post_only_and_self_trades_are_of_no_account) {
    play(R"(
        alice buy A1 3 @ 104 post-only
        > alice A1 new @ 104 [new] 3 of 3
        > feed add #1 buy 3 @ 104 .
        alice sell A2 3 @ 104 post-only reprice
        > alice A2 new @ 104 [new] 3 of 3
        > feed add #2 sell 3 @ 104 .
        alice replace A3 of A2 4 @ 103 side 2
        > alice A3/A2 replaced @ 103 [new] 4 of 4
        > feed replace #2 sell 4 @ 103 .
        venue timer at 3000
        > feed phase opening_auction
        > alice A1 trade 3 @ 103 in auction [filled] 0 of 3, 3 for 309
        > alice A3 trade 3 @ 103 in auction [partially_filled] 1 of 4, 3 for 309
        > feed execute #1 buy 3 @ 103, 0 left
        > feed execute #2 sell 3 @ 103, 1 left, same trade
        > feed phase continuous .
    )");
}

TEST_F(Auction, a_cancel_changes_what_would_come_of_it) {
    timer_at(2'000);
    run("alice buy A1 3 @ 100");
    run("bob sell B1 3 @ 100");
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 3
        > feed remove #1 buy 3 @ 100
        > feed indicative 0 @ 0 .
    )");
}

TEST_F(Auction, what_only_lives_for_it_has_no_minimum_and_hides_nothing) {
    timer_at(2'000);
    play(R"(
        alice buy A1 3 market min 2
        > alice A1 rejected [rejected] 0 of 3: unsupported_instruction
        alice buy A2 3 @ 100 all-or-none at-open
        > alice A2 rejected [rejected] 0 of 3: unsupported_instruction
        alice buy A3 3 @ 100 show 1 at-open
        > alice A3 rejected [rejected] 0 of 3: unsupported_instruction
        alice buy A4 3 @ 100 post-only at-open
        > alice A4 rejected [rejected] 0 of 3: unsupported_instruction
    )");
}

TEST_F(Auction, a_venue_that_comes_late_opens_where_the_day_is) {
    EXPECT_EQ(timer_at(86'400'000'000'000 + 4'500), "> feed phase opening_auction\n"
                                                    "> feed phase continuous\n"
                                                    "> feed phase closing_auction\n"
                                                    "> feed phase closed\n"
                                                    "> feed phase pre_open\n"
                                                    "> feed phase opening_auction\n"
                                                    "> feed phase continuous\n"
                                                    "> feed phase closing_auction .\n");
}

} // namespace
} // namespace pinion::engine
