#pragma once

#include "engine/order_details.h"

#include <algorithm>

namespace pinion::engine {

/// What the book shows of an order that comes to rest: all of it, or a slice of the display
/// quantity.
[[nodiscard]] inline std::uint64_t shown_slice(const Order& order) {
    const auto display = order.extras.display_quantity_lots;
    return display == 0 ? order.leaves_lots : std::min(display, order.leaves_lots);
}

} // namespace pinion::engine
