#pragma once

#include <cstdint>
#include <string_view>

namespace pinion::fix {

/// FIX 10 as a number. Summed in bytes, as it is taken modulo 256 anyway: a compiler then adds a
/// whole vector of them at once.
[[nodiscard]] inline std::uint8_t checksum(std::string_view bytes) {
    std::uint8_t sum = 0;
    for (const char c : bytes) sum = static_cast<std::uint8_t>(sum + static_cast<unsigned char>(c));
    return sum;
}

} // namespace pinion::fix
