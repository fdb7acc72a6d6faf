#pragma once

#include "engine/market_options.h"
#include "engine/risk/risk_options.h"
#include "engine/rules/price_collar.h"
#include "shm/fixed_text.h"
#include "shm/layout/instrument_record.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// What the state machine is built for. Part of its identity: a replay needs the same options.
struct EngineOptions {
    static constexpr std::int64_t no_day_roll = -1;

    std::uint16_t engine_id = 1; ///< embedded in OrderID and ExecID by the gateway
    std::uint32_t engine_epoch =
        1; ///< at first; commands of a lower one are answered with stale_engine_epoch
    std::vector<shm::InstrumentRecord>
        instruments;                        ///< a message's `instrument` is the index in here
    std::vector<PriceCollar> collars;       ///< by instrument; behind the last: none
    std::vector<MarketOptions> markets;     ///< of the first instruments; others trade always
    std::vector<shm::AccountName> accounts; ///< who may trade
    RiskOptions risk;
    std::uint32_t orders_max = 1 << 17; ///< resting orders at one time
    std::uint32_t levels_max = 1 << 15; ///< price levels at one time
    std::uint32_t cl_ord_ids_per_day_max = 1 << 20;
    std::uint32_t stop_orders_max = 1 << 14;    ///< stop orders that wait for their price
    std::uint32_t held_orders_max = 1 << 10;    ///< orders that wait for their minimum quantity
    std::uint32_t closing_orders_max = 1 << 14; ///< orders at the close before their auction
    std::uint32_t activations_max = 1000;       ///< waiting orders that one command may set going
    std::uint32_t display_slices_max = 100;     ///< of an order with a display quantity
    std::int64_t disconnect_grace_ns = 0;       ///< before cancel on disconnect acts
    std::int64_t day_roll_offset_ns = no_day_roll; ///< when a day ends, after midnight UTC
    std::uint32_t sessions_max = 1024;             ///< a message's `session` is below it
    std::uint32_t gateways_max = 16;               ///< a message's `gateway` is below it
};

} // namespace pinion::engine
