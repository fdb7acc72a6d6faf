#pragma once

#include <cstdint>

namespace pinion::latency {

/// The key of an order id in a book: spread over all bits, so that neither dense nor sparse ids
/// gather in one place of an index, and different for different ids, so that equal keys are equal
/// ids.
[[nodiscard]] inline std::uint64_t key_of(std::uint64_t id) {
    const std::uint64_t product = id * 0x9e3779b97f4a7c15; // Knuth, TAOCP 3, 6.4
    return product ^ (product >> 32);
}

/// The id that has this key.
[[nodiscard]] inline std::uint64_t id_of(std::uint64_t key) {
    return (key ^ (key >> 32)) * 0xf1de83e19937733d; // the inverse modulo 2^64
}

static_assert(0x9e3779b97f4a7c15 * 0xf1de83e19937733d == std::uint64_t{1});

} // namespace pinion::latency
