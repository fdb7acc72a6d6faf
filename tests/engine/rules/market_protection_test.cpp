// A market order trades no worse than the best price at its beginning, give or take the
// instrument's protection.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

class MarketProtection : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.instruments[0].market_protection_ticks = 3;
        return options;
    }

    MarketProtection() : Script(options()) {}
};

TEST_F(MarketProtection, it_stops_at_the_protections_edge_and_the_rest_is_canceled) {
    run("bob sell B1 1 @ 100");
    run("bob sell B2 1 @ 103");
    run("bob sell B3 1 @ 104");
    play(R"(
        alice buy A1 5 market
        > alice A1 new [new] 5 of 5
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A1 trade 1 @ 100 removing [partially_filled] 4 of 5, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left
        > bob B2 trade 1 @ 103 adding [filled] 0 of 1, 1 for 103
        > alice A1 trade 1 @ 103 removing [partially_filled] 3 of 5, 2 for 203
        > alice A1 canceled [canceled] 0 of 5, 2 for 203: no_liquidity
        > feed execute #2 sell 1 @ 103, 0 left .
    )");
}

TEST_F(MarketProtection, it_is_measured_from_the_best_price_when_the_order_begins) {
    run("bob buy B1 1 @ 100");
    run("bob buy B2 1 @ 97");
    run("bob buy B3 1 @ 96");
    play(R"(
        alice sell A1 5 market
        > alice A1 new [new] 5 of 5
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A1 trade 1 @ 100 removing [partially_filled] 4 of 5, 1 for 100
        > feed execute #1 buy 1 @ 100, 0 left
        > bob B2 trade 1 @ 97 adding [filled] 0 of 1, 1 for 97
        > alice A1 trade 1 @ 97 removing [partially_filled] 3 of 5, 2 for 197
        > alice A1 canceled [canceled] 0 of 5, 2 for 197: no_liquidity
        > feed execute #2 buy 1 @ 97, 0 left .
        alice sell A2 5 market
        > alice A2 new [new] 5 of 5
        > bob B3 trade 1 @ 96 adding [filled] 0 of 1, 1 for 96
        > alice A2 trade 1 @ 96 removing [partially_filled] 4 of 5, 1 for 96
        > alice A2 canceled [canceled] 0 of 5, 1 for 96: no_liquidity
        > feed execute #3 buy 1 @ 96, 0 left .
    )");
}

TEST_F(MarketProtection, it_does_not_reach_out_of_the_band) {
    run("bob sell B1 1 @ 9999");
    run("bob sell B2 1 @ 10000");
    run("bob buy B3 1 @ 2");
    run("bob buy B4 1 @ 1");
    play(R"(
        alice buy A1 5 market
        > alice A1 new [new] 5 of 5
        > bob B1 trade 1 @ 9999 adding [filled] 0 of 1, 1 for 9999
        > alice A1 trade 1 @ 9999 removing [partially_filled] 4 of 5, 1 for 9999
        > feed execute #1 sell 1 @ 9999, 0 left
        > bob B2 trade 1 @ 10000 adding [filled] 0 of 1, 1 for 10000
        > alice A1 trade 1 @ 10000 removing [partially_filled] 3 of 5, 2 for 19999
        > alice A1 canceled [canceled] 0 of 5, 2 for 19999: no_liquidity
        > feed execute #2 sell 1 @ 10000, 0 left .
        alice sell A2 5 market
        > alice A2 new [new] 5 of 5
        > bob B3 trade 1 @ 2 adding [filled] 0 of 1, 1 for 2
        > alice A2 trade 1 @ 2 removing [partially_filled] 4 of 5, 1 for 2
        > feed execute #3 buy 1 @ 2, 0 left
        > bob B4 trade 1 @ 1 adding [filled] 0 of 1, 1 for 1
        > alice A2 trade 1 @ 1 removing [partially_filled] 3 of 5, 2 for 3
        > alice A2 canceled [canceled] 0 of 5, 2 for 3: no_liquidity
        > feed execute #4 buy 1 @ 1, 0 left .
    )");
}

TEST_F(MarketProtection, with_nobody_in_the_book_a_market_order_trades_with_nobody) {
    run("bob sell B1 5 @ 100 all-or-none");
    play(R"(
        alice buy A1 5 market
        > alice A1 new [new] 5 of 5
        > alice A1 canceled [canceled] 0 of 5: no_liquidity
    )");
}

