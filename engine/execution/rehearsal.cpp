#include "engine/execution/rehearsal.h"

#include "engine/execution/prices.h"
#include "engine/rules/minimum_quantity.h"
#include "engine/rules/self_trade_prevention.h"

#include <algorithm>

namespace pinion::engine {

using shm::SelfTradePrevention;

namespace {

constexpr auto none = Orders::none;

template <typename Place>
bool is_reached(const Place& place, std::uint32_t slot, const Order& taker,
                std::int64_t limit_ticks) {
    return slot != none && !is_preferred(taker.side, limit_ticks, place.order(slot).price_ticks);
}

} // namespace

std::uint32_t willing(const Orders& orders, std::uint32_t slot, const Order& taker,
                      std::int64_t limit_ticks, std::uint64_t left_lots) {
    const auto& held = orders.held();
    while (is_reached(held, slot, taker, limit_ticks)) {
        if (minimum_lots(orders.resting(slot)) <= left_lots) return slot;
        slot = held.next(slot);
    }
    return none;
}

Rehearsal::Rehearsal(const Orders& orders, const Order& taker, std::int64_t limit_ticks,
                     std::uint64_t lots)
    : orders_(orders), taker_(taker), limit_ticks_(limit_ticks), left_(taker.leaves_lots),
      goal_(taker.leaves_lots - lots),
      shown_(orders.book().front(taker.instrument, opposite(taker.side))),
      held_(orders.held().front(taker.instrument, opposite(taker.side))) {}

bool Rehearsal::run() {
    if (prevents_self_trade() && !enough_is_there()) return false;
    while (left_ > goal_) {
        held_ = willing(orders_, held_, taker_, limit_ticks_, left_);
        const bool has_shown = is_reached(orders_.book(), shown_, taker_, limit_ticks_);
        if (!has_shown && held_ == none) return false;
        const bool goes_on = held_ != none && (!has_shown || held_is_next()) ? pass_held()
                             : prevents_self_trade() ? pass_orders_of_level()
                                                     : pass_level();
        if (!goes_on) return false;
    }
    return true;
}

/// All that anybody has within the limit, whoever he is: mostly tells without looking at each.
bool Rehearsal::enough_is_there() const {
    auto missing = left_ - goal_;
    const auto take = [&](std::uint64_t lots) { missing -= std::min(missing, lots); };
    const auto& book = orders_.book();
    for (auto slot = shown_; missing != 0 && is_reached(book, slot, taker_, limit_ticks_);
         slot = book.next_level(slot))
        take(orders_.level_lots(slot));
    const auto& held = orders_.held();
    for (auto slot = held_; missing != 0 && is_reached(held, slot, taker_, limit_ticks_);
         slot = held.next(slot))
        take(orders_.shown_lots(slot));
    return missing == 0;
}

bool Rehearsal::prevents_self_trade() const {
    return taker_.details.self_trade_prevention != SelfTradePrevention::none;
}

/// With any other prevention than this the taker's way ends at an order of its account.
bool Rehearsal::passes_own() const {
    return taker_.details.self_trade_prevention == SelfTradePrevention::cancel_oldest;
}

bool Rehearsal::is_own(std::uint32_t slot) const {
    return is_self_trade(taker_.details, orders_.details(slot));
}

bool Rehearsal::held_is_next() const {
    return is_preferred(taker_.side, orders_.held().order(held_).price_ticks,
                        orders_.book().order(shown_).price_ticks);
}

void Rehearsal::count(std::uint64_t lots) { left_ -= std::min(left_, lots); }

bool Rehearsal::pass_held() {
    ++steps_;
    if (!is_own(held_))
        count(orders_.shown_lots(held_));
    else if (!passes_own())
        return false;
    held_ = orders_.held().next(held_);
    return true;
}

bool Rehearsal::pass_level() {
    ++steps_;
    count(orders_.level_lots(shown_));
    shown_ = orders_.book().next_level(shown_);
    return true;
}

/// First what the orders of the level show, then what they hide.
bool Rehearsal::pass_orders_of_level() {
    const auto price_ticks = orders_.book().order(shown_).price_ticks;
    std::uint64_t hidden = 0;
    for (; shown_ != none && orders_.book().order(shown_).price_ticks == price_ticks;
         shown_ = orders_.book().next(shown_)) {
        ++steps_;
        if (is_own(shown_)) {
            if (!passes_own()) return false;
            continue;
        }
        const auto order = orders_.resting(shown_);
        hidden += order.extras.hidden_lots;
        count(order.leaves_lots - order.extras.hidden_lots);
        if (left_ <= goal_) return true;
    }
    count(hidden);
    return true;
}

} // namespace pinion::engine
