#pragma once

#include <cstdint>

namespace pinion::transport {

/// How long a locally closed connection may take to hand over its queued output before it is cut.
inline constexpr std::int64_t linger_ns = 2'000'000'000;

} // namespace pinion::transport
