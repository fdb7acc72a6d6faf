#include "latency/bench/book/oracle.h"

#include <algorithm>

namespace pinion::latency {

using shm::Side;

namespace {

std::size_t number(Side side) { return side == Side::buy ? 0 : 1; }

} // namespace

void Oracle::play(const Operation& operation) {
    const auto& [id, price, lots, instrument, kind, side, spare] = operation;
    last_trades_.clear();
    const auto found = orders_.find(id);
    const bool known = found != orders_.end();
    if (kind == OperationKind::add && !known && lots != 0)
        enter({id, lots, price, instrument, side}, true);
    if (kind == OperationKind::immediate) enter({id, lots, price, instrument, side}, false);
    if (kind == OperationKind::add || kind == OperationKind::immediate || !known) return;
    const auto order = found->second;
    if (kind == OperationKind::size_down && lots < order->lots) {
        order->lots -= lots;
    } else if (kind == OperationKind::cancel || kind == OperationKind::size_down) {
        remove(order);
    } else if (kind == OperationKind::reprice && lots != 0) {
        const Order moved{id, lots, price, order->instrument, order->side};
        remove(order);
        enter(moved, true);
    }
}

const Oracle::Order* Oracle::find(std::uint64_t id) const {
    const auto found = orders_.find(id);
    return found == orders_.end() ? nullptr : &*found->second;
}

const Oracle::Levels& Oracle::levels(std::uint32_t instrument, Side side) const {
    static const Levels none;
    return instrument < books_.size() ? books_[instrument][number(side)] : none;
}

std::optional<std::int64_t> Oracle::best(std::uint32_t instrument, Side side) const {
    const auto& all = levels(instrument, side);
    if (all.empty()) return std::nullopt;
    return all.begin()->second.front().price_ticks;
}

BookShape Oracle::shape() const {
    return {.bands = bands_,
            .orders_max = static_cast<std::uint32_t>(std::max<std::size_t>(orders_max_, 1)),
            .levels_max = static_cast<std::uint32_t>(std::max<std::size_t>(levels_max_, 1))};
}

Oracle::Levels& Oracle::side(std::uint32_t instrument, Side side) {
    return books_[instrument][number(side)];
}

void Oracle::enter(Order order, bool may_rest) {
    if (order.instrument >= books_.size()) {
        books_.resize(order.instrument + 1);
        bands_.resize(order.instrument + 1, {order.price_ticks, order.price_ticks});
    }
    auto& band = bands_[order.instrument];
    band.min_ticks = std::min(band.min_ticks, order.price_ticks);
    band.max_ticks = std::max(band.max_ticks, order.price_ticks);
    trade(order);
    if (order.lots != 0 && may_rest) rest(order);
}

void Oracle::trade(Order& taker) {
    auto& others = side(taker.instrument, engine::opposite(taker.side));
    const auto worst = key(engine::opposite(taker.side), taker.price_ticks);
    while (taker.lots != 0 && !others.empty() && others.begin()->first <= worst) {
        const auto maker = others.begin()->second.begin();
        const auto lots = std::min(taker.lots, maker->lots);
        last_trades_.push_back({maker->id, taker.id, maker->price_ticks, lots});
        tally_.add(last_trades_.back());
        taker.lots -= lots;
        maker->lots -= lots;
        if (maker->lots == 0) remove(maker);
    }
}

void Oracle::rest(const Order& order) {
    auto& levels = side(order.instrument, order.side);
    auto& level = levels[key(order.side, order.price_ticks)];
    if (level.empty()) ++level_count_;
    level.push_back(order);
    orders_[order.id] = std::prev(level.end());
    orders_max_ = std::max(orders_max_, orders_.size());
    levels_max_ = std::max(levels_max_, level_count_);
}

void Oracle::remove(Level::iterator order) {
    auto& levels = side(order->instrument, order->side);
    const auto level = levels.find(key(order->side, order->price_ticks));
    orders_.erase(order->id);
    level->second.erase(order);
    if (!level->second.empty()) return;
    levels.erase(level);
    --level_count_;
}

} // namespace pinion::latency
