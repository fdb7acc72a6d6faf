#pragma once

#include "shm/messages/order_terms.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::feed {

/// The price levels of one side of a book, in price order. The best one lies last in memory: a
/// market moves near its best price, so levels come and go where little has to be shifted.
///
/// `Level` has a `price_ticks`. Allocates only when there are more levels than ever before.
/// Pointers and references to levels hold until the next insert or erase.
template <class Level>
class PriceLadder {
  public:
    explicit PriceLadder(shm::Side side) : side_(side) { levels_.reserve(initial_capacity); }

    [[nodiscard]] std::size_t size() const { return levels_.size(); }

    /// The level `rank` places behind the best, which has rank 0; `rank` is below size().
    [[nodiscard]] const Level& operator[](std::size_t rank) const {
        return levels_[levels_.size() - 1 - rank];
    }

    [[nodiscard]] Level* find(std::int64_t price_ticks) {
        const auto found = lower_bound(price_ticks);
        return found != levels_.end() && found->price_ticks == price_ticks ? &*found : nullptr;
    }

    /// The level of that price; a new one is `Level{}` but for its price.
    [[nodiscard]] Level& find_or_insert(std::int64_t price_ticks) {
        auto found = lower_bound(price_ticks);
        if (found == levels_.end() || found->price_ticks != price_ticks) {
            Level level{};
            level.price_ticks = price_ticks;
            found = levels_.insert(found, level);
        }
        return *found;
    }

    void erase(const Level& level) { levels_.erase(levels_.begin() + (&level - levels_.data())); }

    void clear() { levels_.clear(); }

  private:
    static constexpr std::size_t initial_capacity = 64;

    /// Larger is better on either side. Complement instead of minus: defined for every integer.
    [[nodiscard]] std::int64_t goodness(std::int64_t price_ticks) const {
        return side_ == shm::Side::buy ? price_ticks : ~price_ticks;
    }

    [[nodiscard]] auto lower_bound(std::int64_t price_ticks) {
        const auto is_worse = [this](const Level& level, std::int64_t wanted) {
            return goodness(level.price_ticks) < wanted;
        };
        return std::lower_bound(levels_.begin(), levels_.end(), goodness(price_ticks), is_worse);
    }

    shm::Side side_;
    std::vector<Level> levels_;
};

} // namespace pinion::feed
