#include "feed-handler/reader/book.h"

#include <utility>

namespace pinion::feed {

void Book::update(std::uint32_t slot, const shm::ImageOrder& after) {
    const shm::ImageOrder& before = orders_[slot].order;
    const bool was_resting = before.order_id != 0;
    const bool is_resting = after.order_id != 0;
    if (was_resting && is_resting && before.priority == after.priority)
        return shrink(slot, after.quantity_lots);
    if (was_resting) unlink(slot);
    orders_[slot].order = after;
    if (is_resting) append(slot);
}

void Book::clear() {
    bids_.clear();
    asks_.clear();
}

void Book::append(std::uint32_t slot) {
    BookOrder& entry = orders_[slot];
    BookLevel& level = ladder(entry.order.side).find_or_insert(entry.order.price_ticks);
    const bool is_first = level.order_count == 0;
    entry.previous_slot = is_first ? no_order_slot : level.last_slot;
    entry.next_slot = no_order_slot;
    (is_first ? level.first_slot : orders_[level.last_slot].next_slot) = slot;
    level.last_slot = slot;
    level.quantity_lots += entry.order.quantity_lots;
    ++level.order_count;
}

void Book::unlink(std::uint32_t slot) {
    const BookOrder& entry = orders_[slot];
    Ladder& levels = ladder(entry.order.side);
    BookLevel& level = *levels.find(entry.order.price_ticks);
    const auto [previous, next] = std::pair{entry.previous_slot, entry.next_slot};
    (previous == no_order_slot ? level.first_slot : orders_[previous].next_slot) = next;
    (next == no_order_slot ? level.last_slot : orders_[next].previous_slot) = previous;
    level.quantity_lots -= entry.order.quantity_lots;
    if (--level.order_count == 0) levels.erase(level);
}

void Book::shrink(std::uint32_t slot, std::uint64_t quantity_lots) {
    shm::ImageOrder& order = orders_[slot].order;
    ladder(order.side).find(order.price_ticks)->quantity_lots -=
        order.quantity_lots - quantity_lots;
    order.quantity_lots = quantity_lots;
}

} // namespace pinion::feed
