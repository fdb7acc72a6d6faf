#pragma once

#include "engine/orders.h"

#include <cstdint>

namespace pinion::engine {

/// The order with which `taker` trades next, at `limit_ticks` or better, or none: the first of the
/// book; or the first held one whose minimum the taker can meet, if its price is strictly better.
[[nodiscard]] std::uint32_t next_maker(const Orders& orders, const Order& taker,
                                       std::int64_t limit_ticks);

/// Whether `taker` could trade `lots` now, going through its makers as it would.
[[nodiscard]] bool can_trade(const Orders& orders, const Order& taker, std::int64_t limit_ticks,
                             std::uint64_t lots);

} // namespace pinion::engine
