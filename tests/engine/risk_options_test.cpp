// Options of risk with which no engine can be built, and those at the edge.
#include "tests/engine/support/risk_script.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

namespace pinion::engine {
namespace {

class RiskOptionsTest : public RiskScript {
  protected:
    void expect_refused(const std::function<void(EngineOptions&)>& change, const char* why) {
        auto options = risk_options();
        change(options);
        try {
            MatchingEngine engine(options);
            ADD_FAILURE() << "accepted: " << why;
        } catch (const std::invalid_argument& error) {
            EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
        }
    }
};

TEST_F(RiskOptionsTest, impossible_ones_are_refused_with_their_reason) {
    expect_refused([](auto& o) { o.risk.assets.push_back(o.risk.assets[0]); },
                   "asset ACME: is there twice");
    expect_refused([](auto& o) { o.risk.assets[0].decimals = 19; }, "more than 18 decimals");
    expect_refused([](auto& o) { o.risk.instruments[0].quote = 2; }, "instrument ACME: needs two");
    expect_refused([](auto& o) { o.risk.instruments[0].base = InstrumentAssets::none; },
                   "needs two assets");
    expect_refused([](auto& o) { o.risk.instruments[0].quote = 0; }, "needs two assets");
    expect_refused([](auto& o) { o.risk.instruments[0].base_per_lot = 0; }, "moves nothing");
    expect_refused([](auto& o) { o.instruments[0].price_min_ticks = -1; }, "prices below 0");
    expect_refused([](auto& o) { o.risk.instruments.resize(3); }, "more instruments");
    expect_refused([](auto& o) { o.risk.accounts.resize(4); }, "more accounts");
    expect_refused([](auto& o) { o.collars.resize(3); }, "more price collars");
    expect_refused([](auto& o) { o.risk.accounts[0].limits.orders_per_interval = 1; },
                   "account house: has an order rate without an interval");
    expect_refused([](auto& o) { o.risk.accounts[0].limits.rate_interval_ns = 1; },
                   "or the reverse");
}

/// 1,000,000 lots of at most 10,000 ticks.
TEST_F(RiskOptionsTest, no_order_may_be_worth_more_than_an_amount_can_be) {
    constexpr std::uint64_t edge = 100'000'000'000'000;
    const auto with_money = [](std::uint64_t units) {
        return [units](auto& o) { o.risk.instruments[0].quote_per_tick_lot = units; };
    };
    expect_refused(with_money(edge + 1), "worth more than 10^24");
    expect_refused(with_money(std::numeric_limits<std::uint64_t>::max()), "worth more than 10^24");
    expect_refused([](auto& o) { o.risk.instruments[0].base_per_lot = 1'000'000'000'000'000'001; },
                   "worth more than 10^24");
    auto options = risk_options();
    options.risk.instruments[0].base_per_lot = 1'000'000'000'000'000'000;
    with_money(edge)(options);
    EXPECT_NO_THROW(MatchingEngine engine(options));
}

} // namespace
} // namespace pinion::engine
