#pragma once

#include "shm/messages/order_terms.h"

#include <cstdint>

namespace pinion::engine {

/// Whether a taker of `side` prefers one price to another.
[[nodiscard]] inline bool is_preferred(shm::Side side, std::int64_t price_ticks,
                                       std::int64_t than_ticks) {
    return side == shm::Side::buy ? price_ticks < than_ticks : price_ticks > than_ticks;
}

} // namespace pinion::engine
