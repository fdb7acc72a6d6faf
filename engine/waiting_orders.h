#pragma once

#include "engine/book/order_book.h"

#include <cstdint>
#include <span>
#include <vector>

namespace pinion::engine {

/// Orders that wait unseen, in price-time priority: an order book whose slots are numbered from
/// `first_slot` and that counts its orders by instrument. Not thread-safe; allocates only when
/// built.
class WaitingOrders {
  public:
    static constexpr std::uint32_t none = OrderBook::none;

    /// A level for each order: levels never run out before orders do.
    WaitingOrders(std::span<const PriceBand> bands, std::uint32_t first_slot,
                  std::uint32_t orders_max)
        : book_(bands, orders_max, orders_max), first_slot_(first_slot), orders_max_(orders_max),
          counts_(bands.size()) {}

    [[nodiscard]] bool full() const { return count_ == orders_max_; }

    [[nodiscard]] bool any() const { return count_ != 0; }

    [[nodiscard]] bool any(std::uint32_t instrument) const { return counts_[instrument] != 0; }

    /// Needs !full().
    std::uint32_t add(std::uint32_t instrument, shm::Side side, std::int64_t price_ticks,
                      std::uint64_t quantity_lots, std::uint64_t key) {
        ++count_;
        ++counts_[instrument];
        return first_slot_ + book_.add(instrument, side, price_ticks, quantity_lots, key);
    }

    void remove(std::uint32_t slot) {
        --count_;
        --counts_[order(slot).instrument];
        book_.remove(slot - first_slot_);
    }

    void reduce(std::uint32_t slot, std::uint64_t lots) { book_.reduce(slot - first_slot_, lots); }

    [[nodiscard]] std::uint32_t front(std::uint32_t instrument, shm::Side side) const {
        return counts_[instrument] == 0 ? none : numbered(book_.front(instrument, side));
    }

    [[nodiscard]] std::uint32_t next(std::uint32_t slot) const {
        return numbered(book_.next(slot - first_slot_));
    }

    [[nodiscard]] BookOrder order(std::uint32_t slot) const {
        return book_.order(slot - first_slot_);
    }

    [[nodiscard]] std::uint64_t key(std::uint32_t slot) const {
        return book_.key(slot - first_slot_);
    }

    void set_key(std::uint32_t slot, std::uint64_t key) { book_.set_key(slot - first_slot_, key); }

    [[nodiscard]] std::uint32_t& index_position(std::uint32_t slot) {
        return book_.index_position(slot - first_slot_);
    }

    /// Visits what decides which slots later orders get, counted from 0.
    template <typename Visitor>
    void for_each_free_slot(Visitor visit) const {
        book_.for_each_free_slot(visit);
    }

    [[nodiscard]] std::uint32_t slot_count() const { return orders_max_; }

    /// As OrderBook's, with slots that are counted from 0.
    void restore_used_slots(std::uint32_t used) { book_.restore_used_slots(used); }

    std::uint32_t restore(std::uint32_t slot, std::uint32_t instrument, shm::Side side,
                          std::int64_t price_ticks, std::uint64_t quantity_lots,
                          std::uint64_t key) {
        ++count_;
        ++counts_[instrument];
        return first_slot_ + book_.restore(slot, instrument, side, price_ticks, quantity_lots, key);
    }

    void restore_free_slot(std::uint32_t slot) { book_.restore_free_slot(slot); }

  private:
    [[nodiscard]] std::uint32_t numbered(std::uint32_t slot) const {
        return slot == none ? none : first_slot_ + slot;
    }

    OrderBook book_;
    std::uint32_t first_slot_;
    std::uint32_t orders_max_;
    std::uint32_t count_ = 0;
    std::vector<std::uint32_t> counts_; ///< by instrument
};

} // namespace pinion::engine
