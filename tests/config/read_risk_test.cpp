// Assets, groups of accounts and collars: what is read of them, and what is refused.
#include "config/load.h"

#include <gtest/gtest.h>

#include <string>

namespace pinion::config {
namespace {

/// Dollars with 2 decimals, wood with 3, traded in steps of 0.5 kg; the keys of the instrument and
/// of the group are as given.
std::string venue(const std::string& instrument, const std::string& group = "risk = true") {
    return "[[engine]]\n[[gateway]]\n"
           "[[asset]]\nname = 'USD'\ndecimals = 2\n"
           "[[asset]]\nname = 'WOOD'\ndecimals = 3\n"
           "[[instrument]]\nsymbol = 'WOOD/USD'\ntick = '0.02'\nlot = '0.5'\n"
           "price_min = '1'\nprice_max = '1000'\n" +
           instrument + "\n[[account_group]]\nname = 'MEMBERS'\n" + group +
           "\n[[account]]\nname = 'A'\ngroup = 'MEMBERS'\n[[account]]\nname = 'B'\n"
           "[[session]]\ncomp_id = 'C'\naccount = 'A'\n";
}

VenueConfig load(const std::string& instrument, const std::string& group = "risk = true") {
    return load_text(venue(instrument, group), "venue.toml");
}

std::string refusal(const std::string& instrument, const std::string& group = "risk = true") {
    try {
        (void)load(instrument, group);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(ReadRisk, assets_are_counted_in_their_smallest_unit) {
    const auto loaded = load("base = 'WOOD'\nquote = 'USD'");
    ASSERT_EQ(loaded.assets.size(), 2U);
    EXPECT_EQ(loaded.assets[1].name.view(), "WOOD");
    EXPECT_EQ(loaded.assets[1].decimals, 3);
    const auto& assets = loaded.instruments.front().assets;
    ASSERT_TRUE(assets.has_value());
    EXPECT_EQ(assets->base, 1U);
    EXPECT_EQ(assets->quote, 0U);
    EXPECT_EQ(assets->base_per_lot, 500U);     // 0.5 kg is 500 g
    EXPECT_EQ(assets->quote_per_tick_lot, 1U); // half of 2 cents
}

TEST(ReadRisk, an_instrument_needs_no_assets_and_a_venue_no_groups) {
    EXPECT_FALSE(load("").instruments.front().assets.has_value());
    EXPECT_FALSE(load("").instruments.front().collar.reference_ticks.has_value());
}

TEST(ReadRisk, a_group_has_limits_and_accounts_name_their_group) {
    const auto loaded =
        load("", "risk = true\norder_lots_max = 1\norder_value_max = 2\nexposure_max = 3\n"
                 "open_orders_max = 4\norders_per_interval = 5\nrate_interval_ms = 6");
    const auto& group = loaded.account_groups.at(0);
    EXPECT_TRUE(group.risk);
    EXPECT_EQ(group.limits, (shm::AccountLimits{.order_lots_max = 1,
                                                .order_value_max = 2,
                                                .exposure_max = 3,
                                                .rate_interval_ns = 6'000'000,
                                                .orders_per_interval = 5,
                                                .open_orders_max = 4}));
    EXPECT_EQ(loaded.groups_of_accounts.at(0), 0U);
    EXPECT_FALSE(loaded.groups_of_accounts.at(1).has_value());
}

TEST(ReadRisk, without_a_count_there_is_no_interval) {
    const auto group = load("", "rate_interval_ms = 6").account_groups.at(0);
    EXPECT_FALSE(group.risk);
    EXPECT_EQ(group.limits, shm::AccountLimits{});
}

TEST(ReadRisk, collars_are_distances_in_ticks) {
    const auto collar =
        load("reference_price = '100'\nstatic_collar = '10'\ndynamic_collar = '0.5'")
            .instruments.front()
            .collar;
    EXPECT_EQ(collar.reference_ticks, 5000);
    EXPECT_EQ(collar.static_ticks, 500U);
    EXPECT_EQ(collar.dynamic_ticks, 25U);
}

TEST(ReadRisk, faults_have_their_place_and_what_to_do) {
    const std::string place = "venue.toml:";
    EXPECT_EQ(refusal("base = 'WOOD'"), place + "9:1: instrument.quote is missing; add it");
    EXPECT_EQ(refusal("base = 'GOLD'\nquote = 'USD'"),
              place + "15:8: instrument.base names asset GOLD, which does not exist; choose one of "
                      "USD, WOOD or add [[asset]]");
    EXPECT_EQ(refusal("base = 'USD'\nquote = 'USD'"),
              place + "16:9: instrument.quote is the base asset too; name another");
    EXPECT_EQ(refusal("base = 'USD'\nquote = 'WOOD'\nquantity_max = '1000000000'"), "accepted");
    EXPECT_EQ(refusal("base = 'WOOD'\nquote = 'USD'\nstatic_collar = '0.01'"),
              place + "17:17: instrument.static_collar is \"0.01\", which is not a multiple of "
                      "tick; write a price or quantity that orders could have");
    EXPECT_EQ(refusal("", "order_lots_max = -1"),
              place + "18:18: account_group.order_lots_max is -1; write a whole number "
                      "from 0 to 1000000000000");
}

TEST(ReadRisk, an_asset_needs_as_many_decimals_as_its_instruments_have) {
    auto text = venue("base = 'WOOD'\nquote = 'USD'");
    const auto replaced = [&text](const std::string& what, const std::string& by) {
        auto result = text;
        result.replace(result.find(what), what.size(), by);
        return result;
    };
    const auto load_error = [](const std::string& changed) -> std::string {
        try {
            (void)load_text(changed, "venue.toml");
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_EQ(load_error(replaced("decimals = 2", "decimals = 1")),
              "venue.toml:16:9: instrument.quote has 1 decimals: a tick's worth of a lot is no "
              "whole number of its smallest unit; give the asset as many decimals as that needs");
    EXPECT_EQ(load_error(replaced("decimals = 3", "decimals = 0")),
              "venue.toml:15:8: instrument.base has 0 decimals: a lot is no whole number of its "
              "smallest unit; give the asset as many decimals as that needs");
    EXPECT_EQ(load_error(replaced("decimals = 3", "decimals = 18")), "accepted");
    EXPECT_EQ(load_error(replaced("decimals = 2", "decimals = 18")),
              "venue.toml:16:9: instrument.quote has orders that come to more than 10^24 of its "
              "smallest unit; write a lower quantity_max, or give the asset fewer decimals");
}

} // namespace
} // namespace pinion::config
