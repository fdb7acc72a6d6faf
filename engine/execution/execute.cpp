#include "engine/execution/execution.h"
#include "engine/execution/makers.h"
#include "engine/execution/phases.h"
#include "engine/execution/trade.h"
#include "engine/reports.h"
#include "engine/rules/display_quantity.h"
#include "engine/rules/market_protection.h"
#include "engine/rules/minimum_quantity.h"
#include "engine/rules/pool_limits.h"
#include "engine/rules/post_only.h"
#include "engine/rules/time_in_force.h"

#include <optional>

namespace pinion::engine {

using shm::OrdStatus;
using shm::RejectReason;

namespace {

bool may_wait(const Order& order) {
    return may_rest(order.details.ord_type, order.details.time_in_force);
}

/// What neither traded nor may wait is canceled.
void kill(Turn& turn, Order& order, RejectReason reason) {
    order.leaves_lots = 0;
    report_order(turn, order, canceled(reason));
    turn.venue.orders.end(order, OrdStatus::canceled, reason);
}

/// Its minimum cannot be traded now.
void hold(Turn& turn, Order& order) {
    auto& orders = turn.venue.orders;
    if (!may_wait(order)) return kill(turn, order, RejectReason::no_liquidity);
    if (orders.held().full()) return kill(turn, order, RejectReason::held_order_limit_reached);
    orders.hold(order);
    turn.venue.risk.begins_to_wait(order);
}

void rest_if_there_is_room(Turn& turn, Order& order) {
    const auto reason =
        check_room(turn.venue.orders.book().room(order.instrument, order.side, order.price_ticks));
    if (reason != RejectReason::none) return kill(turn, order, reason);
    turn.venue.risk.begins_to_wait(order);
    rest(turn, order, shm::FeedEventKind::add);
}

void rest_if_possible(Turn& turn, Order& order) {
    if (!may_wait(order)) return kill(turn, order, RejectReason::no_liquidity);
    rest_if_there_is_room(turn, order);
}

/// Nothing trades now.
void collect(Turn& turn, Order& order) {
    if (minimum_lots(order) != 0) return hold(turn, order);
    rest_if_there_is_room(turn, order);
}

void match(Turn& turn, Order& taker, std::int64_t limit_ticks) {
    while (taker.leaves_lots != 0) {
        const auto maker = next_maker(turn.venue.orders, taker, limit_ticks);
        if (maker == Orders::none) return;
        meet(turn, taker, maker);
    }
}

/// As far as the collar lets it; a trade that would leave it starts an auction instead.
void match_within_collar(Turn& turn, Order& taker, std::int64_t limit_ticks) {
    const auto within_ticks = turn.venue.within_collar(taker.instrument, taker.side, limit_ticks);
    match(turn, taker, within_ticks);
    if (within_ticks == limit_ticks || taker.leaves_lots == 0) return;
    if (next_maker(turn.venue.orders, taker, limit_ticks) != Orders::none)
        interrupt(turn, taker.instrument);
}

bool has_minimum(const Venue& venue, const Order& order, std::optional<std::int64_t> limit_ticks) {
    const auto minimum = minimum_lots(order);
    if (minimum == 0) return true;
    return limit_ticks &&
           can_trade(venue.orders, order,
                     venue.within_collar(order.instrument, order.side, *limit_ticks), minimum);
}

} // namespace

void execute(Turn& turn, Order& order) {
    const auto& venue = turn.venue;
    if (!venue.markets.matches(order.instrument)) return collect(turn, order);
    const auto limit_ticks =
        trading_limit(venue.orders.book(), venue.options.instruments[order.instrument], order);
    if (!has_minimum(venue, order, limit_ticks)) return hold(turn, order);
    if (limit_ticks && !is_post_only(order.details.exec_inst))
        match_within_collar(turn, order, *limit_ticks);
    if (order.leaves_lots != 0) rest_if_possible(turn, order);
}

} // namespace pinion::engine
