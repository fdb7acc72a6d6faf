#include "engine/execution/execution.h"
#include "engine/reports.h"
#include "engine/requests/known_ids.h"
#include "engine/requests/requests.h"
#include "engine/risk/check_order.h"
#include "engine/rules/auction_orders.h"
#include "engine/rules/display_share.h"
#include "engine/rules/minimum_quantity.h"
#include "engine/rules/order_terms.h"
#include "engine/rules/pool_limits.h"
#include "engine/rules/post_only.h"
#include "engine/rules/price_band.h"
#include "engine/rules/quantity_limits.h"
#include "engine/rules/time_in_force.h"

namespace pinion::engine {

using shm::Command;
using shm::RejectReason;

namespace {

RejectReason check_who_and_what(const Venue& venue, const Command& command, std::uint16_t account) {
    if (command.instrument >= venue.options.instruments.size()) return RejectReason::unknown_symbol;
    if (account == Accounts::none) return RejectReason::unknown_account;
    return RejectReason::none;
}

RejectReason check_order(const Turn& turn, std::uint16_t account) {
    const auto& command = turn.command;
    auto reason = check_who_and_what(turn.venue, command, account);
    if (reason != RejectReason::none) return reason;
    reason = turn.venue.bars.against(command.session, account, command.instrument);
    if (reason != RejectReason::none) return reason;
    const auto& instrument = turn.venue.options.instruments[command.instrument];
    const auto& markets = turn.venue.markets;
    const bool has_close = command.time_in_force == shm::TimeInForce::at_the_close &&
                           markets.has_close(command.instrument);
    reason = check_terms(markets[command.instrument].phase, has_close, command);
    if (reason == RejectReason::none) reason = check_quantities(instrument, command);
    if (reason == RejectReason::none)
        reason = check_display_share(turn.venue.options.display_slices_max, command);
    if (reason == RejectReason::none) reason = check_prices(instrument, command);
    if (reason == RejectReason::none)
        reason =
            check_expiry(command.time_in_force, command.expire_time_ns, turn.sequenced.time_ns);
    return reason;
}

Order order_from(const Turn& turn, std::uint16_t account) {
    const auto& command = turn.command;
    return {.id_hash = turn.cl_ord_id().mixed,
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
                        .account = account,
                        .ord_type = command.ord_type,
                        .time_in_force = command.time_in_force,
                        .exec_inst = command.exec_inst,
                        .self_trade_prevention = command.self_trade_prevention,
                        .record = 0,
                        .has_extras = 0},
            .extras = {.min_quantity_lots = command.min_quantity_lots,
                       .display_quantity_lots = command.display_quantity_lots,
                       .hidden_lots = 0,
                       .expire_time_ns = command.expire_time_ns,
                       .stop_price_ticks = command.stop_price_ticks,
                       .limit_price_ticks = 0,
                       .spare = {}}};
}

/// In the place where it will wait, if it is known now that it will.
RejectReason check_pools(const Orders& orders, const Order& order, shm::TradingPhase phase) {
    const bool matches = terms_of(phase).matches;
    if (has_stop_price(order.details.ord_type))
        return orders.stops().full() ? RejectReason::stop_order_limit_reached : RejectReason::none;
    if (waits_for_close(phase, order.details.time_in_force))
        return orders.closing().full() ? RejectReason::order_limit_reached : RejectReason::none;
    if (matches && !may_rest(order.details.ord_type, order.details.time_in_force))
        return RejectReason::none;
    if (minimum_lots(order) != 0)
        return orders.held().full() ? RejectReason::held_order_limit_reached : RejectReason::none;
    const auto& book = orders.book();
    if (matches && book.crosses(order.instrument, order.side, order.price_ticks))
        return RejectReason::none;
    return check_room(book.room(order.instrument, order.side, order.price_ticks));
}

RejectReason check_entry(Turn& turn, Order& order) {
    auto& venue = turn.venue;
    const auto& instrument = venue.options.instruments[order.instrument];
    const auto phase = venue.markets[order.instrument].phase;
    auto reason = RejectReason::none;
    if (collects(phase, order.details.time_in_force))
        order.price_ticks = auction_limit(instrument, order);
    else
        reason = step_back_from_taking(venue.orders.book(), instrument, order);
    if (reason == RejectReason::none) reason = check_risk(venue, turn.sequenced.time_ns, order);
    if (reason == RejectReason::none) reason = check_pools(venue.orders, order, phase);
    if (reason == RejectReason::none && venue.orders.day_ids().full())
        return RejectReason::cl_ord_id_limit_reached;
    return reason;
}

} // namespace

void new_order(Turn& turn) {
    auto& venue = turn.venue;
    const auto known = venue.orders.day_ids().find(turn.cl_ord_id());
    if (known != DayIds::none) {
        if (!answer_resend(turn, known)) reject_order(turn, RejectReason::duplicate_cl_ord_id);
        return;
    }
    const auto account = venue.accounts.find(turn.command.account);
    auto reason = check_order(turn, account);
    if (reason != RejectReason::none) return refuse(turn, shm::CommandKind::new_order, reason);
    auto order = order_from(turn, account);
    reason = check_entry(turn, order);
    if (reason != RejectReason::none) return refuse(turn, shm::CommandKind::new_order, reason);

    order.details.order_id = ++venue.last_order_id;
    venue.orders.begin(order, turn.cl_ord_id());
    report_order(turn, order, accepted());
    if (has_stop_price(order.details.ord_type))
        wait_for_price(turn, order);
    else if (waits_for_close(venue.markets[order.instrument].phase, order.details.time_in_force))
        wait_for_close(turn, order);
    else
        execute(turn, order);
}

} // namespace pinion::engine
