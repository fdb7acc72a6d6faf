// What accounts have: an order needs it, waits with it reserved, and a trade moves it.
#include "tests/engine/support/risk_script.h"

namespace pinion::engine {
namespace {

class Funds : public RiskScript {
  protected:
    Funds() {
        run("admin credit account house asset USD 1000");
        run("admin credit account client asset ACME 10");
    }
};

TEST_F(Funds, a_waiting_buy_reserves_its_price_and_a_waiting_sell_its_lots) {
    run("alice buy A1 4 @ 100");
    expect_cents("house", 1000, 400);
    run("bob sell B1 7 @ 101 account client");
    expect_shares("client", 10, 7);
    expect_cents("client", 0, 0);
}

TEST_F(Funds, an_order_beyond_what_is_free_never_touches_the_book) {
    play(R"(
        alice buy A1 6 @ 100
        > alice A1 new [new] 6 of 6
        > feed add #1 buy 6 @ 100 .
        alice buy A2 5 @ 100
        > alice A2 rejected [rejected] 0 of 5: insufficient_funds
        alice buy A3 4 @ 100
        > alice A3 new [new] 4 of 4
        > feed add #2 buy 4 @ 100 .
        bob sell B1 11 @ 1 account client
        > bob B1 rejected [rejected] 0 of 11: insufficient_funds
        bob sell B2 1 @ 200
        > bob B2 rejected [rejected] 0 of 1: insufficient_funds
    )");
    expect_cents("house", 1000, 1000);
}

TEST_F(Funds, what_ends_gives_back_what_it_reserved) {
    run("alice buy A1 4 @ 100");
    run("alice cancel A2 of A1");
    expect_cents("house", 1000, 0);
    run("alice buy A3 4 @ 100 gtd 1000");
    run("venue timer at 1000");
    expect_cents("house", 1000, 0);
    run("alice buy A4 4 @ 100");
    run("alice mass-cancel A5 all");
    expect_cents("house", 1000, 0);
    run("alice buy A6 4 @ 100 day");
    run("venue day-roll");
    expect_cents("house", 1000, 0);
}

TEST_F(Funds, a_trade_is_settled_at_once_on_both_sides) {
    run("bob sell B1 7 @ 100 account client");
    run("alice buy A1 4 @ 100");
    expect_cents("house", 600, 0);
    expect_shares("house", 4, 0);
    expect_cents("client", 400, 0);
    expect_shares("client", 6, 3);
}

TEST_F(Funds, a_better_price_leaves_the_difference_free) {
    run("bob sell B1 3 @ 90 account client");
    run("alice buy A1 5 @ 100");
    expect_cents("house", 730, 200);
    expect_shares("house", 3, 0);
    expect_cents("client", 270, 0);
}

TEST_F(Funds, what_is_bought_can_be_sold_by_the_next_order) {
    run("bob sell B1 4 @ 100 account client");
    play(R"(
        alice sell A1 1 @ 200
        > alice A1 rejected [rejected] 0 of 1: insufficient_funds
        alice buy A2 4 @ 100
        > alice A2 new [new] 4 of 4
        > bob B1 trade 4 @ 100 adding [filled] 0 of 4, 4 for 400
        > alice A2 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 sell 4 @ 100, 0 left .
        alice sell A3 4 @ 200
        > alice A3 new [new] 4 of 4
        > feed add #3 sell 4 @ 200 .
    )");
}

TEST_F(Funds, a_replace_reserves_anew_or_changes_nothing) {
    run("alice buy A1 4 @ 100");
    run("alice replace A2 of A1 5 @ 110");
    expect_cents("house", 1000, 550);
    run("alice replace A3 of A2 10 @ 100");
    expect_cents("house", 1000, 1000);
    play(R"(
        alice replace A4 of A3 10 @ 101
        > alice A4/A3 not changed [new] #1: insufficient_funds
        alice replace A5 of A3 2 @ 100
        > alice A5/A3 replaced [new] 2 of 2
        > feed reduce #1 buy 8 @ 100, 2 left .
    )");
    expect_cents("house", 1000, 200);
}

TEST_F(Funds, a_market_order_needs_its_trading_limit) {
    run("bob sell B1 1 @ 90 account client");
    play(R"(
        alice buy A1 1 market
        > alice A1 rejected [rejected] 0 of 1: insufficient_funds
    )");
    run("admin credit account house asset USD 9000"); // now the edge of the band: 10,000
    run("alice buy A2 1 market");
    expect_cents("house", 9910, 0);
}

class ProtectedFunds : public RiskScript {
  protected:
    static EngineOptions options() {
        auto options = risk_options();
        options.instruments[0].market_protection_ticks = 3;
        return options;
    }

