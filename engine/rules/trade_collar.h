#pragma once

#include "engine/rules/reference_price.h"
#include "shm/messages/notional.h"

#include <algorithm>
#include <cstdint>

namespace pinion::engine {

/// The worst price at which an order of `side` with this limit may trade in continuous trading
/// before a volatility auction is due.
[[nodiscard]] inline std::int64_t collared(const Venue& venue, std::uint32_t instrument,
                                           shm::Side side, std::int64_t limit_ticks) {
    const std::int64_t width = venue.markets.options(instrument).collar_ticks;
    if (width == 0) return limit_ticks;
    const auto reference = reference_price(venue, instrument);
    if (!reference) return limit_ticks;
    // wide enough for any price
    const auto edge = side == shm::Side::buy
                          ? std::min(shm::Int128{limit_ticks}, shm::Int128{*reference} + width)
                          : std::max(shm::Int128{limit_ticks}, shm::Int128{*reference} - width);
    return static_cast<std::int64_t>(edge);
}

} // namespace pinion::engine
