#pragma once

#include "shm/messages/order_terms.h"

#include <cstdint>

namespace pinion::latency {

/// What a book tells of an operation: with the ring's stamp a cache line, as a feed event.
struct BookEvent {
    enum class Kind : std::uint8_t { rests = 1, trades = 2, shrinks = 3, leaves = 4, moves = 5 };

    Kind kind;
    shm::Side side; ///< of the resting order
    std::uint16_t spare;
    std::uint32_t instrument;
    std::uint64_t order; ///< id of the resting order
    std::uint64_t taker; ///< id in the operation that caused it
    std::int64_t price_ticks;
    std::uint64_t quantity_lots; ///< what traded, rests or left
    std::uint64_t sequence;      ///< of the operation
    std::uint64_t slot;          ///< where the order is kept
};

static_assert(sizeof(BookEvent) == 56);

} // namespace pinion::latency
