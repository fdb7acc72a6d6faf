#include "engine/publisher/depth_book.h"

#include <algorithm>

namespace pinion::engine {

namespace {

std::uint32_t copy_best(const feed::PriceLadder<shm::DepthLevel>& ladder,
                        shm::DepthLevel (&levels)[shm::depth_levels]) {
    const std::size_t count = std::min(ladder.size(), shm::depth_levels);
    for (std::size_t rank = 0; rank < count; ++rank) levels[rank] = ladder[rank];
    return static_cast<std::uint32_t>(count);
}

} // namespace

void DepthBook::update(const shm::ImageOrder& before, const shm::ImageOrder& after) {
    const bool was_there = before.order_id != 0;
    const bool is_there = after.order_id != 0;
    if (was_there && is_there && before.price_ticks == after.price_ticks) {
        side_of(after).find(after.price_ticks)->quantity_lots +=
            after.quantity_lots - before.quantity_lots;
        return;
    }
    if (was_there) take(before);
    if (is_there) put(after);
}

void DepthBook::put(const shm::ImageOrder& order) {
    shm::DepthLevel& level = side_of(order).find_or_insert(order.price_ticks);
    level.quantity_lots += order.quantity_lots;
    ++level.order_count;
}

void DepthBook::take(const shm::ImageOrder& order) {
    Ladder& ladder = side_of(order);
    shm::DepthLevel& level = *ladder.find(order.price_ticks);
    level.quantity_lots -= order.quantity_lots;
    if (--level.order_count == 0) ladder.erase(level);
}

shm::Depth DepthBook::top() const {
    shm::Depth depth{};
    depth.bid_count = copy_best(bids_, depth.bids);
    depth.ask_count = copy_best(asks_, depth.asks);
    depth.last_price_ticks = last_price_ticks_;
    depth.last_quantity_lots = last_quantity_lots_;
    return depth;
}

} // namespace pinion::engine
