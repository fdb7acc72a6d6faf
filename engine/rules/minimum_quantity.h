#pragma once

#include "engine/order_details.h"

#include <algorithm>
#include <cstdint>

namespace pinion::engine {

/// The lots that an order must trade at once if it trades at all; 0: any.
[[nodiscard]] inline std::uint64_t minimum_lots(const Order& order) {
    const bool all = order.details.time_in_force == shm::TimeInForce::fill_or_kill ||
                     (order.details.exec_inst & shm::exec_inst::all_or_none) != 0;
    if (all) return order.leaves_lots;
    const bool is_met = order.details.cumulative_lots >= order.extras.min_quantity_lots;
    return is_met ? 0 : std::min(order.extras.min_quantity_lots, order.leaves_lots);
}

} // namespace pinion::engine
