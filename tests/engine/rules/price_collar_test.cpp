// How far prices may go: from the reference of the day, and through the last trade.
#include "engine/rules/price_collar.h"
#include "tests/engine/support/risk_script.h"

#include <limits>

namespace pinion::engine {
namespace {

class Collars : public RiskScript {
  protected:
    static EngineOptions options() {
        auto options = risk_options();
        options.collars = {{.reference_ticks = 1000, .static_ticks = 100, .dynamic_ticks = 20}};
        return options;
    }

    Collars() : RiskScript(options()) {
        run("admin credit account house asset USD 1000000");
        run("admin credit account house asset ACME 1000");
    }

    void expect(const std::string& order, bool is_accepted) {
        const auto events = run(order);
        EXPECT_EQ(events.find("price_outside_collar") == events.npos, is_accepted) << order << "\n"
                                                                                   << events;
    }

    void trade_at(const std::string& price) {
        const auto number = std::to_string(++trades_);
        run("carol sell C" + number + " 1 @ " + price + " account guest");
        run("bob buy B" + number + " 1 @ " + price + " account guest");
    }

  private:
    int trades_ = 0;
};

TEST_F(Collars, the_static_one_is_measured_from_the_reference_of_the_day) {
    expect("alice buy A1 1 @ 900", true);
    expect("alice buy A2 1 @ 899", false);
    expect("alice sell A3 1 @ 1100", true);
    expect("alice sell A4 1 @ 1101", false);
    expect("alice buy A5 1 @ 1101 stop 1050", false);
    expect("alice buy A6 1 @ 1100 stop 1200", true); // stop prices have no collar
    expect("alice replace A7 of A1 1 @ 899", false);
}

TEST_F(Collars, the_last_price_of_a_day_is_the_next_days_reference) {
    trade_at("1050");
    expect("alice buy A1 1 @ 949", true);
    run("venue day-roll");
    expect("alice buy A2 1 @ 949", false);
    expect("alice buy A3 1 @ 950", true);
    run("venue day-roll"); // without trades
    expect("alice buy A4 1 @ 949", false);
}

TEST_F(Collars, the_dynamic_one_is_for_prices_through_the_last_trade) {
    trade_at("1050");
    expect("alice buy A1 1 @ 1070", true);
    expect("alice buy A2 1 @ 1071", false);
    expect("alice sell A3 1 @ 1030", true);
    expect("alice sell A4 1 @ 1029", false);
    expect("alice sell A5 1 @ 1100", true);
    expect("alice buy A6 1 @ 1090 stop 1060", true); // it waits
}

TEST_F(Collars, before_the_first_trade_it_is_measured_from_the_reference_of_the_day) {
    expect("alice buy A1 1 @ 1020", true);
    expect("alice buy A2 1 @ 1021", false);
}

TEST_F(Collars, they_are_not_for_accounts_without_risk_and_not_for_other_instruments) {
    expect("carol buy C1 1 @ 10000 account guest", true);
    expect("alice buy A1 1 @ 150 in 1", true);
}

TEST(PriceCollar, any_two_prices_can_be_compared) {
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    constexpr auto highest = std::numeric_limits<std::int64_t>::max();
    EXPECT_TRUE(is_near(lowest, ~std::uint64_t{0}, highest));
    EXPECT_FALSE(is_near(lowest, ~std::uint64_t{0} - 1, highest));
    EXPECT_FALSE(is_near(highest, ~std::uint64_t{0} - 1, lowest));
    EXPECT_TRUE(is_near(std::nullopt, 1, highest));
    EXPECT_TRUE(is_near(0, 0, highest));
}

} // namespace
} // namespace pinion::engine
