#include "engine/reports.h"
#include "engine/requests/matching.h"
#include "engine/requests/requests.h"
#include "engine/requests/target.h"
#include "engine/rules/pool_limits.h"
#include "engine/rules/price_band.h"
#include "engine/rules/quantity_limits.h"
#include "engine/rules/replace_priority.h"
#include "engine/rules/supported_terms.h"
#include "engine/rules/time_in_force.h"

#include <algorithm>

namespace pinion::engine {

using shm::Command;
using shm::ExecType;
using shm::FeedEventKind;
using shm::OrdStatus;
using shm::RejectReason;

namespace {

/// The order goes on resting: its type stays, and its time in force may only become another that
/// rests.
RejectReason check_new_terms(const Venue& venue, const Command& command, const Order& order) {
    const auto& instrument = venue.options.instruments[order.instrument];
    auto reason = check_terms(command);
    if (reason == RejectReason::none && command.ord_type != order.details.ord_type)
        reason = RejectReason::unsupported_order_type;
    if (reason == RejectReason::none && !outlives_its_command(command.time_in_force))
        reason = RejectReason::unsupported_time_in_force;
    if (reason == RejectReason::none) reason = check_quantity(instrument, command.quantity_lots);
    if (reason == RejectReason::none)
        reason = check_price(instrument, command.ord_type, command.price_ticks);
    return reason;
}

RejectReason check_pools(const Venue& venue, const Command& command, std::uint32_t slot,
                         const Order& order) {
    if (venue.orders.day_ids().full()) return RejectReason::cl_ord_id_limit_reached;
    const auto& book = venue.orders.book();
    if (replacement_of(order, command) != Replacement::goes_to_back ||
        book.crosses(order.instrument, order.side, command.price_ticks))
        return RejectReason::none;
    return check_room(book.room_to_move(slot, command.price_ticks));
}

Order amended(const Order& before, const Command& command) {
    auto order = before;
    order.price_ticks = command.price_ticks;
    order.quantity_lots = std::max(command.quantity_lots, order.details.cumulative_lots);
    order.leaves_lots = order.quantity_lots - order.details.cumulative_lots;
    order.details.time_in_force = command.time_in_force;
    return order;
}

void close(Turn& turn, std::uint32_t slot, const Order& before, Order& order) {
    turn.venue.orders.rename(order, turn.cl_ord_id());
    report_order(turn, order, ExecType::replaced, OrdStatus::filled);
    withdraw(turn, slot, before);
    turn.venue.orders.end(order, OrdStatus::filled, RejectReason::none);
}

void shrink(Turn& turn, std::uint32_t slot, const Order& before, Order& order) {
    turn.venue.orders.amend(slot, order, turn.cl_ord_id());
    report_order(turn, order, ExecType::replaced, live_status(order));
    if (order.leaves_lots == before.leaves_lots) return; // nothing that the public can see
    auto event = feed_event(turn, FeedEventKind::reduce, order, slot);
    event.quantity_lots = before.leaves_lots - order.leaves_lots;
    turn.feed.write(event);
}

void requeue(Turn& turn, std::uint32_t slot, const Order& before, Order& order) {
    auto& orders = turn.venue.orders;
    const bool crosses = orders.book().crosses(order.instrument, order.side, order.price_ticks);
    orders.rename(order, turn.cl_ord_id());
    report_order(turn, order, ExecType::replaced, live_status(order));
    if (!crosses) {
        orders.withdraw(slot);
        return rest(turn, order, FeedEventKind::replace); // in the slot that just became free
    }
    withdraw(turn, slot, before);
    match(turn, order);
    if (order.leaves_lots != 0)
        rest(turn, order, FeedEventKind::add);
    else
        orders.end(order, OrdStatus::filled, RejectReason::none);
}

} // namespace

void replace_order(Turn& turn) {
    const auto [slot, before] = find_target(turn);
    if (slot == Orders::none) return;
    auto reason = check_new_terms(turn.venue, turn.command, before);
    if (reason == RejectReason::none) reason = check_pools(turn.venue, turn.command, slot, before);
    if (reason != RejectReason::none)
        return reject_change(turn, reason, before.details.order_id, live_status(before));
    auto order = amended(before, turn.command);
    switch (replacement_of(before, turn.command)) {
    case Replacement::closes: return close(turn, slot, before, order);
    case Replacement::keeps_place: return shrink(turn, slot, before, order);
    case Replacement::goes_to_back: return requeue(turn, slot, before, order);
    }
}

} // namespace pinion::engine
