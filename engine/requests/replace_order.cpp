#include "engine/execution/execution.h"
#include "engine/reports.h"
#include "engine/requests/requests.h"
#include "engine/requests/target.h"
#include "engine/risk/check_order.h"
#include "engine/rules/auction_orders.h"
#include "engine/rules/display_share.h"
#include "engine/rules/order_terms.h"
#include "engine/rules/pool_limits.h"
#include "engine/rules/post_only.h"
#include "engine/rules/price_band.h"
#include "engine/rules/quantity_limits.h"
#include "engine/rules/replace_priority.h"
#include "engine/rules/time_in_force.h"

#include <algorithm>

namespace pinion::engine {

using shm::Command;
using shm::FeedEventKind;
using shm::OrdStatus;
using shm::RejectReason;
using shm::TimeInForce;

namespace {

/// The order goes on waiting: its type and instructions stay, and its time in force may only become
/// another that waits.
RejectReason check_new_terms(const Command& command, const Order& order) {
    const auto& terms = order.details;
    if (lives_for_auction(terms.ord_type, terms.time_in_force))
        return RejectReason::unsupported_instruction;
    if (command.ord_type != terms.ord_type) return RejectReason::unsupported_order_type;
    if (!outlives_its_command(command.time_in_force))
        return RejectReason::unsupported_time_in_force;
    const bool changes_instructions =
        command.exec_inst != shm::exec_inst::none || command.min_quantity_lots != 0 ||
        command.self_trade_prevention != shm::SelfTradePrevention::none;
    const bool displays = command.display_quantity_lots == 0 ||
                          may_have_display(terms.ord_type, command.time_in_force, terms.exec_inst);
    return changes_instructions || !displays ? RejectReason::unsupported_instruction
                                             : RejectReason::none;
}

/// Good-till-date orders keep the expiry they have, if they get no other.
RejectReason check_new_expiry(const Turn& turn, const Order& after) {
    if (after.details.time_in_force != TimeInForce::good_till_date)
        return turn.command.expire_time_ns == 0 ? RejectReason::none
                                                : RejectReason::unsupported_instruction;
    if (turn.command.expire_time_ns == 0 && after.extras.expire_time_ns != 0)
        return RejectReason::none;
    return check_expiry(after.details.time_in_force, after.extras.expire_time_ns,
                        turn.sequenced.time_ns);
}

/// A minimum that is met is never above the quantity, which is not below what has traded.
RejectReason check_minimum(const Order& after) {
    return after.extras.min_quantity_lots > after.quantity_lots
               ? RejectReason::minimum_above_quantity
               : RejectReason::none;
}

RejectReason check_pools(const Orders& orders, std::uint32_t slot, const Order& before,
                         const Order& after, bool matches) {
    if (orders.day_ids().full()) return RejectReason::cl_ord_id_limit_reached;
    const bool moves =
        orders.is_in_book(slot) && replacement_of(before, after) == Replacement::goes_to_back;
    if (!moves ||
        (matches && orders.book().crosses(after.instrument, after.side, after.price_ticks)))
        return RejectReason::none;
    return check_room(orders.book().room_to_move(slot, after.price_ticks));
}

RejectReason check_replace(Turn& turn, std::uint32_t slot, const Order& before, Order& after) {
    auto& venue = turn.venue;
    const auto& instrument = venue.options.instruments[before.instrument];
    const auto& phase = terms_of(venue.markets[before.instrument].phase);
    auto reason =
        venue.bars.against(turn.command.session, before.details.account, before.instrument);
    if (reason == RejectReason::none) reason = phase.refusal;
    if (reason == RejectReason::none) reason = check_new_terms(turn.command, before);
    if (reason == RejectReason::none) reason = check_quantities(instrument, turn.command);
    if (reason == RejectReason::none)
        reason = check_display_share(venue.options.display_slices_max, turn.command);
    if (reason == RejectReason::none) reason = check_prices(instrument, turn.command);
    if (reason == RejectReason::none) reason = check_new_expiry(turn, after);
    if (reason == RejectReason::none) reason = check_minimum(after);
    if (reason == RejectReason::none && phase.matches)
        reason = step_back_from_taking(venue.orders.book(), instrument, after);
    if (reason == RejectReason::none)
        reason = check_risk(venue, turn.sequenced.time_ns, before, after);
    if (reason == RejectReason::none)
        reason = check_pools(venue.orders, slot, before, after, phase.matches);
    return reason;
}

/// A triggered order loses its stop price: the command cannot name one.
Order amended(const Order& before, const Command& command) {
    auto order = before;
    order.price_ticks = command.price_ticks;
    order.quantity_lots = std::max(command.quantity_lots, order.details.cumulative_lots);
    order.leaves_lots = order.quantity_lots - order.details.cumulative_lots;
    order.details.time_in_force = command.time_in_force;
    order.extras.display_quantity_lots = command.display_quantity_lots;
    order.extras.stop_price_ticks = command.stop_price_ticks;
    if (command.time_in_force != TimeInForce::good_till_date || command.expire_time_ns != 0)
        order.extras.expire_time_ns = command.expire_time_ns;
    return order;
}

/// It meets nobody, or nothing trades now: it moves in the book.
void move(Turn& turn, std::uint32_t slot, const Order& before, Order& order) {
    turn.venue.orders.withdraw(slot);
    turn.venue.risk.ceases_to_wait(before);
    turn.venue.risk.begins_to_wait(order);
    rest(turn, order, FeedEventKind::replace); // in the slot that just became free
}

void enter_anew(Turn& turn, std::uint32_t slot, const Order& before, Order& order) {
    auto& orders = turn.venue.orders;
    const bool may_trade =
        turn.venue.markets.matches(order.instrument) && meets_somebody(turn.venue, order);
    if (orders.is_in_book(slot) && !may_trade) return move(turn, slot, before, order);
    withdraw(turn, slot, before);
    if (has_stop_price(order.details.ord_type))
        wait_for_price(turn, order);
    else
        execute(turn, order);
}

void close(Turn& turn, std::uint32_t slot, const Order& before, const Order& order) {
    withdraw(turn, slot, before);
    turn.venue.orders.end(order, OrdStatus::filled, RejectReason::none);
}

} // namespace

void replace_order(Turn& turn) {
    const auto [slot, before] = find_target(turn);
    if (slot == Orders::none) return;
    auto order = amended(before, turn.command);
    const auto reason = check_replace(turn, slot, before, order);
    if (reason != RejectReason::none)
        return reject_change(turn, reason, before.details.order_id, live_status(before));
    turn.venue.orders.rename(slot, order, turn.cl_ord_id());
    report_order(turn, order, replaced(order));
    switch (replacement_of(before, order)) {
    case Replacement::closes: return close(turn, slot, before, order);
    case Replacement::keeps_place: return amend(turn, slot, order);
    case Replacement::goes_to_back: return enter_anew(turn, slot, before, order);
    }
}

} // namespace pinion::engine
