#include "engine/execution/makers.h"

#include "engine/rules/minimum_quantity.h"
#include "engine/rules/self_trade_prevention.h"

#include <algorithm>

namespace pinion::engine {

using shm::SelfTradePrevention;
using shm::Side;

namespace {

constexpr auto none = Orders::none;

/// Whether a taker of `side` prefers one price to another.
bool is_better(Side side, std::int64_t price_ticks, std::int64_t than_ticks) {
    return side == Side::buy ? price_ticks < than_ticks : price_ticks > than_ticks;
}

/// From `slot` on, the first held order whose minimum is at most `left_lots`.
std::uint32_t willing(const Orders& orders, std::uint32_t slot, std::uint64_t left_lots) {
    while (slot != none && minimum_lots(orders.resting(slot)) > left_lots)
        slot = orders.held().next(slot);
    return slot;
}

/// Goes through a taker's makers without trading, counting down what it would have left.
class Rehearsal {
  public:
    Rehearsal(const Orders& orders, const Order& taker, std::int64_t limit_ticks,
              std::uint64_t lots)
        : orders_(orders), taker_(taker), limit_ticks_(limit_ticks), left_(taker.leaves_lots),
          goal_(taker.leaves_lots - lots),
          shown_(orders.book().front(taker.instrument, opposite(taker.side))),
          held_(orders.held().front(taker.instrument, opposite(taker.side))) {}

    /// Whether what is left reaches the goal.
    bool run() {
        while (left_ > goal_) {
            held_ = willing(orders_, held_, left_);
            const bool has_shown =
                shown_ != none && is_within_limit(orders_.book().order(shown_).price_ticks);
            const bool has_held =
                held_ != none && is_within_limit(orders_.held().order(held_).price_ticks);
            if (!has_shown && !has_held) return false;
            const bool held_is_next = has_held && (!has_shown || held_is_better());
            if (!(held_is_next ? pass_held() : pass_level())) return false;
        }
        return true;
    }

  private:
    [[nodiscard]] bool is_within_limit(std::int64_t price_ticks) const {
        return !is_better(taker_.side, limit_ticks_, price_ticks);
    }

    [[nodiscard]] bool held_is_better() const {
        return is_better(taker_.side, orders_.held().order(held_).price_ticks,
                         orders_.book().order(shown_).price_ticks);
    }

    [[nodiscard]] bool is_own(std::uint32_t slot) const {
        return is_self_trade(taker_.details, orders_.details(slot));
    }

    /// With any other prevention than this the taker's way ends at an order of its account.
    [[nodiscard]] bool passes_own() const {
        return taker_.details.self_trade_prevention == SelfTradePrevention::cancel_oldest;
    }

    void count(std::uint64_t lots) { left_ -= std::min(left_, lots); }

    bool pass_held() {
        if (is_own(held_)) {
            if (!passes_own()) return false;
        } else {
            count(orders_.shown_lots(held_));
        }
        held_ = orders_.held().next(held_);
        return true;
    }

    /// First what the orders of the level show, then what they hide.
    bool pass_level() {
        const auto price_ticks = orders_.book().order(shown_).price_ticks;
        std::uint64_t hidden = 0;
        for (; shown_ != none && orders_.book().order(shown_).price_ticks == price_ticks;
             shown_ = orders_.book().next(shown_)) {
            if (is_own(shown_)) {
                if (!passes_own()) return left_ <= goal_;
                continue;
            }
            const auto order = orders_.resting(shown_);
            hidden += order.extras.hidden_lots;
            count(order.leaves_lots - order.extras.hidden_lots);
        }
        count(hidden);
        return true;
    }

    const Orders& orders_;
    const Order& taker_;
    std::int64_t limit_ticks_;
    std::uint64_t left_;
    std::uint64_t goal_;
    std::uint32_t shown_; ///< the next order of the book
    std::uint32_t held_;  ///< the next held order
};

} // namespace

std::uint32_t next_maker(const Orders& orders, const Order& taker, std::int64_t limit_ticks) {
    const auto& book = orders.book();
    const auto side = opposite(taker.side);
    const bool crosses = book.crosses(taker.instrument, taker.side, limit_ticks);
    const auto shown = crosses ? book.front(taker.instrument, side) : none;
    if (!orders.held().any(taker.instrument)) return shown;

    const auto held =
        willing(orders, orders.held().front(taker.instrument, side), taker.leaves_lots);
    if (held == none) return shown;
    const auto held_ticks = orders.held().order(held).price_ticks;
    if (is_better(taker.side, limit_ticks, held_ticks)) return shown;
    if (shown == none) return held;
    return is_better(taker.side, held_ticks, book.order(shown).price_ticks) ? held : shown;
}

bool can_trade(const Orders& orders, const Order& taker, std::int64_t limit_ticks,
               std::uint64_t lots) {
    const bool only_levels_count =
        taker.details.self_trade_prevention == SelfTradePrevention::none &&
        !orders.held().any(taker.instrument) && !orders.has_icebergs(taker.instrument);
    if (only_levels_count)
        return orders.book().can_fill(taker.instrument, taker.side, limit_ticks, lots);
    return Rehearsal(orders, taker, limit_ticks, lots).run();
}

} // namespace pinion::engine
