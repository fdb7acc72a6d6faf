#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace pinion::engine {

/// At what prices an instrument traded, as far as stop orders want to know. Prices in ticks.
struct TradedPrices {
    static constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

    std::int64_t last_ticks = 0;
    /// Range of the prices against which stop orders have not been measured yet.
    std::int64_t low_ticks = highest;
    std::int64_t high_ticks = lowest;
    std::uint64_t has_traded = 0;

    void trade(std::int64_t price_ticks) {
        last_ticks = price_ticks;
        has_traded = 1;
        measure_against(price_ticks);
    }

    void measure_against(std::int64_t price_ticks) {
        low_ticks = std::min(low_ticks, price_ticks);
        high_ticks = std::max(high_ticks, price_ticks);
    }

    friend bool operator==(const TradedPrices&, const TradedPrices&) = default;

    [[nodiscard]] bool any_to_measure() const { return low_ticks <= high_ticks; }

    void all_are_measured() {
        low_ticks = highest;
        high_ticks = lowest;
    }
};

} // namespace pinion::engine
