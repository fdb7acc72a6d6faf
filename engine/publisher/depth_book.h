#pragma once

#include "feed-handler/reader/price_ladder.h"
#include "shm/layout/feed_segment.h"

#include <cstdint>

namespace pinion::engine {

/// Sums of one instrument's resting orders by price, from which its depth cell is cut.
class DepthBook {
  public:
    /// An order that was `before` is `after` now; order_id 0: it is not in the book.
    void update(const shm::ImageOrder& before, const shm::ImageOrder& after);

    void trade(std::int64_t price_ticks, std::uint64_t quantity_lots) {
        last_price_ticks_ = price_ticks;
        last_quantity_lots_ = quantity_lots;
    }

    [[nodiscard]] shm::Depth top() const;

  private:
    using Ladder = feed::PriceLadder<shm::DepthLevel>;

    [[nodiscard]] Ladder& side_of(const shm::ImageOrder& order) {
        return order.side == shm::Side::buy ? bids_ : asks_;
    }

    void put(const shm::ImageOrder& order);
    void take(const shm::ImageOrder& order);

    Ladder bids_{shm::Side::buy};
    Ladder asks_{shm::Side::sell};
    std::int64_t last_price_ticks_ = 0;
    std::uint64_t last_quantity_lots_ = 0;
};

} // namespace pinion::engine
