#pragma once

#include "engine/order_details.h"

#include <cstdint>

namespace pinion::engine {

/// What a replace does to the order's place in the queue.
enum class Replacement : std::uint8_t {
    closes,       ///< nothing is left to trade: amended to what has traded, and filled
    keeps_place,  ///< same price, stop price (of a stop order) and display quantity, not more lots
    goes_to_back, ///< anything else: it is entered, and may trade, as a new order would
};

[[nodiscard]] inline Replacement replacement_of(const Order& before, const Order& after) {
    if (after.leaves_lots == 0) return Replacement::closes;
    const bool same_place =
        after.price_ticks == before.price_ticks &&
        (!has_stop_price(after.details.ord_type) ||
         after.extras.stop_price_ticks == before.extras.stop_price_ticks) &&
        after.extras.display_quantity_lots == before.extras.display_quantity_lots;
    const bool not_more = after.quantity_lots <= before.quantity_lots;
    return same_place && not_more ? Replacement::keeps_place : Replacement::goes_to_back;
}

} // namespace pinion::engine
