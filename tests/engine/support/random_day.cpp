#include "tests/engine/support/random_day.h"

#include <limits>
#include <string_view>

namespace pinion::engine {

namespace {

constexpr std::int64_t band_half = 100;
/// In the middles of bands: an ordinary one, one of prices of both signs, and those at the ends of
/// what a price can be.
constexpr std::array<std::int64_t, 4> middles = {
    1000, 0, std::numeric_limits<std::int64_t>::max() - band_half,
    std::numeric_limits<std::int64_t>::min() + band_half + 1};

shm::InstrumentRecord instrument(std::string_view symbol, std::uint64_t quantity_max,
                                 Random& random) {
    const auto middle = middles[random.one_in(2) ? 0 : random.below(middles.size())];
    shm::InstrumentRecord record{};
    record.symbol = *shm::Symbol::from(symbol);
    record.tick_units = record.lot_units = 1;
    record.price_min_ticks = middle - band_half;
    record.price_max_ticks = middle + band_half;
    record.quantity_max_lots = quantity_max;
    if (!random.one_in(3))
        record.market_protection_ticks = static_cast<std::uint32_t>(1 + random.below(12));
    return record;
}

} // namespace

namespace {

/// Whether no order of the instrument is worth more than an amount can be.
bool can_have_assets(const shm::InstrumentRecord& record, std::uint64_t money_per_tick_lot) {
    return record.price_min_ticks >= 0 &&
           shm::Int128{record.price_max_ticks} * shm::Int128{money_per_tick_lot} <=
               RiskOptions::amount_max / shm::Int128{record.quantity_max_lots};
}

shm::AccountLimits limits(Random& random, std::uint64_t lots) {
    const auto some = [&](std::uint64_t value) { return random.one_in(5) ? value : 0; };
    shm::AccountLimits limits{};
    limits.order_lots_max = some(lots * (20 + random.below(20)));
    limits.order_value_max = some(lots * random.below(random.one_in(2) ? 300 : 30'000));
    limits.exposure_max = some(lots * random.below(random.one_in(2) ? 3'000 : 300'000));
    limits.open_orders_max = static_cast<std::uint32_t>(some(1 + random.below(20)));
    if (!random.one_in(5)) return limits;
    limits.orders_per_interval = static_cast<std::uint32_t>(1 + random.below(10));
    limits.rate_interval_ns = static_cast<std::int64_t>(1 + random.below(300));
    return limits;
}

} // namespace

/// Prices are near 1000 or at an end of what they can be: some instruments have no assets.
void RandomDay::draw_risk(Random& random) {
    auto& risk = options.risk;
    for (const auto* name : {"USD", "EUR", "WOOD"})
        risk.assets.push_back({.name = *shm::AssetName::from(name),
                               .decimals = static_cast<std::uint8_t>(random.below(3))});
    for (const auto& record : options.instruments) {
        const auto quote = random.below(3);
        const InstrumentAssets assets{
            .base = static_cast<std::uint16_t>((quote + 1 + random.below(2)) % 3),
            .quote = static_cast<std::uint16_t>(quote),
            .base_per_lot = 1 + random.below(3),
            .quote_per_tick_lot = 1 + random.below(3)};
        const bool has = can_have_assets(record, assets.quote_per_tick_lot) && !random.one_in(6);
        risk.instruments.push_back(has ? assets : InstrumentAssets{});
    }
    for (std::size_t account = 0; account < options.accounts.size(); ++account)
        risk.accounts.push_back({.is_on = !random.one_in(4), .limits = limits(random, lots)});
}

void RandomDay::draw_collars(Random& random) {
    for (const auto& record : options.instruments) {
        PriceCollar collar;
        if (!random.one_in(3))
            collar.reference_ticks =
                record.price_min_ticks + static_cast<std::int64_t>(random.below(2 * band_half));
        if (!random.one_in(3)) collar.static_ticks = 5 + random.below(60);
        if (!random.one_in(3)) collar.dynamic_ticks = 2 + random.below(20);
        options.collars.push_back(collar);
    }
}

RandomDay::RandomDay(Random& random)
    : begin_ns((500 + static_cast<std::int64_t>(random.below(24))) * hour_ns),
      has_phases(random.one_in(2)), lots(random.one_in(5) ? std::uint64_t{1} << 46 : 1) {
    draw_options(random);
    const auto percent = [&] { return random.one_in(2) ? random.below(8) : random.below(40); };
    const auto rare = [&] { return random.one_in(3) ? random.below(30) : 1 + random.below(5); };
    for (const auto kind : kinds) {
        auto weight = rare();
        if (kind == shm::CommandKind::new_order) weight = 400 + random.below(400);
        if (kind == shm::CommandKind::cancel || kind == shm::CommandKind::replace)
            weight = 50 + random.below(200);
        if (kind == shm::CommandKind::control && has_phases) weight = 1 + random.below(20);
        if (kind == shm::CommandKind::timer) weight = 1 + random.below(60);
        if (kind == shm::CommandKind::day_roll || kind == shm::CommandKind::host_lost)
            weight = rare() / 3;
        kind_weights.push_back(weight);
    }
    type_weights = {100, random.below(20), percent(), percent()};
    time_in_force_weights = {60,
                             10 + random.below(40),
                             random.below(30),
                             random.below(20),
                             random.below(20),
                             has_phases ? random.below(20) : 0,
                             has_phases ? random.below(20) : 0};
    self_trade_prevention = percent();
    display = percent();
    minimum = percent();
    all_or_none = percent();
    post_only = percent();
    wrong_one_in = random.one_in(4) ? 5 : 30;
    spread_ticks = 4 + random.below(20);
    overlap_ticks = random.below(spread_ticks / 2);
    hash_mask = random.one_in(3) ? 0x3 : ~std::uint64_t{0};
}

void RandomDay::draw_options(Random& random) {
    const auto limit = [&](std::uint32_t tight_max, std::uint32_t ample) {
        return random.one_in(2) ? static_cast<std::uint32_t>(1 + random.below(tight_max)) : ample;
    };
    options.engine_epoch = 5;
    for (const auto* symbol : {"ACME", "ZINC", "IRON"})
        options.instruments.push_back(instrument(symbol, quantity_max * lots, random));
    options.accounts = {*shm::AccountName::from("house"), *shm::AccountName::from("client")};
    options.orders_max = limit(64, 4096);
    options.levels_max = limit(20, 1024);
    options.stop_orders_max = limit(12, 1024);
    options.held_orders_max = limit(8, 1024);
    options.closing_orders_max = limit(8, 1024);
    options.activations_max = limit(4, 1000);
    options.display_slices_max = limit(12, 1000);
    options.cl_ord_ids_per_day_max = random.one_in(3) ? 300 : 8192;
    if (!random.one_in(3))
        options.disconnect_grace_ns = static_cast<std::int64_t>(random.below(500));
    if (!random.one_in(4))
        options.day_roll_offset_ns = static_cast<std::int64_t>(random.below(24)) * hour_ns;
    if (random.one_in(2)) draw_risk(random);
    if (random.one_in(4)) draw_collars(random);
    options.sessions_max = session_count;
    options.gateways_max = admin_gateway + 1;
    if (has_phases) draw_markets(random);
}

/// Calendars whose times come while commands do, and collars that are left now and then.
void RandomDay::draw_markets(Random& random) {
    const auto some = [&](std::uint64_t bound) {
        return static_cast<std::int64_t>(random.below(bound));
    };
    options.collars.resize(options.instruments.size());
    for (std::size_t i = 0; i < options.instruments.size(); ++i) {
        MarketOptions market;
        const auto changes = random.one_in(4) ? 0 : 1 + random.below(8);
        for (std::uint64_t change = 0; change < changes; ++change) {
            const auto time_ns = begin_ns % day_ns + some(12'000);
            const auto phase =
                static_cast<shm::TradingPhase>(1 + random.pick({1, 2, 5, 6, 1, 5, 3}));
            const auto days =
                random.one_in(2) ? every_day : static_cast<std::uint8_t>(1 + random.below(127));
            if (change == 0 || time_ns > market.calendar.back().time_ns)
                market.calendar.push_back({time_ns, phase, days});
        }
        if (random.one_in(2)) options.collars[i].trade_ticks = 1 + random.below(12);
        market.volatility_auction_ns = 1 + some(500);
        options.markets.push_back(market);
    }
}

} // namespace pinion::engine
