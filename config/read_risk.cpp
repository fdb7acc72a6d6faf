#include "config/decimal.h"
#include "config/names.h"
#include "config/sections.h"

#include <algorithm>
#include <limits>

namespace pinion::config {

namespace {

using shm::Int128;

/// An order's value and stock stay below this many of the smallest unit, as the engine wants it.
constexpr Int128 amount_max = Int128{1'000'000'000'000} * Int128{1'000'000'000'000};

constexpr std::int64_t whole_units_max = 1'000'000'000'000'000'000;

/// `units` of 10^-decimals, in the asset's smallest unit; nothing if that is no whole number of
/// them or too many.
std::optional<std::uint64_t> in_smallest(Int128 units, int decimals, const AssetConfig& asset) {
    constexpr auto max = Int128{std::numeric_limits<std::uint64_t>::max()};
    for (; decimals < asset.decimals && units <= max; ++decimals) units *= 10;
    for (; decimals > asset.decimals; --decimals) {
        if (units % 10 != 0) return std::nullopt;
        units /= 10;
    }
    if (units > max) return std::nullopt;
    return static_cast<std::uint64_t>(units);
}

std::size_t read_asset_reference(TableReader& table, std::string_view key,
                                 const std::vector<AssetConfig>& assets) {
    std::vector<std::string> names;
    for (const auto& asset : assets) names.emplace_back(asset.name.view());
    const std::string name = table.required_text(key);
    require_existing(table, key, name, names, "asset");
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

void require_reason(const TableReader& table, std::string_view key, Int128 per_lot,
                    const shm::InstrumentRecord& record) {
    if (per_lot > amount_max / Int128{record.quantity_max_lots})
        table.refuse(key, "has orders that come to more than 10^24 of its smallest unit",
                     "write a lower quantity_max, or give the asset fewer decimals");
}

[[noreturn]] void refuse_decimals(const TableReader& table, std::string_view key,
                                  const AssetConfig& asset, const std::string& step) {
    table.refuse(key,
                 "has " + std::to_string(asset.decimals) + " decimals: " + step +
                     " is no whole number of its smallest unit",
                 "give the asset as many decimals as that needs");
}

} // namespace

AssetConfig read_asset(TableReader table) {
    const std::string name = table.required_text("name");
    require_name(table, "name", name, shm::AssetName::capacity, "._-");
    AssetConfig asset{.name = *shm::AssetName::from(name)};
    asset.decimals = table.integer("decimals", asset.decimals, 0, 18);
    table.refuse_unknown_keys();
    return asset;
}

std::optional<TradedAssets> read_traded_assets(TableReader& table,
                                               const shm::InstrumentRecord& record,
                                               const std::vector<AssetConfig>& assets) {
    const bool has_base = table.has("base");
    if (!has_base && !table.has("quote")) return std::nullopt;
    TradedAssets traded;
    traded.base = read_asset_reference(table, "base", assets);
    traded.quote = read_asset_reference(table, "quote", assets);
    if (traded.base == traded.quote) table.refuse("quote", "is the base asset too", "name another");

    const auto& base = assets[traded.base];
    const auto base_per_lot = in_smallest(record.lot_units, record.quantity_decimals, base);
    if (!base_per_lot) refuse_decimals(table, "base", base, "a lot");
    const auto& quote = assets[traded.quote];
    const auto quote_per_tick_lot =
        in_smallest(Int128{record.tick_units} * record.lot_units,
                    record.price_decimals + record.quantity_decimals, quote);
    if (!quote_per_tick_lot) refuse_decimals(table, "quote", quote, "a tick's worth of a lot");
    traded.base_per_lot = *base_per_lot;
    traded.quote_per_tick_lot = *quote_per_tick_lot;
    require_reason(table, "base", traded.base_per_lot, record);
    require_reason(table, "quote", Int128{record.price_max_ticks} * traded.quote_per_tick_lot,
                   record);
    return traded;
}

AccountGroupConfig read_account_group(TableReader table) {
    AccountGroupConfig group;
    group.name = table.required_text("name");
    require_name(table, "name", group.name, shm::AccountName::capacity, "._-");
    group.risk = table.flag("risk", group.risk);
    auto& limits = group.limits;
    limits.order_lots_max =
        table.integer("order_lots_max", limits.order_lots_max, 0, 1'000'000'000'000);
    limits.order_value_max =
        table.integer("order_value_max", limits.order_value_max, 0, whole_units_max);
    limits.exposure_max = table.integer("exposure_max", limits.exposure_max, 0, whole_units_max);
    limits.open_orders_max = table.integer("open_orders_max", limits.open_orders_max, 0, 1 << 24);
    limits.orders_per_interval =
        table.integer("orders_per_interval", limits.orders_per_interval, 0, 1'000'000'000);
    const auto interval_ms = table.integer<std::int64_t>("rate_interval_ms", 1000, 1, 86'400'000);
    if (limits.orders_per_interval != 0) limits.rate_interval_ns = interval_ms * 1'000'000;
    table.refuse_unknown_keys();
    return group;
}

} // namespace pinion::config
