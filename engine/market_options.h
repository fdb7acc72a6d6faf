#pragma once

#include "engine/rules/calendar.h"

#include <cstdint>

namespace pinion::engine {

/// How trading goes in one instrument. Prices in ticks.
struct MarketOptions {
    Calendar calendar = {}; ///< empty: continuous trading from the first command on
    /// How far from the reference price a trade may be; 0: anywhere. One that would be farther
    /// starts a volatility auction.
    std::uint32_t collar_ticks = 0;
    std::int64_t volatility_auction_ns = 0; ///< how long that lasts
};

} // namespace pinion::engine
