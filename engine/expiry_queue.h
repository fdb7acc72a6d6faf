#pragma once

#include "engine/rules/trading_day.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pinion::engine {

/// Orders with an expiry, the earliest first and of equal ones the lower OrderID: a binary heap
/// that knows where each slot stands, so that an order can leave it at any time. Not thread-safe;
/// allocates only when built.
class ExpiryQueue {
  public:
    explicit ExpiryQueue(std::uint32_t slots) : positions_(slots, absent) {
        heap_.resize(slots); // touches the memory now
        heap_.clear();
    }

    /// UTC in nanoseconds, or never.
    [[nodiscard]] std::int64_t earliest_ns() const {
        return heap_.empty() ? never : heap_.front().time_ns;
    }

    [[nodiscard]] std::size_t size() const { return heap_.size(); }

    /// Needs an order.
    [[nodiscard]] std::uint32_t first() const { return heap_.front().slot; }

    void add(std::uint32_t slot, std::int64_t time_ns, std::uint64_t order_id) {
        heap_.push_back({time_ns, order_id, slot});
        rise(heap_.size() - 1);
    }

    void remove(std::uint32_t slot) {
        const std::size_t at = positions_[slot];
        positions_[slot] = absent;
        const Entry last = heap_.back();
        heap_.pop_back();
        if (at == heap_.size()) return;
        put(at, last);
        sink(at);
        rise(positions_[last.slot]);
    }

  private:
    static constexpr std::uint32_t absent = ~std::uint32_t{0};

    struct Entry {
        std::int64_t time_ns;
        std::uint64_t order_id;
        std::uint32_t slot;

        [[nodiscard]] bool before(const Entry& other) const {
            return std::pair{time_ns, order_id} < std::pair{other.time_ns, other.order_id};
        }
    };

    void put(std::size_t at, const Entry& entry) {
        heap_[at] = entry;
        positions_[entry.slot] = static_cast<std::uint32_t>(at);
    }

    void rise(std::size_t at) {
        const Entry entry = heap_[at];
        for (; at != 0 && entry.before(heap_[(at - 1) / 2]); at = (at - 1) / 2)
            put(at, heap_[(at - 1) / 2]);
        put(at, entry);
    }

    void sink(std::size_t at) {
        const Entry entry = heap_[at];
        for (auto child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
            if (child + 1 < heap_.size() && heap_[child + 1].before(heap_[child])) ++child;
            if (!heap_[child].before(entry)) break;
            put(at, heap_[child]);
            at = child;
        }
        put(at, entry);
    }

    std::vector<Entry> heap_;
    std::vector<std::uint32_t> positions_; ///< by slot
};

} // namespace pinion::engine
