#pragma once

#include <cstdint>

namespace pinion::shm {

/// A dead engine's reader may lie 32 commands behind what it consumed, and other gateways' commands
/// lie between those: so many slots of the sequenced log for each gateway, the operator's link
/// among them, hold all of them.
inline constexpr std::uint64_t log_slots_per_gateway_min = 64;

} // namespace pinion::shm
