#pragma once

#include "shm/layout/feed_segment.h"
#include "shm/messages/feed_event.h"

#include <cstdint>
#include <optional>

/// What the feed's events mean for the order in their slot. The publisher keeps the order image by
/// this rule and readers keep their books by it, so the two cannot drift apart.
namespace pinion::feed {

[[nodiscard]] inline bool is_side(shm::Side side) {
    return side == shm::Side::buy || side == shm::Side::sell;
}

/// Whether the event is about an order, and so has a slot.
[[nodiscard]] inline bool concerns_order(const shm::FeedEvent& event) {
    return event.kind >= shm::FeedEventKind::add && event.kind <= shm::FeedEventKind::replace;
}

/// Whether lots changed hands. A trade at the end of an auction is told of both orders, and counts
/// once.
[[nodiscard]] inline bool is_trade(const shm::FeedEvent& event) {
    return (event.kind == shm::FeedEventKind::execute &&
            (event.flags & shm::feed_flags::same_trade) == 0) ||
           event.kind == shm::FeedEventKind::trade;
}

/// Whether the event says where trading stands in an instrument.
[[nodiscard]] inline bool concerns_market(const shm::FeedEvent& event) {
    return event.kind == shm::FeedEventKind::phase || event.kind == shm::FeedEventKind::indicative;
}

/// Whether the event is about one instrument's orders.
[[nodiscard]] inline bool concerns_instrument(const shm::FeedEvent& event) {
    return concerns_order(event) || is_trade(event);
}

/// Whether the books are complete after the event: its command causes no more.
[[nodiscard]] inline bool is_at_rest(const shm::FeedEvent& event) {
    return (event.flags & shm::feed_flags::last_of_command) != 0;
}

/// Whether every index in the event is one that the feed has, and every term is known.
[[nodiscard]] inline bool is_well_formed(const shm::FeedEvent& event, std::uint32_t instruments,
                                         std::uint64_t order_slots) {
    if (event.kind == shm::FeedEventKind::phase)
        return event.instrument < instruments && shm::is_phase(event.phase);
    if (event.kind == shm::FeedEventKind::indicative)
        return event.instrument < instruments && (event.side == shm::Side{} || is_side(event.side));
    if (!concerns_instrument(event))
        return event.kind == shm::FeedEventKind::heartbeat ||
               event.kind == shm::FeedEventKind::day_roll;
    return event.instrument < instruments && is_side(event.side) &&
           (!concerns_order(event) || event.order_slot < order_slots);
}

[[nodiscard]] inline bool is_same_order(const shm::ImageOrder& order, const shm::FeedEvent& event) {
    return order.order_id != 0 && order.order_id == event.order_id &&
           order.instrument == event.instrument && order.side == event.side;
}

/// The order as `event`, the feed's `sequence`-th, puts it into the book: last in its level.
[[nodiscard]] inline shm::ImageOrder queued_order(const shm::FeedEvent& event,
                                                  std::uint64_t sequence) {
    shm::ImageOrder order{};
    order.order_id = event.order_id;
    order.price_ticks = event.price_ticks;
    order.quantity_lots = event.quantity_lots;
    order.priority = sequence;
    order.instrument = event.instrument;
    order.side = event.side;
    return order;
}

/// What lies in the event's slot after the event (order_id 0: nothing), given what lay there
/// `before`. No value if the event contradicts that: it was not made for this slot.
[[nodiscard]] inline std::optional<shm::ImageOrder>
order_after(const shm::ImageOrder& before, const shm::FeedEvent& event, std::uint64_t sequence) {
    using Kind = shm::FeedEventKind;
    const bool is_add = event.kind == Kind::add;
    if (is_add ? before.order_id != 0 : !is_same_order(before, event)) return std::nullopt;
    if (is_add || event.kind == Kind::replace) {
        if (event.order_id == 0 || event.quantity_lots == 0) return std::nullopt;
        return queued_order(event, sequence);
    }
    if (event.kind == Kind::remove) return shm::ImageOrder{};
    if (event.remaining_lots > before.quantity_lots) return std::nullopt;
    if (event.remaining_lots == 0) return shm::ImageOrder{};
    shm::ImageOrder after = before;
    after.quantity_lots = event.remaining_lots;
    return after;
}

/// The market after an event that concerns it: a new phase has no indicative price yet.
[[nodiscard]] inline shm::ImageMarket market_after(const shm::ImageMarket& before,
                                                   const shm::FeedEvent& event) {
    shm::ImageMarket after{};
    after.phase = event.kind == shm::FeedEventKind::phase ? event.phase : before.phase;
    if (event.kind == shm::FeedEventKind::phase) return after;
    after.surplus_side = event.side;
    after.indicative_price_ticks = event.price_ticks;
    after.indicative_lots = event.quantity_lots;
    after.surplus_lots = event.remaining_lots;
    return after;
}

} // namespace pinion::feed
