#pragma once

#include <cstdint>

/// The link of the venue's operator: an ordinary link (link_segment.h) between each engine and
/// whoever administers it, one at a time, who holds its role `producer` so long. Only its commands
/// may be of kind `control`, and they are of no other but gateway_up. It is served before all
/// others.
namespace pinion::shm {

/// In names of segments and files. No gateway of a config has it.
inline constexpr std::uint16_t admin_gateway_id = 0;

/// Gateways in a config, at most: their indices in messages are below it.
inline constexpr std::uint16_t gateways_max = 64;

/// In messages: behind all that a config can have, so that it stays when one gets more.
inline constexpr std::uint16_t admin_gateway_index = gateways_max;

} // namespace pinion::shm
