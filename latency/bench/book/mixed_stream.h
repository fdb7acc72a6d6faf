#pragma once

#include "latency/bench/book/stream.h"

#include <cstddef>
#include <cstdint>

namespace pinion::latency {

/// A market that keeps its size: 52 % new orders near the touch, 38 % cancels of mostly recent
/// ones, 2.5 % size-downs, 2.5 % reprices, and 5 % orders that trade through up to three levels and
/// hold the book at `live_orders`. The ids are spread over all 64 bits.
struct MixedStreamOptions {
    std::uint32_t instruments;
    std::uint32_t live_orders;
    std::uint32_t depth_ticks; ///< how far from the touch new orders are, at most
    std::size_t operations;    ///< measured ones
    std::uint64_t seed;
};

[[nodiscard]] Stream mixed_stream(const MixedStreamOptions& options);

} // namespace pinion::latency
