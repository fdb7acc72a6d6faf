// The largest and the smallest number of ticks are prices like any other.
#include "tests/engine/support/script.h"

#include <limits>

namespace pinion::engine {
namespace {

constexpr auto lowest = std::numeric_limits<std::int64_t>::min() + 1;
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

class ExtremePrices : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.instruments[0].price_min_ticks = highest - 100;
        options.instruments[0].price_max_ticks = highest;
        options.instruments[0].market_protection_ticks = 3;
        options.instruments[1].price_min_ticks = lowest;
        options.instruments[1].price_max_ticks = lowest + 100;
        options.instruments[1].market_protection_ticks = 3;
        return options;
    }

    ExtremePrices() : Script(options()) {}

    static std::string price(std::int64_t ticks) { return std::to_string(ticks); }

    static bool has(const std::string& events, const std::string& text) {
        return events.find(text) != std::string::npos;
    }
};

TEST_F(ExtremePrices, a_protected_market_order_that_needs_a_minimum_trades_there) {
    run("bob sell B1 5 @ " + price(highest - 1));
    run("carol buy C1 5 @ " + price(lowest + 1) + " in 1");
    EXPECT_TRUE(has(run("alice buy A1 5 market min 5"), "alice A1 trade 5 @ "));
    EXPECT_TRUE(has(run("alice sell A2 5 market min 5 in 1"), "alice A2 trade 5 @ "));
}

TEST_F(ExtremePrices, there_is_no_step_back_from_the_edge) {
    run("bob buy B1 5 @ " + price(highest));
    run("carol sell C1 5 @ " + price(lowest) + " in 1");
    EXPECT_TRUE(has(run("alice sell A1 5 @ " + price(highest) + " post-only reprice"),
                    "rejected [rejected] 0 of 5: would_take"));
    EXPECT_TRUE(has(run("alice buy A2 5 @ " + price(lowest) + " post-only reprice in 1"),
                    "rejected [rejected] 0 of 5: would_take"));
}

TEST_F(ExtremePrices, no_trade_elects_no_stop_order) {
    EXPECT_FALSE(has(run("alice sell A1 5 stop " + price(highest)), "restated"));
    EXPECT_FALSE(has(run("alice buy A2 5 stop " + price(lowest) + " in 1"), "restated"));
}

} // namespace
} // namespace pinion::engine
