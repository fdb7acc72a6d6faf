#pragma once

#include "config/venue_config.h"
#include "engine/engine_options.h"
#include "shm/layout/admin_link.h"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// What the programs of this folder read in a config alike.
namespace pinion::engine {

/// The engine that the command line names, or the only one there is.
[[nodiscard]] inline const config::EngineConfig& chosen_engine(const config::VenueConfig& venue,
                                                               std::optional<std::uint16_t> id) {
    if (id) return venue.engine(*id);
    if (venue.engines.size() != 1)
        throw std::runtime_error(venue.source +
                                 " has several engines: say which one with --engine ID");
    return venue.engines.front();
}

/// Assets, what this engine's instruments do with them, and the groups' limits, account by account.
inline void set_risk(EngineOptions& options, const config::VenueConfig& venue) {
    auto& risk = options.risk;
    for (const auto& asset : venue.assets)
        risk.assets.push_back({.name = asset.name, .decimals = asset.decimals});
    for (const auto& instrument : venue.instruments) {
        if (instrument.engine != options.engine_id) continue;
        options.collars.push_back({.reference_ticks = instrument.collar.reference_ticks,
                                   .static_ticks = instrument.collar.static_ticks,
                                   .dynamic_ticks = instrument.collar.dynamic_ticks,
                                   .trade_ticks = instrument.collar.trade_ticks});
        auto& assets = risk.instruments.emplace_back();
        if (!instrument.assets) continue;
        assets = {.base = static_cast<std::uint16_t>(instrument.assets->base),
                  .quote = static_cast<std::uint16_t>(instrument.assets->quote),
                  .base_per_lot = instrument.assets->base_per_lot,
                  .quote_per_tick_lot = instrument.assets->quote_per_tick_lot};
    }
    for (const auto group : venue.groups_of_accounts) {
        auto& account = risk.accounts.emplace_back();
        if (group)
            account = {.is_on = venue.account_groups[*group].risk,
                       .limits = venue.account_groups[*group].limits};
    }
}

[[nodiscard]] inline MarketOptions market_options(const config::VenueConfig& venue,
                                                  const config::InstrumentConfig& instrument) {
    MarketOptions market;
    if (const config::CalendarConfig* calendar = venue.calendar_of(instrument))
        for (const config::PhaseTime& change : calendar->changes)
            market.calendar.push_back({change.time_ns, change.phase, calendar->days});
    market.volatility_auction_ns = instrument.volatility_auction_s * std::int64_t{1'000'000'000};
    return market;
}

[[nodiscard]] inline EngineOptions engine_options(const config::VenueConfig& venue,
                                                  const config::EngineConfig& engine) {
    EngineOptions options;
    options.engine_id = engine.id;
    options.instruments = venue.instruments_of(engine.id);
    for (const config::InstrumentConfig& instrument : venue.instruments)
        if (instrument.engine == engine.id)
            options.markets.push_back(market_options(venue, instrument));
    options.accounts = venue.accounts;
    set_risk(options, venue);
    options.orders_max = engine.orders_max;
    options.stop_orders_max = engine.stop_orders_max;
    options.held_orders_max = engine.held_orders_max;
    options.closing_orders_max = engine.closing_orders_max;
    options.levels_max = engine.levels_max;
    options.cl_ord_ids_per_day_max = engine.cl_ord_ids_per_day_max;
    options.activations_max = engine.activations_max;
    options.display_slices_max = engine.display_slices_max;
    options.disconnect_grace_ns = engine.disconnect_grace_ms * std::int64_t{1'000'000};
    options.day_roll_offset_ns = engine.day_roll_ns.value_or(EngineOptions::no_day_roll);
    options.sessions_max = static_cast<std::uint32_t>(venue.sessions.size());
    options.gateways_max = shm::admin_gateway_index + 1;
    return options;
}

/// The engine's links: `Peer{id, index}` for the operator's, which is served first, and for those
/// of its gateways in the order of the file.
template <typename Peer>
[[nodiscard]] std::vector<Peer> peers_of(const config::VenueConfig& venue, std::uint16_t engine) {
    std::vector<Peer> peers = {{shm::admin_gateway_id, shm::admin_gateway_index}};
    for (const config::GatewayConfig& gateway : venue.gateways_of(engine))
        peers.push_back({gateway.id, venue.gateway_index(gateway.id)});
    return peers;
}

} // namespace pinion::engine
