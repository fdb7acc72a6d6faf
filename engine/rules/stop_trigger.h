#pragma once

#include "engine/orders.h"
#include "engine/traded_prices.h"

#include <cstdint>

namespace pinion::engine {

/// The first stop order that is elected by the prices traded since the last look: buys at or below
/// the highest, the lowest stop price first; then sells at or above the lowest, the highest first.
[[nodiscard]] inline std::uint32_t elected_stop(const Orders& orders, const TradedPrices& prices,
                                                std::uint32_t instrument) {
    if (!prices.any_to_measure()) return Orders::none;
    const auto& stops = orders.stops();
    const auto buy = stops.front(instrument, shm::Side::sell);
    if (buy != Orders::none && stops.order(buy).price_ticks <= prices.high_ticks) return buy;
    const auto sell = stops.front(instrument, shm::Side::buy);
    if (sell != Orders::none && stops.order(sell).price_ticks >= prices.low_ticks) return sell;
    return Orders::none;
}

/// What a stop order becomes when its price has traded.
inline void trigger(Order& order) {
    order.details.ord_type =
        order.details.ord_type == shm::OrdType::stop ? shm::OrdType::market : shm::OrdType::limit;
}

} // namespace pinion::engine
