#pragma once

#include <cstdint>

namespace pinion::latency {

/// Floor of every hop between cores: two threads, pinned to one core each, hand one cache line of
/// shared memory to and fro, spinning without a pause. Returns nanoseconds one way.
/// The calling thread plays on `core`. Throws std::system_error.
[[nodiscard]] double cache_line_ping_pong_ns(int core, int partner_core, std::uint64_t round_trips);

} // namespace pinion::latency
