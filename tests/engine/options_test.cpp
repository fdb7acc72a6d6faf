// Options that no venue can have are refused when the engine is built.
#include "engine/matching_engine.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <stdexcept>

namespace pinion::engine {
namespace {

EngineOptions good_options() {
    EngineOptions options;
    shm::InstrumentRecord instrument{};
    instrument.symbol = *shm::Symbol::from("ACME");
    instrument.price_min_ticks = 1;
    instrument.price_max_ticks = 100;
    instrument.quantity_max_lots = 1000;
    options.instruments = {instrument};
    options.accounts = {*shm::AccountName::from("house")};
    options.orders_max = 10;
    options.levels_max = 10;
    options.cl_ord_ids_per_day_max = 10;
    return options;
}

void expect_refused(const EngineOptions& options) {
    EXPECT_THROW(MatchingEngine engine(options), std::invalid_argument);
}

TEST(EngineOptions, good_ones_are_taken) { EXPECT_NO_THROW(MatchingEngine engine(good_options())); }

TEST(EngineOptions, pools_hold_something_and_not_too_much) {
    for (const std::uint32_t size : {0U, (1U << 27) + 1}) {
        auto options = good_options();
        options.orders_max = size;
        expect_refused(options);
        options = good_options();
        options.levels_max = size;
        expect_refused(options);
        options = good_options();
        options.stop_orders_max = size;
        expect_refused(options);
        options = good_options();
        options.held_orders_max = size;
        expect_refused(options);
        options = good_options();
        options.cl_ord_ids_per_day_max = size;
        expect_refused(options);
    }
}

TEST(EngineOptions, a_calendar_is_a_day_in_order) {
    using shm::TradingPhase;
    for (const Calendar& calendar :
         {Calendar{{5, TradingPhase::closed}, {5, TradingPhase::continuous}},
          Calendar{{-1, TradingPhase::closed}}, Calendar{{day_ns, TradingPhase::closed}},
          Calendar{{0, TradingPhase{}}}, Calendar{{0, TradingPhase{8}}},
          Calendar{{0, TradingPhase::closed, 0}}, Calendar{{0, TradingPhase::closed, 128}}}) {
        auto options = good_options();
        options.markets = {{.calendar = calendar}};
        expect_refused(options);
    }
}

TEST(EngineOptions, a_collar_needs_a_length_of_its_auctions_and_an_instrument) {
    auto options = good_options();
    options.collars = {{.trade_ticks = 1}};
    expect_refused(options);
    options.markets = {{.volatility_auction_ns = 1}};
    EXPECT_NO_THROW(MatchingEngine engine(options));
    options.markets.resize(2);
    expect_refused(options);
}

TEST(EngineOptions, sessions_and_gateways_fit_their_fields) {
    auto options = good_options();
    options.sessions_max = 65'537;
    expect_refused(options);
    options = good_options();
    options.gateways_max = 65'537;
    expect_refused(options);
}

TEST(EngineOptions, a_command_activates_something) {
    auto options = good_options();
    options.activations_max = 0;
    expect_refused(options);
}

TEST(EngineOptions, an_order_is_shown_in_one_slice_at_least) {
    auto options = good_options();
    options.display_slices_max = 0;
    expect_refused(options);
}

TEST(EngineOptions, times_are_times) {
    auto options = good_options();
    options.disconnect_grace_ns = -1;
    expect_refused(options);
    options = good_options();
    options.day_roll_offset_ns = 86'400'000'000'000;
    expect_refused(options);
    options.day_roll_offset_ns = -2;
    expect_refused(options);
    options.day_roll_offset_ns = EngineOptions::no_day_roll;
    EXPECT_NO_THROW(MatchingEngine engine(options));
}

TEST(EngineOptions, a_price_band_is_a_band_and_not_too_wide) {
    auto options = good_options();
    options.instruments[0].price_min_ticks = 101;
    expect_refused(options);
    options.instruments[0].price_min_ticks = std::numeric_limits<std::int64_t>::min();
    options.instruments[0].price_max_ticks = std::numeric_limits<std::int64_t>::max();
    expect_refused(options);
}

TEST(EngineOptions, a_full_level_of_largest_orders_can_be_counted) {
    auto options = good_options();
    options.stop_orders_max = options.held_orders_max = options.closing_orders_max = 10;
    options.instruments[0].quantity_max_lots = std::numeric_limits<std::uint64_t>::max() / 10;
    EXPECT_NO_THROW(MatchingEngine engine(options));
    options.instruments[0].quantity_max_lots += 1;
    expect_refused(options);
    options.instruments[0].quantity_max_lots -= 1;
    for (auto* const pool :
         {&options.stop_orders_max, &options.held_orders_max, &options.closing_orders_max}) {
        *pool = 11;
        expect_refused(options);
        *pool = 10;
    }
}

TEST(EngineOptions, an_account_is_there_once) {
    auto options = good_options();
    options.accounts.push_back(options.accounts[0]);
    expect_refused(options);
}

} // namespace
} // namespace pinion::engine
