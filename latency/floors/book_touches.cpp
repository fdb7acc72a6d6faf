#include "latency/floors/book_touches.h"

#include <algorithm>
#include <utility>

namespace pinion::latency {

using Kind = Touches::Kind;

BookTouches::BookTouches(std::shared_ptr<const TouchList> list, std::uint32_t orders_max)
    : list_(std::move(list)), next_filled_(list_->filled.data()), index_(orders_max),
      orders_(orders_max), levels_(list_->levels) {}

void BookTouches::touch(std::size_t first, std::size_t end) {
    for (auto at = first; at != end; ++at) touch(list_->touches[at]);
}

/// Fetches in the loop itself: of a function that only fetches g++ 12 believes that it does
/// nothing.
void BookTouches::touch_looking_ahead(std::size_t first, std::size_t end) {
    for (auto at = first; at != end; ++at) {
        const auto& later = list_->touches[std::min(at + distance, end - 1)];
        const auto filled = next_filled_[TouchList::fills_ahead] & ~TouchList::partly;
        index_.prefetch(later.key);
        __builtin_prefetch(&orders_[later.slot], 1);
        __builtin_prefetch(&levels_[later.level], 1);
        __builtin_prefetch(&orders_[filled], 1);
        touch(list_->touches[at]);
    }
}

inline void BookTouches::touch(const Touches& touches) {
    for (auto fills = touches.fills; fills != 0; --fills) fill(*next_filled_++);
    if (touches.kind == Kind::rests)
        rest(touches);
    else if (touches.kind != Kind::nothing)
        change(touches);
}

inline void BookTouches::fill(std::uint32_t filled) {
    const auto slot = filled & ~TouchList::partly;
    if (filled == slot) {
        leave(slot);
    } else {
        --orders_[slot].lots;
        --levels_[orders_[slot].level].lots;
    }
    tell();
}

inline void BookTouches::rest(const Touches& touches) {
    const auto slot = touches.slot;
    orders_[slot].key = touches.key;
    orders_[slot].index_position = index_.insert(touches.key, slot);
    enter(slot, touches);
    tell();
}

inline void BookTouches::change(const Touches& touches) {
    const auto slot = find(touches.key);
    if (slot == engine::TagIndex::none) return;
    if (touches.kind == Kind::leaves) {
        leave(slot);
    } else if (touches.kind == Kind::shrinks) {
        orders_[slot].lots = touches.lots;
        --levels_[orders_[slot].level].lots;
    } else {
        levels_[orders_[slot].level].lots -= orders_[slot].lots;
        enter(slot, touches);
    }
    tell();
}

inline void BookTouches::leave(std::uint32_t slot) {
    const auto& order = orders_[slot];
    levels_[order.level].lots -= order.lots;
    index_.erase(order.key, order.index_position, [this](std::uint32_t moved, std::uint32_t to) {
        orders_[moved].index_position = to;
    });
}

inline void BookTouches::enter(std::uint32_t slot, const Touches& touches) {
    auto& level = levels_[touches.level];
    orders_[level.last].next = slot;
    level.last = slot;
    level.lots += touches.lots;
    orders_[slot].level = touches.level;
    orders_[slot].lots = touches.lots;
}

inline std::uint32_t BookTouches::find(std::uint64_t key) const {
    return index_.find(key, [&](std::uint32_t slot) { return orders_[slot].key == key; });
}

std::uint64_t BookTouches::sum() const {
    std::uint64_t sum = events_;
    for (const auto& order : orders_) sum += order.lots ^ order.next;
    for (const auto& level : levels_) sum += level.lots ^ level.last;
    for (const auto& line : ring_) sum += line.stamp;
    return sum;
}

} // namespace pinion::latency
