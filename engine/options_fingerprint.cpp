#include "engine/options_fingerprint.h"

#include "engine/state_hash.h"

#include <vector>

namespace pinion::engine {

namespace {

void fold_risk(StateHash& hash, const RiskOptions& risk) {
    hash.fold(std::uint64_t{risk.assets.size()});
    for (const auto& asset : risk.assets) {
        hash.fold(asset.name);
        hash.fold(std::uint64_t{asset.decimals});
    }
    hash.fold(std::uint64_t{risk.instruments.size()});
    for (const auto& assets : risk.instruments)
        for (const std::uint64_t number : {std::uint64_t{assets.base}, std::uint64_t{assets.quote},
                                           assets.base_per_lot, assets.quote_per_tick_lot})
            hash.fold(number);
    hash.fold(std::uint64_t{risk.accounts.size()});
    for (const auto& account : risk.accounts) {
        hash.fold(std::uint64_t{account.is_on ? 1U : 0U});
        hash.fold(account.limits);
    }
}

void fold_collars(StateHash& hash, const std::vector<PriceCollar>& collars) {
    hash.fold(std::uint64_t{collars.size()});
    for (const auto& collar : collars)
        for (const std::uint64_t number :
             {std::uint64_t{collar.reference_ticks ? 1U : 0U},
              static_cast<std::uint64_t>(collar.reference_ticks.value_or(0)), collar.static_ticks,
              collar.dynamic_ticks, collar.trade_ticks})
            hash.fold(number);
}

void fold(StateHash& hash, const MarketOptions& market) {
    hash.fold(std::uint64_t{market.calendar.size()});
    for (const auto& change : market.calendar) {
        hash.fold(static_cast<std::uint64_t>(change.time_ns));
        hash.fold(static_cast<std::uint64_t>(change.phase));
        hash.fold(std::uint64_t{change.days});
    }
    hash.fold(static_cast<std::uint64_t>(market.volatility_auction_ns));
}

} // namespace

std::uint64_t options_fingerprint(const EngineOptions& options) {
    StateHash hash;
    hash.fold(std::uint64_t{options.instruments.size()});
    for (const auto& instrument : options.instruments) hash.fold(instrument);
    for (const auto& market : options.markets) fold(hash, market);
    hash.fold(std::uint64_t{options.accounts.size()});
    for (const auto& account : options.accounts) hash.fold(account);
    for (const std::uint64_t number :
         {std::uint32_t{options.engine_id}, options.orders_max, options.levels_max,
          options.cl_ord_ids_per_day_max, options.stop_orders_max, options.held_orders_max,
          options.closing_orders_max, options.activations_max, options.display_slices_max,
          options.sessions_max, options.gateways_max})
        hash.fold(number);
    for (const auto time_ns : {options.disconnect_grace_ns, options.day_roll_offset_ns})
        hash.fold(static_cast<std::uint64_t>(time_ns));
    fold_risk(hash, options.risk);
    fold_collars(hash, options.collars);
    return hash.value();
}

} // namespace pinion::engine
