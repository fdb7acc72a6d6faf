#pragma once

#include <cstdint>
#include <span>

namespace pinion::latency {

/// Floor of writing a message: its bytes, known beforehand, are copied and summed. `out` has room.
[[nodiscard]] std::uint8_t copy_and_sum(std::span<const char> message, std::span<char> out);

} // namespace pinion::latency
