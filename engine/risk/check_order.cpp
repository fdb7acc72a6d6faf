#include "engine/risk/check_order.h"

#include "engine/rules/funds.h"
#include "engine/rules/market_protection.h"
#include "engine/rules/order_rate.h"
#include "engine/rules/price_collar.h"
#include "engine/rules/replace_priority.h"
#include "engine/rules/time_in_force.h"

#include <optional>

namespace pinion::engine {

using shm::Int128;
using shm::OrdType;
using shm::RejectReason;
using shm::Side;

namespace {

/// At which an order is valued: the price that it names, or the best that it meets.
std::optional<std::int64_t> value_price(const OrderBook& book, const Order& order) {
    const auto type = order.details.ord_type;
    if (has_limit_price(type)) return order.price_ticks;
    if (has_stop_price(type)) return order.extras.stop_price_ticks;
    const auto best = book.front(order.instrument, opposite(order.side));
    if (best == OrderBook::none) return std::nullopt;
    return book.order(best).price_ticks;
}

RejectReason check_size(const Venue& venue, const shm::AccountLimits& limits, const Order& order) {
    if (limits.order_lots_max != 0 && order.quantity_lots > limits.order_lots_max)
        return RejectReason::order_size_limit_exceeded;
    const auto& amounts = venue.risk.amounts(order.instrument);
    if (limits.order_value_max == 0 || !amounts.assets.any()) return RejectReason::none;
    const auto price_ticks = value_price(venue.orders.book(), order);
    return price_ticks && amounts.money(*price_ticks, order.quantity_lots) >
                              Int128{limits.order_value_max} * amounts.whole_quote
               ? RejectReason::order_value_limit_exceeded
               : RejectReason::none;
}

RejectReason check_collars(const Venue& venue, const Order& order) {
    const auto instrument = order.instrument;
    return check_collars(venue.collars[instrument], venue.day_references[instrument],
                         venue.traded_prices[instrument], order.details.ord_type, order.side,
                         order.price_ticks);
}

RejectReason check_size_and_price(const Venue& venue, const shm::AccountLimits& limits,
                                  const Order& order) {
    const auto reason = check_size(venue, limits, order);
    return reason != RejectReason::none ? reason : check_collars(venue, order);
}

/// What an order may need when it is entered. Without a trading limit it trades with nobody, and
/// does not wait; where nothing matches it waits at its worst price.
Int128 need_at_entry(const Venue& venue, const Order& order) {
    const auto& amounts = venue.risk.amounts(order.instrument);
    auto price_ticks = amounts.worst_price(order);
    const bool trades_now =
        !collects(venue.markets[order.instrument].phase, order.details.time_in_force);
    if (trades_now && order.details.ord_type == OrdType::market) {
        const auto limit_ticks =
            trading_limit(venue.orders.book(), venue.options.instruments[order.instrument], order);
        if (!limit_ticks) return 0;
        price_ticks = *limit_ticks;
    }
    return amounts.need(order.side, price_ticks, order.leaves_lots);
}

/// `released`: what it has reserved already.
RejectReason check_money(const Venue& venue, const shm::AccountLimits& limits, const Order& order,
                         Int128 released) {
    const auto& amounts = venue.risk.amounts(order.instrument);
    if (!amounts.assets.any()) return RejectReason::none;
    const auto& holding =
        venue.risk.holdings().of(order.details.account, amounts.reserved_asset(order.side));
    const auto more = need_at_entry(venue, order) - released;
    if (order.side == Side::buy && limits.exposure_max != 0) {
        const auto reason =
            check_exposure(holding, more, Int128{limits.exposure_max} * amounts.whole_quote);
        if (reason != RejectReason::none) return reason;
    }
    return check_funds(holding, more);
}

bool may_wait(const Venue& venue, const Order& order) {
    const auto& terms = order.details;
    return collects(venue.markets[order.instrument].phase, terms.time_in_force) ||
           has_stop_price(terms.ord_type) || may_rest(terms.ord_type, terms.time_in_force);
}

} // namespace

RejectReason check_risk(Venue& venue, std::int64_t now_ns, const Order& order) {
    auto& account = venue.risk.account(order.details.account);
    if (account.is_on == 0) return RejectReason::none;
    const auto& limits = account.limits;
    auto reason = count_order(account, now_ns);
    if (reason == RejectReason::none) reason = check_size_and_price(venue, limits, order);
    if (reason == RejectReason::none && limits.open_orders_max != 0 &&
        account.open_orders >= limits.open_orders_max && may_wait(venue, order))
        return RejectReason::open_order_limit_exceeded;
    if (reason == RejectReason::none) reason = check_money(venue, limits, order, 0);
    return reason;
}

RejectReason check_risk(Venue& venue, std::int64_t now_ns, const Order& before,
                        const Order& after) {
    auto& account = venue.risk.account(before.details.account);
    if (account.is_on == 0) return RejectReason::none;
    auto reason = count_order(account, now_ns);
    if (replacement_of(before, after) != Replacement::goes_to_back) return reason;
    if (reason == RejectReason::none) reason = check_size_and_price(venue, account.limits, after);
    if (reason == RejectReason::none)
        reason = check_money(venue, account.limits, after,
                             venue.risk.amounts(before.instrument).reserved(before));
    return reason;
}

} // namespace pinion::engine
