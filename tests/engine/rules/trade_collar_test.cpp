// A trade too far from the last one does not happen: a volatility auction begins in its place.
#include "tests/engine/support/phase_script.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

class TradeCollar : public PhaseScript {
  protected:
    TradeCollar()
        : PhaseScript({.volatility_auction_ns = 1'000},
                      {.reference_ticks = 100, .trade_ticks = 5}) {}
};

TEST_F(TradeCollar, what_would_leave_it_collects_and_the_order_with_it) {
    run("bob sell B1 2 @ 105");
    run("bob sell B2 2 @ 106");
    play(R"(
        alice buy A1 5 @ 110 at 50
        > alice A1 new [new] 5 of 5
        > bob B1 trade 2 @ 105 adding [filled] 0 of 2, 2 for 210
        > alice A1 trade 2 @ 105 removing [partially_filled] 3 of 5, 2 for 210
        > feed execute #1 sell 2 @ 105, 0 left
        > feed phase volatility_auction
        > feed add #3 buy 3 @ 110
        > feed indicative 2 @ 106, 1 buy over .
        venue timer at 1049
        venue timer at 1050
        > alice A1 trade 2 @ 106 in auction [partially_filled] 1 of 5, 4 for 422
        > bob B2 trade 2 @ 106 in auction [filled] 0 of 2, 2 for 212
        > feed execute #3 buy 2 @ 106, 1 left
        > feed execute #2 sell 2 @ 106, 0 left, same trade
        > feed phase continuous .
    )");
}

TEST_F(TradeCollar, what_may_not_rest_is_canceled_then) {
    run("bob sell B1 2 @ 106");
    play(R"(
        alice buy A1 1 market
        > alice A1 new [new] 1 of 1
        > alice A1 canceled [canceled] 0 of 1: no_liquidity
        > feed phase volatility_auction .
    )");
}

TEST_F(TradeCollar, all_or_nothing_trades_within_it_or_not_at_all) {
    run("bob sell B1 2 @ 105");
    run("bob sell B2 2 @ 106");
    play(R"(
        alice buy A1 3 @ 110 fok
        > alice A1 new [new] 3 of 3
        > alice A1 canceled [canceled] 0 of 3: no_liquidity
        alice buy A2 3 @ 110 all-or-none
        > alice A2 new [new] 3 of 3
        carol buy C1 1 @ 105
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 105 adding [partially_filled] 1 of 2, 1 for 105
        > carol C1 trade 1 @ 105 removing [filled] 0 of 1, 1 for 105
        > feed execute #1 sell 1 @ 105, 1 left
        > bob B1 trade 1 @ 105 adding [filled] 0 of 2, 2 for 210
        > alice A2 trade 1 @ 105 removing [partially_filled] 2 of 3, 1 for 105
        > feed execute #1 sell 1 @ 105, 0 left
        > bob B2 trade 2 @ 106 adding [filled] 0 of 2, 2 for 212
        > alice A2 trade 2 @ 106 removing [filled] 0 of 3, 3 for 317
        > feed execute #2 sell 2 @ 106, 0 left .
    )");
}

TEST_F(TradeCollar, a_sell_is_stopped_below_it) {
    run("bob buy B1 2 @ 94");
    play(R"(
        alice sell A1 1 @ 90
        > alice A1 new [new] 1 of 1
        > feed phase volatility_auction
        > feed add #2 sell 1 @ 90
        > feed indicative 1 @ 94, 1 buy over .
    )");
}

TEST_F(TradeCollar, waiting_stops_are_stopped_like_everybody) {
    run("bob sell B1 1 @ 104");
    run("bob sell B2 1 @ 111");
    run("carol buy C1 1 stop 104");
    play(R"(
        alice buy A1 1 @ 104
        > alice A1 new [new] 1 of 1
        > bob B1 trade 1 @ 104 adding [filled] 0 of 1, 1 for 104
        > alice A1 trade 1 @ 104 removing [filled] 0 of 1, 1 for 104
        > carol C1 restated as market, market_option [new] 1 of 1
        > feed execute #1 sell 1 @ 104, 0 left
        > carol C1 canceled [canceled] 0 of 1: no_liquidity
        > feed phase volatility_auction .
    )");
}

class TradeCollarWithFewActivations : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.activations_max = 1;
        options.markets = {{.volatility_auction_ns = 1'000}};
        options.collars = {{.reference_ticks = 100, .trade_ticks = 5}};
        return options;
    }

    TradeCollarWithFewActivations() : Script(options()) {}
};

TEST_F(TradeCollarWithFewActivations,
       an_auction_is_told_that_began_behind_another_instruments_order) {
    run("bob sell B1 1 @ 104");
    run("bob sell B2 1 @ 111");
    run("carol buy C1 1 @ 104 stop 104");
    run("carol buy C2 1 @ 111 stop 104");
    run("alice buy A1 1 @ 104");
    play(R"(
        alice buy A2 1 @ 60 in 1
        > alice A2 new [new] 1 of 1
        > carol C2 restated as limit, market_option [new] 1 of 1
        > feed add #6 buy 1 @ 60
        > feed phase volatility_auction
        > feed add #4 buy 1 @ 111
        > feed indicative 1 @ 111 .
    )");
}

} // namespace
} // namespace pinion::engine
