#pragma once

#include "latency/bench/book/stream.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::latency {

/// What one operation cannot avoid touching. Everything that a book has to find out is told here,
/// but for what only the index can tell: which order has the id.
struct Touches {
    enum class Kind : std::uint8_t {
        nothing = 1, ///< but for its fills
        misses = 2,  ///< asks the index for an id that is not there
        rests = 3,
        leaves = 4,
        shrinks = 5,
        moves = 6,
    };

    std::uint64_t key;
    std::uint64_t lots;
    std::uint32_t level; ///< where it rests from now on, or rested if it leaves
    std::uint32_t slot;  ///< of an order that rests
    std::uint32_t fills; ///< so many of TouchList::filled are its own
    Kind kind;
};

static_assert(sizeof(Touches) == 32);

struct TouchList {
    static constexpr std::uint32_t partly = 1U << 31;

    std::vector<Touches> touches; ///< one for each operation
    static constexpr std::size_t fills_ahead = 2;

    /// Slots, with `partly` if something was left of the order, and as many more as who fetches
    /// them looks ahead.
    std::vector<std::uint32_t> filled;
    std::size_t levels = 0;
};

/// By the oracle. Slots are given out last in, first out.
[[nodiscard]] TouchList record_touches(const Stream& stream);

} // namespace pinion::latency
