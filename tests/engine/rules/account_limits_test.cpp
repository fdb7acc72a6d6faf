// What an account may do at most, by its config or by command.
#include "tests/engine/support/risk_script.h"

namespace pinion::engine {
namespace {

class AccountLimits : public RiskScript {
  protected:
    AccountLimits() {
        run("admin credit account house asset USD 1000000");
        run("admin credit account house asset ACME 1000");
        run("admin credit account client asset ACME 1000");
    }

    /// The order is refused with that reason, or accepted if there is none.
    void expect(const std::string& order, const std::string& reason) {
        const auto events = run(order);
        const bool is_refused =
            events.find("rejected") != events.npos || events.find("not changed") != events.npos;
        EXPECT_EQ(is_refused, !reason.empty()) << order << "\n" << events;
        EXPECT_NE(events.find(reason), events.npos) << order << "\n" << events;
    }
};

TEST_F(AccountLimits, no_order_is_larger) {
    run("admin set_limits account house lots 10");
    expect("alice buy A1 10 @ 100", "");
    expect("alice buy A2 11 @ 100", "order_size_limit_exceeded");
    expect("alice sell A3 11 market", "order_size_limit_exceeded");
    expect("alice replace A4 of A1 11 @ 100", "order_size_limit_exceeded");
    expect("bob sell B1 11 @ 200 account client", "");
    expect("alice buy A5 11 @ 100 in 1", "order_size_limit_exceeded");
}

TEST_F(AccountLimits, no_order_is_worth_more) {
    run("admin set_limits account house value 5"); // dollars
    expect("alice buy A1 5 @ 100", "");
    expect("alice buy A2 6 @ 100", "order_value_limit_exceeded");
    expect("alice sell A3 5 @ 101", "order_value_limit_exceeded");
    expect("alice replace A4 of A1 5 @ 101", "order_value_limit_exceeded");
    expect("alice sell A5 6 stop 100", "order_value_limit_exceeded");
    expect("alice sell A6 6 stop 80", "");
    expect("alice sell A7 6 market", "order_value_limit_exceeded"); // the best bid is 100
    expect("alice buy A8 90 market", "");                           // nobody sells
    expect("alice buy A9 1000 @ 100 in 1", "");                     // without assets
}

TEST_F(AccountLimits, so_many_orders_wait) {
    run("admin set_limits account house open 3");
    expect("alice buy A1 1 @ 100", "");
    expect("alice buy A2 1 @ 50 stop 200", "");
    expect("alice buy A3 2 @ 100 all-or-none", "");
    expect("alice buy A4 1 @ 100", "open_order_limit_exceeded");
    expect("alice buy A5 1 stop 200", "open_order_limit_exceeded");
    expect("alice sell A6 1 @ 100 ioc", ""); // and A1 is filled by its own account
    expect("alice buy A7 1 @ 100", "");
    expect("alice buy A8 1 @ 100", "open_order_limit_exceeded");
    expect("alice replace A9 of A7 5 @ 99", "");
}

TEST_F(AccountLimits, so_much_is_at_stake) {
    run("admin set_limits account house exposure 10"); // dollars
    run("bob sell B1 4 @ 100 account client");
    expect("alice buy A1 4 @ 100", ""); // the position: 4 dollars
    expect("alice buy A2 6 @ 100", "");
    expect("alice buy A3 1 @ 1", "exposure_limit_exceeded");
    expect("alice replace A4 of A2 6 @ 101", "exposure_limit_exceeded");
    expect("alice replace A5 of A2 3 @ 200", "");
    expect("alice sell A6 1000 @ 300", "");
    run("alice cancel A7 of A5");
    run("alice cancel A8 of A6 side 2");
    run("carol buy C1 8 @ 100 account guest");
    expect("alice sell A9 8 @ 100", ""); // gains are no licence for more
    expect("alice buy AA 11 @ 100", "exposure_limit_exceeded");
    expect("alice buy AB 10 @ 100", "");
}

TEST_F(AccountLimits, so_many_orders_come_in_an_interval) {
    run("admin set_limits account house rate 2 per 1000");
    expect("alice buy A1 1 @ 100 at 10001", "");
    expect("alice replace A2 of A1 2 @ 99", "");
    expect("alice buy A3 1 @ 100", "order_rate_limit_exceeded");
    expect("alice replace A4 of A2 1 @ 99", "order_rate_limit_exceeded");
    expect("bob sell B1 1 @ 200 account client", "");
    expect("alice buy A5 1 @ 100 at 10999", "order_rate_limit_exceeded");
    expect("alice buy A6 1 @ 100 at 11000", "");
    expect("alice cancel A7 of A6", "");
}

TEST_F(AccountLimits, a_refused_order_has_been_counted) {
    run("admin set_limits account house rate 1 per 1000 lots 10");
    expect("alice buy A1 11 @ 100 at 10001", "order_size_limit_exceeded");
    expect("alice buy A2 1 @ 100", "order_rate_limit_exceeded");
}

TEST_F(AccountLimits, orders_can_always_become_less) {
    run("alice buy A1 10 @ 100");
    run("admin set_limits account house lots 1 value 1 exposure 1 open 1");
    expect("alice replace A2 of A1 5 @ 100", "");
    expect("alice replace A3 of A2 5 @ 99", "order_size_limit_exceeded");
}

struct LimitsCase {
    const char* command;
    const char* answer;
};

TEST_F(AccountLimits, commands_change_what_they_name) {
    run("admin set_limits account house lots 10");
    run("admin set_limits account house open 1");
    expect("alice buy A1 11 @ 100", "order_size_limit_exceeded");
    run("admin set_limits account house lots 0");
    expect("alice buy A2 11 @ 100", "");
    expect("alice buy A3 1 @ 100", "open_order_limit_exceeded");
    const LimitsCase cases[] = {
        {"account house", ": unsupported_instruction"},
        {"account house rate 1 per 0", ": unsupported_instruction"},
        {"account house rate 0 per 0", ""},
        {"account guest lots 1", ": risk_is_off"},
        {"account nobody lots 1", ": unknown_account"},
        {"lots 1", ": unsupported_instruction"},
    };
    for (const auto& limits : cases)
        EXPECT_EQ(run(std::string("admin set_limits ") + limits.command),
                  std::string("> admin set_limits") + limits.answer + "\n")
            << limits.command;
}

TEST_F(AccountLimits, of_accounts_without_risk_there_are_none) {
    expect("carol buy C1 1000000 @ 10000 account guest", "");
}

} // namespace
} // namespace pinion::engine
