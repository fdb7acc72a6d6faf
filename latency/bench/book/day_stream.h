#pragma once

#include "latency/bench/book/stream.h"

#include <cstddef>
#include <cstdint>

namespace pinion::latency {

/// One symbol's day, whose price swings to and fro. Of the orders that rest about 95 % are
/// canceled, 20 % of all orders are modified, 15 % are immediate-or-cancel, 2 % of the messages are
/// stale: they name orders that are gone. Ids are a shuffled 1..n: no two neighbours in time are
/// neighbours in number.
struct DayStreamOptions {
    std::uint32_t live_orders;     ///< about so many rest
    std::uint32_t depth_doublings; ///< new orders are up to 2^this ticks from the middle
    std::int64_t swing_percent;    ///< of the price, up and down, in four waves
    std::size_t messages;
    std::uint64_t seed;
};

[[nodiscard]] Stream day_stream(const DayStreamOptions& options);

} // namespace pinion::latency
