#include "engine/execution/makers.h"

#include "engine/execution/prices.h"
#include "engine/execution/rehearsal.h"

namespace pinion::engine {

using shm::SelfTradePrevention;

std::uint32_t next_maker(const Orders& orders, const Order& taker, std::int64_t limit_ticks) {
    const auto& book = orders.book();
    const auto side = opposite(taker.side);
    const bool crosses = book.crosses(taker.instrument, taker.side, limit_ticks);
    const auto shown = crosses ? book.front(taker.instrument, side) : Orders::none;
    if (!orders.held().any(taker.instrument)) return shown;

    const auto held = willing(orders, orders.held().front(taker.instrument, side), taker,
                              limit_ticks, taker.leaves_lots);
    if (held == Orders::none || shown == Orders::none) return held == Orders::none ? shown : held;
    const auto held_ticks = orders.held().order(held).price_ticks;
    return is_preferred(taker.side, held_ticks, book.order(shown).price_ticks) ? held : shown;
}

bool can_trade(const Orders& orders, const Order& taker, std::int64_t limit_ticks,
               std::uint64_t lots) {
    const bool only_the_shown_count =
        taker.details.self_trade_prevention == SelfTradePrevention::none &&
        !orders.held().any(taker.instrument) && !orders.has_icebergs(taker.instrument);
    if (only_the_shown_count)
        return orders.book().can_fill(taker.instrument, taker.side, limit_ticks, lots);
    return Rehearsal(orders, taker, limit_ticks, lots).run();
}

} // namespace pinion::engine
