#pragma once

#include "engine/order_details.h"
#include "shm/messages/command.h"

#include <cstdint>

namespace pinion::engine {

/// What a replace does to the order's place in the queue.
enum class Replacement : std::uint8_t {
    closes,       ///< nothing is left to trade: amended to what has traded, and filled
    keeps_place,  ///< same price and not more lots
    goes_to_back, ///< another price or more lots: it queues, and may trade, as a new order would
};

[[nodiscard]] inline Replacement replacement_of(const Order& order, const shm::Command& replace) {
    if (replace.quantity_lots <= order.details.cumulative_lots) return Replacement::closes;
    const bool same_price = replace.price_ticks == order.price_ticks;
    const bool not_more = replace.quantity_lots <= order.quantity_lots;
    return same_price && not_more ? Replacement::keeps_place : Replacement::goes_to_back;
}

} // namespace pinion::engine