TEST_F(MarketProtection, a_held_order_within_it_trades) {
    run("bob sell B1 5 @ 102 all-or-none");
    run("bob sell B2 5 @ 110 all-or-none");
    run("bob sell B3 1 @ 100");
    play(R"(
        alice buy A1 20 market
        > alice A1 new [new] 20 of 20
        > bob B3 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A1 trade 1 @ 100 removing [partially_filled] 19 of 20, 1 for 100
        > feed execute #3 sell 1 @ 100, 0 left
        > bob B1 trade 5 @ 102 adding [filled] 0 of 5, 5 for 510
        > alice A1 trade 5 @ 102 removing [partially_filled] 14 of 20, 6 for 610
        > alice A1 canceled [canceled] 0 of 20, 6 for 610: no_liquidity
        > feed trade #0 sell 5 @ 102 .
    )");
}

TEST_F(MarketProtection, its_minimum_is_looked_for_within_it) {
    run("bob sell B1 1 @ 100");
    run("bob sell B2 1 @ 104");
    play(R"(
        alice buy A1 2 market fok
        > alice A1 new [new] 2 of 2
        > alice A1 canceled [canceled] 0 of 2: no_liquidity
        alice buy A2 1 market fok
        > alice A2 new [new] 1 of 1
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > alice A2 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > feed execute #1 sell 1 @ 100, 0 left .
    )");
}

TEST_F(MarketProtection, an_elected_stop_order_is_protected_from_its_election_on) {
    run("alice buy A1 9 stop 100");
    run("bob sell B1 1 @ 100");
    run("bob sell B2 1 @ 102");
    run("bob sell B3 1 @ 105");
    run("bob sell B4 1 @ 106");
    play(R"(
        carol buy C1 1 @ 100
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > carol C1 trade 1 @ 100 removing [filled] 0 of 1, 1 for 100
        > alice A1 restated as market, market_option [new] 9 of 9
        > feed execute #2 sell 1 @ 100, 0 left
        > bob B2 trade 1 @ 102 adding [filled] 0 of 1, 1 for 102
        > alice A1 trade 1 @ 102 removing [partially_filled] 8 of 9, 1 for 102
        > feed execute #3 sell 1 @ 102, 0 left
        > bob B3 trade 1 @ 105 adding [filled] 0 of 1, 1 for 105
        > alice A1 trade 1 @ 105 removing [partially_filled] 7 of 9, 2 for 207
        > alice A1 canceled [canceled] 0 of 9, 2 for 207: no_liquidity
        > feed execute #4 sell 1 @ 105, 0 left .
    )");
}

TEST_F(MarketProtection, without_protection_a_market_order_goes_to_the_bands_edge) {
    run("bob sell B1 1 @ 50 in 1");
    run("bob sell B2 1 @ 150 in 1");
    play(R"(
        alice buy A1 5 market in 1
        > alice A1 new [new] 5 of 5
        > bob B1 trade 1 @ 50 adding [filled] 0 of 1, 1 for 50
        > alice A1 trade 1 @ 50 removing [partially_filled] 4 of 5, 1 for 50
        > feed execute #1 sell 1 @ 50, 0 left
        > bob B2 trade 1 @ 150 adding [filled] 0 of 1, 1 for 150
        > alice A1 trade 1 @ 150 removing [partially_filled] 3 of 5, 2 for 200
        > alice A1 canceled [canceled] 0 of 5, 2 for 200: no_liquidity
        > feed execute #2 sell 1 @ 150, 0 left .
    )");
}

TEST_F(MarketProtection, without_protection_it_also_trades_with_held_orders_alone) {
    run("bob sell B1 5 @ 150 all-or-none in 1");
    play(R"(
        alice buy A1 5 market in 1
        > alice A1 new [new] 5 of 5
        > bob B1 trade 5 @ 150 adding [filled] 0 of 5, 5 for 750
        > alice A1 trade 5 @ 150 removing [filled] 0 of 5, 5 for 750
        > feed trade #0 sell 5 @ 150 .
    )");
}

} // namespace
} // namespace pinion::engine
