#pragma once

#include "engine/rules/calendar.h"

#include <cstdint>

namespace pinion::engine {

/// How trading goes in one instrument.
struct MarketOptions {
    Calendar calendar = {};                 ///< empty: continuous trading from the first command on
    std::int64_t volatility_auction_ns = 0; ///< how long it lasts, if there is a trade collar
};

} // namespace pinion::engine
