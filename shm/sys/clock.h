#pragma once

#include <cstdint>

namespace pinion::shm {

/// UTC in nanoseconds since 1970 (CLOCK_REALTIME).
[[nodiscard]] std::int64_t utc_now_ns();

/// Nanoseconds since some fixed point, never backwards (CLOCK_MONOTONIC).
[[nodiscard]] std::int64_t monotonic_now_ns();

} // namespace pinion::shm
