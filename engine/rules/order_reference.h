#pragma once

#include "engine/order_details.h"
#include "shm/messages/command.h"

namespace pinion::engine {

/// A request names the side and instrument of the order it refers to, and its OrderID if it likes.
[[nodiscard]] inline bool describes(const shm::Command& request, const Order& order) {
    return request.side == order.side && request.instrument == order.instrument &&
           (request.order_id == 0 || request.order_id == order.details.order_id);
}

} // namespace pinion::engine
