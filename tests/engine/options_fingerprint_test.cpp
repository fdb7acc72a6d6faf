// Every option by which events could differ is in the fingerprint.
#include "engine/options_fingerprint.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <functional>

namespace pinion::engine {
namespace {

TEST(OptionsFingerprint, tells_all_options_apart_but_the_epoch) {
    const auto options = RandomCommands(1).options();
    const std::function<void(EngineOptions&)> changes[] = {
        [](auto& o) { ++o.engine_id; },
        [](auto& o) { o.instruments.pop_back(); },
        [](auto& o) { ++o.instruments.back().market_protection_ticks; },
        [](auto& o) { o.accounts.pop_back(); },
        [](auto& o) { std::swap(o.accounts[0], o.accounts[1]); },
        [](auto& o) { o.risk.assets.emplace_back(); },
        [](auto& o) { o.risk.assets.emplace_back().decimals = 1; },
        [](auto& o) { o.risk.instruments.emplace_back(); },
        [](auto& o) { o.risk.instruments.emplace_back().quote_per_tick_lot = 1; },
        [](auto& o) { o.risk.accounts.emplace_back().is_on = true; },
        [](auto& o) { o.risk.accounts.emplace_back().limits.exposure_max = 1; },
        [](auto& o) { o.collars.emplace_back(); },
        [](auto& o) { o.collars.emplace_back().reference_ticks = 0; },
        [](auto& o) { o.collars.emplace_back().dynamic_ticks = 1; },
        [](auto& o) { o.collars.emplace_back().trade_ticks = 1; },
        [](auto& o) { ++o.orders_max; },
        [](auto& o) { ++o.levels_max; },
        [](auto& o) { ++o.cl_ord_ids_per_day_max; },
        [](auto& o) { ++o.stop_orders_max; },
        [](auto& o) { ++o.held_orders_max; },
        [](auto& o) { ++o.closing_orders_max; },
        [](auto& o) { ++o.activations_max; },
        [](auto& o) { ++o.display_slices_max; },
        [](auto& o) { ++o.disconnect_grace_ns; },
        [](auto& o) { ++o.day_roll_offset_ns; },
        [](auto& o) { ++o.sessions_max; },
        [](auto& o) { ++o.gateways_max; }};
    for (const auto& change : changes) {
        auto changed = options;
        change(changed);
        EXPECT_NE(options_fingerprint(changed), options_fingerprint(options));
    }
    auto later = options;
    ++later.engine_epoch;
    EXPECT_EQ(options_fingerprint(later), options_fingerprint(options));
}

} // namespace
} // namespace pinion::engine
