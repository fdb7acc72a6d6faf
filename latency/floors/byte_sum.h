#pragma once

#include <cstdint>
#include <span>

namespace pinion::latency {

/// FIX's CheckSum. Summed in bytes, so that a compiler adds a whole vector of them at once.
[[nodiscard]] inline std::uint8_t byte_sum(std::span<const char> bytes) {
    std::uint8_t sum = 0;
    for (const char c : bytes) sum = static_cast<std::uint8_t>(sum + static_cast<unsigned char>(c));
    return sum;
}

} // namespace pinion::latency
