#pragma once

#include "shm/messages/order_terms.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace pinion::engine {

/// At what prices makers of an instrument came, went or changed since its held orders were last
/// looked at: one whose limit reaches none of them could not trade then, and cannot now. At first
/// all may have changed. Prices in ticks.
class ChangedPrices {
  public:
    void note(shm::Side side, std::int64_t price_ticks) {
        if (side == shm::Side::buy)
            highest_buy_ticks_ = std::max(highest_buy_ticks_, price_ticks);
        else
            lowest_sell_ticks_ = std::min(lowest_sell_ticks_, price_ticks);
    }

    void note_all() { *this = {}; }

    void all_are_seen() {
        highest_buy_ticks_ = lowest;
        lowest_sell_ticks_ = highest;
    }

    /// Whether a taker of `side` could meet what changed.
    [[nodiscard]] bool concern(shm::Side side, std::int64_t limit_ticks) const {
        return side == shm::Side::buy ? lowest_sell_ticks_ <= limit_ticks
                                      : highest_buy_ticks_ >= limit_ticks;
    }

  private:
    static constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

    std::int64_t highest_buy_ticks_ = highest;
    std::int64_t lowest_sell_ticks_ = lowest;
};

} // namespace pinion::engine
