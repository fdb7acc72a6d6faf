#pragma once

#include <cstdint>
#include <span>

namespace pinion::latency {

/// What nobody who reads a FIX message can do without.
struct ScanResult {
    std::uint32_t fields;   ///< how many separators there are
    std::uint8_t check_sum; ///< of all bytes
};

/// Floor of parsing: sums the bytes and writes down where each field ends, and nothing else.
/// `ends` gets a position for each separator and must have room for them.
[[nodiscard]] ScanResult scan_and_sum(std::span<const char> message, std::span<std::uint16_t> ends);

} // namespace pinion::latency
