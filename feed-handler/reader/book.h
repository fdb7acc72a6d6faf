#pragma once

#include "feed-handler/reader/price_ladder.h"
#include "shm/layout/feed_segment.h"
#include "shm/messages/order_terms.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pinion::feed {

inline constexpr std::uint32_t no_order_slot = ~std::uint32_t{0};

/// One price of one side: a queue of orders, the earliest first.
struct BookLevel {
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint32_t order_count;
    std::uint32_t first_slot;
    std::uint32_t last_slot;
};

/// A resting order and its neighbours in the queue.
struct alignas(64) BookOrder {
    shm::ImageOrder order{}; ///< order_id 0: the slot is free
    std::uint32_t previous_slot = no_order_slot;
    std::uint32_t next_slot = no_order_slot;
};

static_assert(sizeof(BookOrder) == 64);

/// The order-by-order book of one instrument. Thread safety: none.
class Book {
  public:
    /// Works on the orders of all books, which its owner keeps; slots are checked by the owner.
    explicit Book(std::span<BookOrder> orders) : orders_(orders) {}

    [[nodiscard]] std::size_t level_count(shm::Side side) const { return ladder(side).size(); }

    /// The level `rank` places behind the best one, which has rank 0; `rank` < level_count(side).
    [[nodiscard]] const BookLevel& level(shm::Side side, std::size_t rank) const {
        return ladder(side)[rank];
    }

    /// Nothing if that side is empty.
    [[nodiscard]] std::optional<std::int64_t> best_price_ticks(shm::Side side) const {
        if (level_count(side) == 0) return std::nullopt;
        return level(side, 0).price_ticks;
    }

    /// Calls `visit(const shm::ImageOrder&)` for the orders of a level in priority order.
    template <class Visit>
    void for_each_order(const BookLevel& level, Visit visit) const {
        for (std::uint32_t slot = level.first_slot; slot != no_order_slot;
             slot = orders_[slot].next_slot)
            visit(orders_[slot].order);
    }

    /// Makes `after` what lies in the slot; an order that moved becomes the last of its level.
    void update(std::uint32_t slot, const shm::ImageOrder& after);

    /// Forgets the levels; the owner frees the slots.
    void clear();

  private:
    using Ladder = PriceLadder<BookLevel>;

    [[nodiscard]] const Ladder& ladder(shm::Side side) const {
        return side == shm::Side::buy ? bids_ : asks_;
    }

    [[nodiscard]] Ladder& ladder(shm::Side side) { return side == shm::Side::buy ? bids_ : asks_; }

    void append(std::uint32_t slot);
    void unlink(std::uint32_t slot);
    void shrink(std::uint32_t slot, std::uint64_t quantity_lots);

    std::span<BookOrder> orders_;
    Ladder bids_{shm::Side::buy};
    Ladder asks_{shm::Side::sell};
};

} // namespace pinion::feed
