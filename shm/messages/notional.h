#pragma once

#include <cstdint>

namespace pinion::shm {

/// Compiler's 128-bit integer, named once so that -Wpedantic stays on.
__extension__ using Int128 = __int128;

/// A sum of price_ticks * quantity_lots, as two words so that messages keep 8-byte alignment.
struct Notional {
    std::uint64_t low;
    std::int64_t high;

    [[nodiscard]] static constexpr Notional from(Int128 value) {
        return {static_cast<std::uint64_t>(value), static_cast<std::int64_t>(value >> 64)};
    }

    [[nodiscard]] constexpr Int128 value() const {
        return (static_cast<Int128>(high) << 64) | static_cast<Int128>(low);
    }

    friend bool operator==(const Notional&, const Notional&) = default;
};

} // namespace pinion::shm