    ProtectedFunds() : RiskScript(options()) {}
};

TEST_F(ProtectedFunds, a_market_order_needs_the_best_price_and_its_protection) {
    run("admin credit account house asset USD 102");
    run("carol sell C1 1 @ 100 account guest");
    play(R"(
        alice buy A1 1 market
        > alice A1 rejected [rejected] 0 of 1: insufficient_funds
    )");
    run("admin credit account house asset USD 1");
    run("alice buy A2 1 market");
    expect_cents("house", 3, 0);
    play(R"(
        alice buy A3 100 market
        > alice A3 new [new] 100 of 100
        > alice A3 canceled [canceled] 0 of 100: no_liquidity
    )");
}

TEST_F(Funds, a_stop_order_without_a_limit_reserves_the_edge_of_the_band) {
    play(R"(
        alice buy A1 1 stop 100
        > alice A1 rejected [rejected] 0 of 1: insufficient_funds
    )");
    run("admin credit account house asset USD 9000");
    run("alice buy A2 1 stop 100");
    expect_cents("house", 10'000, 10'000);
    run("bob sell B1 2 @ 100 account client");
    run("carol buy C1 1 @ 100 account guest");
    expect_cents("house", 9'900, 0); // it was triggered
}

TEST_F(Funds, held_orders_and_what_icebergs_hide_count) {
    run("alice buy A1 4 @ 100 all-or-none");
    expect_cents("house", 1000, 400);
    run("alice buy A2 6 @ 100 show 2");
    expect_cents("house", 1000, 1000);
    run("bob sell B1 3 @ 100 account client");
    expect_cents("house", 700, 700);
    expect_shares("house", 3, 0);
}

TEST_F(Funds, orders_that_trade_with_their_own_account_move_nothing) {
    run("admin credit account house asset ACME 5");
    run("alice sell A1 5 @ 100");
    run("alice buy A2 3 @ 100");
    expect_cents("house", 1000, 0);
    expect_shares("house", 5, 2);
    run("alice buy A3 1 @ 100 self-trade D");
    expect_shares("house", 5, 1);
}

TEST_F(Funds, those_without_balances_trade_with_whom_they_like) {
    run("carol sell C1 1000 @ 100 account guest");
    run("alice buy A1 10 @ 100");
    expect_cents("house", 0, 0);
    expect_shares("house", 10, 0);
    expect_shares("guest", 0, 0);
}

TEST_F(Funds, without_assets_nothing_moves) {
    run("alice sell A1 1000 @ 100 in 1");
    run("bob buy B1 1000 @ 100 in 1 account client");
    expect_cents("house", 1000, 0);
    expect_shares("house", 0, 0);
}

struct CreditCase {
    const char* command;
    const char* answer;
};

TEST_F(Funds, credits_are_what_they_say_or_refused) {
    run("alice buy A1 4 @ 100");
    const CreditCase cases[] = {
        {"account house asset USD 10", ""},
        {"account house asset USD -610", ""}, // all that is free
        {"account house asset USD -1", ": insufficient_funds"},
        {"account house asset EUR 1", ": unknown_asset"},
        {"account guest asset USD 1", ": risk_is_off"},
        {"account nobody asset USD 1", ": unknown_account"},
        {"account house asset USD 999999999999999999", ""},
        {"asset USD 1", ": unsupported_instruction"},
    };
    for (const auto& credit : cases)
        EXPECT_EQ(run(std::string("admin credit ") + credit.command),
                  std::string("> admin credit") + credit.answer + "\n")
            << credit.command;
    expect_cents("house", 1'000'000'000'000'000'399, 400);
}

} // namespace
} // namespace pinion::engine
