#include "config/decimal.h"
#include "config/names.h"
#include "config/sections.h"

#include <string>

namespace pinion::config {

namespace {

/// Prices and quantities stay below this many units of their last decimal, so that they always fit
/// 64 bits.
constexpr shm::Int128 units_max = 1'000'000'000'000'000'000;

/// The engine's price ladders take four bytes for 64 ticks.
constexpr std::int64_t band_ticks_max = (std::int64_t{1} << 32) - 1;

/// The quantities of all orders that can rest have a sum of 64 bits.
constexpr std::uint64_t quantity_lots_max = 1'000'000'000'000;

constexpr std::int64_t distance_ticks_max = (std::int64_t{1} << 32) - 1;

Decimal read_decimal(TableReader& table, std::string_view key, const std::string& text) {
    const auto value = parse_decimal(text);
    if (!value || value->units == 0)
        table.refuse(key, "is \"" + text + "\"",
                     "write a positive decimal of at most 18 digits, 9 behind the point: \"0.05\"");
    return *value;
}

/// The value of `key` as a number of steps of `step_key`'s value.
std::int64_t in_steps(const TableReader& table, std::string_view key, const std::string& text,
                      Decimal value, std::string_view step_key, Decimal step) {
    const auto steps = exact_quotient(value, step);
    if (!steps)
        table.refuse(key,
                     "is \"" + text + "\", which is not a multiple of " + std::string(step_key),
                     "write a price or quantity that orders could have");
    if (*steps * step.units > units_max)
        table.refuse(key, "is \"" + text + "\", too large for so fine a " + std::string(step_key),
                     "write less, or a coarser " + std::string(step_key));
    return static_cast<std::int64_t>(*steps);
}

/// Of prices, in ticks; unlike a price it may be 0, and then there is no limit.
std::uint32_t read_distance(TableReader& table, std::string_view key, Decimal tick) {
    const std::string text = table.text(key, "0");
    const auto distance = parse_decimal(text);
    if (!distance)
        table.refuse(key, "is \"" + text + "\"",
                     "write a decimal of at most 18 digits, 9 behind the point; \"0\": to the edge "
                     "of the band");
    const std::int64_t ticks = in_steps(table, key, text, *distance, "tick", tick);
    if (ticks > distance_ticks_max)
        table.refuse(key, "is more than 4294967295 ticks",
                     "write less, or \"0\": to the edge of the band");
    return static_cast<std::uint32_t>(ticks);
}

/// 0 stands for no distance and no reference.
CollarConfig read_collar(TableReader& table, Decimal tick) {
    const auto ticks = [&](std::string_view key) {
        const std::string text = table.text(key, "0");
        const auto value = parse_decimal(text);
        if (!value)
            table.refuse(key, "is \"" + text + "\"",
                         "write a decimal of at most 18 digits, 9 behind the point; \"0\": none");
        return in_steps(table, key, text, *value, "tick", tick);
    };
    CollarConfig collar;
    if (const auto reference = ticks("reference_price"); reference != 0)
        collar.reference_ticks = reference;
    collar.static_ticks = static_cast<std::uint64_t>(ticks("static_collar"));
    collar.dynamic_ticks = static_cast<std::uint64_t>(ticks("dynamic_collar"));
    collar.trade_ticks = static_cast<std::uint64_t>(ticks("trade_collar"));
    return collar;
}

/// When it trades, and for how long not.
void read_market(TableReader& table, InstrumentConfig& instrument,
                 const std::vector<std::string>& calendars) {
    instrument.calendar = table.text("calendar", {});
    if (!instrument.calendar.empty())
        require_existing(table, "calendar", instrument.calendar, calendars, "calendar");
    instrument.volatility_auction_s =
        table.integer("volatility_auction_s", instrument.volatility_auction_s, 1, 86400);
}

} // namespace

InstrumentConfig read_instrument(TableReader table, const std::vector<std::string>& engines,
                                 const std::vector<std::string>& calendars,
                                 const std::vector<AssetConfig>& assets) {
    InstrumentConfig instrument{};
    shm::InstrumentRecord& record = instrument.record;

    const std::string symbol = table.required_text("symbol");
    require_name(table, "symbol", symbol, shm::Symbol::capacity, "._/-");
    record.symbol = *shm::Symbol::from(symbol);
    instrument.engine = read_id_reference(table, "engine", engines, "engine");

    const Decimal tick = read_decimal(table, "tick", table.required_text("tick"));
    const Decimal lot = read_decimal(table, "lot", table.required_text("lot"));
    record.tick_units = tick.units;
    record.price_decimals = tick.decimals;
    record.lot_units = lot.units;
    record.quantity_decimals = lot.decimals;

    const auto price = [&](std::string_view key) {
        const std::string text = table.required_text(key);
        return in_steps(table, key, text, read_decimal(table, key, text), "tick", tick);
    };
    record.price_min_ticks = price("price_min");
    record.price_max_ticks = price("price_max");
    if (record.price_max_ticks < record.price_min_ticks)
        table.refuse("price_max", "is below price_min", "exchange the two");
    if (record.price_max_ticks - record.price_min_ticks > band_ticks_max)
        table.refuse("price_max", "is more than 4294967295 ticks above price_min",
                     "narrow the band, or write a coarser tick");

    const std::string quantity = table.text("quantity_max", "1000000");
    record.quantity_max_lots = static_cast<std::uint64_t>(
        in_steps(table, "quantity_max", quantity, read_decimal(table, "quantity_max", quantity),
                 "lot", lot));
    if (record.quantity_max_lots > quantity_lots_max)
        table.refuse("quantity_max", "is more than 1000000000000 lots",
                     "write less, or a coarser lot");
    record.market_protection_ticks = read_distance(table, "market_protection", tick);
    read_market(table, instrument, calendars);
    instrument.collar = read_collar(table, tick);
    instrument.assets = read_traded_assets(table, record, assets);
    table.refuse_unknown_keys();
    return instrument;
}

} // namespace pinion::config
