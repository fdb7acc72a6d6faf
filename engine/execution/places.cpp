#include "engine/execution/execution.h"
#include "engine/reports.h"

namespace pinion::engine {

using shm::FeedEvent;
using shm::FeedEventKind;
using shm::RejectReason;

void rest(Turn& turn, Order& order, FeedEventKind kind) {
    auto& orders = turn.venue.orders;
    const auto slot = orders.rest(order);
    const auto shown_lots = order.leaves_lots - order.extras.hidden_lots;
    feed_event(turn, kind, order, slot, shown_lots);
}

void wait_for_price(Turn& turn, Order& order) {
    auto& prices = turn.venue.traded_prices[order.instrument];
    turn.venue.orders.wait_for_price(order);
    turn.venue.risk.begins_to_wait(order);
    if (prices.has_traded != 0) prices.measure_against(prices.last_ticks);
}

void wait_for_close(Turn& turn, Order& order) {
    turn.venue.orders.wait_for_close(order);
    turn.venue.risk.begins_to_wait(order);
}

void withdraw(Turn& turn, std::uint32_t slot, const Order& order) {
    auto& orders = turn.venue.orders;
    if (orders.is_in_book(slot)) {
        const auto shown_lots = orders.shown_lots(slot);
        feed_event(turn, FeedEventKind::remove, order, slot, shown_lots).remaining_lots = 0;
    }
    orders.withdraw(slot);
    turn.venue.risk.ceases_to_wait(order);
}

void amend(Turn& turn, std::uint32_t slot, Order& order) {
    auto& orders = turn.venue.orders;
    auto& risk = turn.venue.risk;
    const auto shown_before = orders.shown_lots(slot);
    if (risk.is_on(order)) risk.ceases_to_wait(orders.resting(slot));
    orders.amend(slot, order);
    risk.begins_to_wait(order);
    const auto shown_after = orders.shown_lots(slot);
    if (!orders.is_in_book(slot) || shown_after == shown_before) return; // nothing to be seen
    feed_event(turn, FeedEventKind::reduce, order, slot, shown_after).quantity_lots =
        shown_before - shown_after;
}

namespace {

void end_unsolicited(Turn& turn, std::uint32_t slot, const Change& change) {
    auto order = turn.venue.orders.resting(slot);
    order.leaves_lots = 0;
    report_unsolicited(turn, order, change);
    withdraw(turn, slot, order);
    turn.venue.orders.end(order, change.status, change.reason);
}

} // namespace

void cancel_unsolicited(Turn& turn, std::uint32_t slot, RejectReason reason) {
    end_unsolicited(turn, slot, canceled(reason));
}

void expire(Turn& turn, std::uint32_t slot) { end_unsolicited(turn, slot, expired()); }

bool meets_somebody(const Venue& venue, const Order& order) {
    const auto& orders = venue.orders;
    if (orders.book().crosses(order.instrument, order.side, order.price_ticks)) return true;
    const auto held = orders.held().front(order.instrument, opposite(order.side));
    if (held == Orders::none) return false;
    const auto held_ticks = orders.held().order(held).price_ticks;
    return order.side == shm::Side::buy ? held_ticks <= order.price_ticks
                                        : held_ticks >= order.price_ticks;
}

FeedEvent& feed_event(Turn& turn, FeedEventKind kind, const Order& order, std::uint32_t slot,
                      std::uint64_t shown_lots) {
    auto& event = turn.feed.next();
    event.kind = kind;
    event.side = order.side;
    event.flags = 0;
    event.phase = {};
    event.instrument = order.instrument;
    event.order_id = order.details.order_id;
    event.order_slot = slot;
    event.match_id_low = 0;
    event.price_ticks = order.price_ticks;
    event.quantity_lots = shown_lots;
    event.remaining_lots = shown_lots;
    event.time_ns = turn.sequenced.time_ns;
    return event;
}

} // namespace pinion::engine
