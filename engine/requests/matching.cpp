#include "engine/requests/matching.h"

#include "engine/reports.h"
#include "engine/rules/price_band.h"

#include <algorithm>

namespace pinion::engine {

using shm::FeedEvent;
using shm::FeedEventKind;
using shm::LiquidityInd;
using shm::Side;

namespace {

void take(Order& order, const Fill& fill) {
    auto& details = order.details;
    const auto value = shm::Int128{fill.price_ticks} * shm::Int128{fill.lots};
    order.leaves_lots -= fill.lots;
    details.cumulative_lots += fill.lots;
    details.cumulative_notional = shm::Notional::from(details.cumulative_notional.value() + value);
}

void publish_trade(Turn& turn, const Order& maker, std::uint32_t slot, const Fill& fill) {
    auto event = feed_event(turn, FeedEventKind::execute, maker, slot);
    event.match_id_low = static_cast<std::uint32_t>(fill.match_id);
    event.quantity_lots = fill.lots;
    event.remaining_lots = maker.leaves_lots;
    turn.feed.write(event);
}

void trade(Turn& turn, Order& taker, std::uint32_t slot) {
    turn.feed.another_follows();
    auto maker = turn.venue.orders.resting(slot);
    Fill fill{.match_id = ++turn.venue.last_match_id,
              .price_ticks = maker.price_ticks,
              .lots = std::min(maker.leaves_lots, taker.leaves_lots),
              .liquidity = LiquidityInd::added};
    take(maker, fill);
    report_maker_fill(turn, maker, fill);
    take(taker, fill);
    fill.liquidity = LiquidityInd::removed;
    report_taker_fill(turn, taker, fill);
    publish_trade(turn, maker, slot, fill);
    turn.venue.orders.fill(slot, maker, fill.lots);
}

} // namespace

std::int64_t trading_limit(const Venue& venue, const Order& order) {
    return worst_price(venue.options.instruments[order.instrument], order.side,
                       order.details.ord_type, order.price_ticks);
}

void match(Turn& turn, Order& taker) {
    const auto& book = turn.venue.orders.book();
    const auto limit = trading_limit(turn.venue, taker);
    while (taker.leaves_lots != 0 && book.crosses(taker.instrument, taker.side, limit))
        trade(turn, taker, book.front(taker.instrument, opposite(taker.side)));
}

void rest(Turn& turn, const Order& order, FeedEventKind kind) {
    const auto slot = turn.venue.orders.rest(order);
    turn.feed.write(feed_event(turn, kind, order, slot));
}

void withdraw(Turn& turn, std::uint32_t slot, const Order& order) {
    auto event = feed_event(turn, FeedEventKind::remove, order, slot);
    event.remaining_lots = 0;
    turn.feed.write(event);
    turn.venue.orders.withdraw(slot);
}

FeedEvent feed_event(const Turn& turn, FeedEventKind kind, const Order& order, std::uint32_t slot) {
    FeedEvent event{};
    event.kind = kind;
    event.side = order.side;
    event.instrument = order.instrument;
    event.order_id = order.details.order_id;
    event.order_slot = slot;
    event.price_ticks = order.price_ticks;
    event.quantity_lots = order.leaves_lots;
    event.remaining_lots = order.leaves_lots;
    event.time_ns = turn.sequenced.time_ns;
    return event;
}

} // namespace pinion::engine
