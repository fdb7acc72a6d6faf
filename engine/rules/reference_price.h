#pragma once

#include "engine/rules/price_collar.h"
#include "engine/venue.h"

#include <cstdint>
#include <optional>

namespace pinion::engine {

/// The price by which trades and auctions are judged: as the dynamic collar's, the last that
/// traded.
[[nodiscard]] inline std::optional<std::int64_t> reference_price(const Venue& venue,
                                                                 std::uint32_t instrument) {
    return dynamic_reference(venue.collars[instrument], venue.day_references[instrument],
                             venue.traded_prices[instrument]);
}

} // namespace pinion::engine
