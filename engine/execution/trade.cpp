#include "engine/execution/trade.h"

#include "engine/execution/execution.h"
#include "engine/reports.h"
#include "engine/rules/self_trade_prevention.h"

#include <algorithm>

namespace pinion::engine {

using shm::FeedEventKind;
using shm::LiquidityInd;

namespace {

void tell_trade(Turn& turn, const Order& maker, std::uint32_t slot, std::uint64_t shown_lots,
                const Fill& fill) {
    auto& event = feed_event(turn, FeedEventKind::execute, maker, slot, shown_lots - fill.lots);
    if (!turn.venue.orders.is_in_book(slot)) {
        event.kind = FeedEventKind::trade;
        event.order_id = 0;
        event.order_slot = 0;
        event.remaining_lots = 0;
    }
    event.match_id_low = static_cast<std::uint32_t>(fill.match_id);
    event.quantity_lots = fill.lots;
}

void trade(Turn& turn, Order& taker, std::uint32_t slot) {
    turn.feed.another_follows();
    auto& orders = turn.venue.orders;
    auto maker = orders.resting(slot);
    const auto shown_lots = orders.shown_lots(slot);
    Fill fill{.match_id = ++turn.venue.last_match_id,
              .price_ticks = maker.price_ticks,
              .lots = std::min(shown_lots, taker.leaves_lots),
              .liquidity = LiquidityInd::added};
    take(maker, fill);
    report_maker_fill(turn, maker, fill);
    take(taker, fill);
    fill.liquidity = LiquidityInd::removed;
    report_taker_fill(turn, taker, fill);
    tell_trade(turn, maker, slot, shown_lots, fill);
    note_trade(turn, maker.instrument, maker.price_ticks);
    turn.venue.risk.traded(maker, taker, fill.price_ticks, fill.lots);
    fill_maker(turn, slot, maker, fill.lots);
    if (taker.leaves_lots == 0) orders.end(taker, shm::OrdStatus::filled, shm::RejectReason::none);
}

} // namespace

void take(Order& order, const Fill& fill) {
    auto& details = order.details;
    const auto value = shm::Int128{fill.price_ticks} * shm::Int128{fill.lots};
    order.leaves_lots -= fill.lots;
    details.cumulative_lots += fill.lots;
    details.cumulative_notional = shm::Notional::from(details.cumulative_notional.value() + value);
}

/// Where the collar moves, others may trade than before.
void note_trade(Turn& turn, std::uint32_t instrument, std::int64_t price_ticks) {
    auto& venue = turn.venue;
    venue.traded_prices[instrument].trade(price_ticks);
    if (venue.collars[instrument].trade_ticks != 0) venue.orders.held_may_trade(instrument);
}

void fill_maker(Turn& turn, std::uint32_t slot, Order& maker, std::uint64_t lots) {
    const bool stays = turn.venue.orders.fill(slot, maker, lots);
    if (!stays && maker.leaves_lots != 0) rest(turn, maker, FeedEventKind::add);
}

void meet(Turn& turn, Order& taker, std::uint32_t slot) {
    if (is_self_trade(taker.details, turn.venue.orders.details(slot)))
        prevent_self_trade(turn, taker, slot);
    else
        trade(turn, taker, slot);
}

} // namespace pinion::engine
