#include "engine/reports.h"
#include "engine/requests/known_ids.h"
#include "engine/requests/matching.h"
#include "engine/requests/requests.h"
#include "engine/rules/pool_limits.h"
#include "engine/rules/price_band.h"
#include "engine/rules/quantity_limits.h"
#include "engine/rules/supported_terms.h"
#include "engine/rules/time_in_force.h"

namespace pinion::engine {

using shm::Command;
using shm::ExecType;
using shm::OrdStatus;
using shm::RejectReason;

namespace {

RejectReason check_who_and_what(const Venue& venue, const Command& command) {
    if (command.instrument >= venue.options.instruments.size()) return RejectReason::unknown_symbol;
    if (venue.accounts.find(command.account) == Accounts::none)
        return RejectReason::unknown_account;
    return RejectReason::none;
}

RejectReason check_order(const Venue& venue, const Command& command) {
    auto reason = check_who_and_what(venue, command);
    if (reason != RejectReason::none) return reason;
    const auto& instrument = venue.options.instruments[command.instrument];
    reason = check_terms(command);
    if (reason == RejectReason::none) reason = check_time_in_force(command.time_in_force);
    if (reason == RejectReason::none) reason = check_quantity(instrument, command.quantity_lots);
    if (reason == RejectReason::none)
        reason = check_price(instrument, command.ord_type, command.price_ticks);
    return reason;
}

RejectReason check_pools(const Venue& venue, const Command& command) {
    const auto& book = venue.orders.book();
    if (!may_rest(command.ord_type, command.time_in_force) ||
        book.crosses(command.instrument, command.side, command.price_ticks))
        return RejectReason::none;
    return check_room(book.room(command.instrument, command.side, command.price_ticks));
}

Order order_from(Turn& turn) {
    const auto& command = turn.command;
    return {.id_hash = turn.cl_ord_id().mixed(),
            .instrument = command.instrument,
            .side = command.side,
            .price_ticks = command.price_ticks,
            .quantity_lots = command.quantity_lots,
            .leaves_lots = command.quantity_lots,
            .details = {.order_id = 0,
                        .cumulative_lots = 0,
                        .cumulative_notional = {},
                        .cl_ord_id = command.cl_ord_id,
                        .session = command.session,
                        .account = turn.venue.accounts.find(command.account),
                        .ord_type = command.ord_type,
                        .time_in_force = command.time_in_force,
                        .exec_inst = command.exec_inst,
                        .self_trade_prevention = command.self_trade_prevention,
                        .record = DayIds::none}};
}

/// What neither traded nor may rest is canceled: the rest of an immediate-or-cancel or market
/// order, all of a fill-or-kill order that could not be filled.
void kill(Turn& turn, Order& order) {
    order.leaves_lots = 0;
    report_order(turn, order, ExecType::canceled, OrdStatus::canceled, RejectReason::no_liquidity);
    turn.venue.orders.end(order, OrdStatus::canceled, RejectReason::no_liquidity);
}

void execute(Turn& turn, Order& order) {
    const auto& terms = order.details;
    const auto& book = turn.venue.orders.book();
    if (!is_all_or_nothing(terms.time_in_force) ||
        book.can_fill(order.instrument, order.side, trading_limit(turn.venue, order),
                      order.leaves_lots))
        match(turn, order);
    if (order.leaves_lots == 0)
        turn.venue.orders.end(order, OrdStatus::filled, RejectReason::none);
    else if (may_rest(terms.ord_type, terms.time_in_force))
        rest(turn, order, shm::FeedEventKind::add);
    else
        kill(turn, order);
}

} // namespace

void new_order(Turn& turn) {
    auto& venue = turn.venue;
    const auto known = venue.orders.day_ids().find(turn.cl_ord_id());
    if (known != DayIds::none) {
        if (!answer_resend(turn, known)) reject_order(turn, RejectReason::duplicate_cl_ord_id);
        return;
    }
    auto reason = check_order(venue, turn.command);
    if (reason == RejectReason::none) reason = check_pools(venue, turn.command);
    if (reason == RejectReason::none && venue.orders.day_ids().full())
        reason = RejectReason::cl_ord_id_limit_reached;
    if (reason != RejectReason::none) return refuse(turn, shm::CommandKind::new_order, reason);

    auto order = order_from(turn);
    order.details.order_id = ++venue.last_order_id;
    venue.orders.begin(order, turn.cl_ord_id());
    report_order(turn, order, ExecType::new_order, OrdStatus::new_order);
    execute(turn, order);
}

} // namespace pinion::engine
