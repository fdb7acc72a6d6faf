// In the order of the rulebook: the first that fails is the reason.
#include "tests/engine/reference/reference_venue.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

namespace pinion::engine {

using shm::Command;
using shm::OrdType;
using shm::RejectReason;
using shm::SelfTradePrevention;
using shm::Side;
using shm::TimeInForce;

namespace {

template <typename Code>
bool is_one_of(Code code, const std::string& codes) {
    return codes.find(static_cast<char>(code)) != std::string::npos;
}

/// Display quantity goes with the order's other terms, or it has none.
bool may_display(const ReferenceOrder& order) {
    return order.display_quantity == 0 || (order.has_limit() && order.outlives_its_command() &&
                                           !order.is(shm::exec_inst::all_or_none));
}

/// Rule 4.
bool go_together(const ReferenceOrder& order) {
    using namespace shm::exec_inst;
    if ((order.exec_inst & ~(post_only | all_or_none | post_only_reprice)) != 0) return false;
    if (order.is(post_only_reprice) && !order.is(post_only)) return false;
    if (order.is(post_only) &&
        (!order.may_rest() || order.is(all_or_none) || order.minimum_quantity != 0))
        return false;
    if (order.is(all_or_none) && order.minimum_quantity != 0) return false;
    if (!may_display(order)) return false;
    if (order.self_trade_prevention != SelfTradePrevention::none &&
        !is_one_of(order.self_trade_prevention, "ONBD"))
        return false;
    return order.expires_ns == 0 || order.time_in_force == TimeInForce::good_till_date;
}

} // namespace

/// Rules 3 and 4.
RejectReason ReferenceVenue::wrong_terms(const Order& order) const {
    if (!is_one_of(order.side, "12")) return RejectReason::unsupported_instruction;
    if (!is_one_of(order.type, "1234")) return RejectReason::unsupported_order_type;
    if (const auto reason = wrong_phase(order); reason != RejectReason::none) return reason;
    const bool lives_for_auction =
        is_one_of(order.time_in_force, "27") || (order.type == OrdType::market && collects(order));
    if (lives_for_auction &&
        (order.is_stop() || order.minimum_quantity != 0 || order.is(shm::exec_inst::all_or_none)))
        return RejectReason::unsupported_instruction;
    return go_together(order) ? RejectReason::none : RejectReason::unsupported_instruction;
}

RejectReason ReferenceVenue::wrong_new(const Command& command, Order& order) {
    if (command.instrument >= options_.instruments.size()) return RejectReason::unknown_symbol;
    const auto& accounts = options_.accounts;
    if (std::find(accounts.begin(), accounts.end(), command.account) == accounts.end())
        return RejectReason::unknown_account;
    if (const auto reason = barred(order); reason != RejectReason::none) return reason;
    if (const auto reason = wrong_terms(order); reason != RejectReason::none) return reason;
    if (const auto reason = wrong_quantity(order); reason != RejectReason::none) return reason;
    if (order.minimum_quantity > order.quantity) return RejectReason::minimum_above_quantity;
    if (const auto reason = wrong_display(order); reason != RejectReason::none) return reason;
    if (const auto reason = wrong_price(order); reason != RejectReason::none) return reason;
    if (order.time_in_force == TimeInForce::good_till_date && order.expires_ns <= now_.time_ns)
        return RejectReason::expire_time_passed;
    if (const auto reason = wrong_post_only(order); reason != RejectReason::none) return reason;
    if (collects(order) && order.type == OrdType::market)
        order.price = order.side == Side::buy
                          ? options_.instruments[order.instrument].price_max_ticks
                          : options_.instruments[order.instrument].price_min_ticks;
    if (const auto reason = wrong_risk(order, nullptr); reason != RejectReason::none) return reason;
    if (const auto reason = no_room_for_new(order); reason != RejectReason::none) return reason;
    return ids_are_full() ? RejectReason::cl_ord_id_limit_reached : RejectReason::none;
}

RejectReason ReferenceVenue::wrong_change(const Command& command, const Order& before,
                                          Order& after) {
    if (const auto reason = barred(before); reason != RejectReason::none) return reason;
    if (const auto reason = refusal_of_phase(before.instrument); reason != RejectReason::none)
        return reason;
    if (before.type == OrdType::market || is_one_of(before.time_in_force, "27"))
        return RejectReason::unsupported_instruction;
    if (command.ord_type != before.type) return RejectReason::unsupported_order_type;
    if (!after.outlives_its_command()) return RejectReason::unsupported_time_in_force;
    if (command.exec_inst != 0 || command.self_trade_prevention != SelfTradePrevention::none ||
        command.min_quantity_lots != 0 || !may_display(after))
        return RejectReason::unsupported_instruction;
    if (const auto reason = wrong_quantity(after); reason != RejectReason::none) return reason;
    if (const auto reason = wrong_display(after); reason != RejectReason::none) return reason;
    if (const auto reason = wrong_price(after); reason != RejectReason::none) return reason;
    if (after.time_in_force != TimeInForce::good_till_date && command.expire_time_ns != 0)
        return RejectReason::unsupported_instruction;
    const bool keeps_expiry = command.expire_time_ns == 0 && before.expires_ns != 0;
    if (after.time_in_force == TimeInForce::good_till_date && !keeps_expiry &&
        command.expire_time_ns <= now_.time_ns)
        return RejectReason::expire_time_passed;
    if (before.traded < before.minimum_quantity && before.minimum_quantity > after.quantity)
        return RejectReason::minimum_above_quantity;
    if (const auto reason = wrong_post_only(after); reason != RejectReason::none) return reason;
    if (const auto reason = wrong_risk(after, &before); reason != RejectReason::none) return reason;
    if (ids_are_full()) return RejectReason::cl_ord_id_limit_reached;

    const bool moves = before.place == Place::book && after.quantity > before.traded &&
                       !before.keeps_place_as(after);
    if (!moves || (matches(after.instrument) && meets(Place::book, after)))
        return RejectReason::none;
    return no_room_in_book(after, &before);
}

RejectReason ReferenceVenue::wrong_quantity(const Order& order) const {
    if (order.quantity == 0) return RejectReason::quantity_zero;
    if (order.quantity > options_.instruments[order.instrument].quantity_max_lots)
        return RejectReason::quantity_above_maximum;
    return RejectReason::none;
}

/// Rule 6.
RejectReason ReferenceVenue::wrong_display(const Order& order) const {
    if (order.display_quantity == 0) return RejectReason::none;
    if (order.display_quantity > order.quantity) return RejectReason::display_above_quantity;
    const auto in_slices = shm::Int128{order.display_quantity} * options_.display_slices_max;
    return in_slices < order.quantity ? RejectReason::display_too_small : RejectReason::none;
}

RejectReason ReferenceVenue::wrong_price(const Order& order) const {
    if (order.has_limit() && !is_in_band(order.instrument, order.price))
        return RejectReason::price_outside_band;
    if (!order.has_limit() && order.price != 0) return RejectReason::price_not_allowed;
    if (order.is_stop() && !is_in_band(order.instrument, order.stop_price))
        return RejectReason::price_outside_band;
    if (!order.is_stop() && order.stop_price != 0) return RejectReason::price_not_allowed;
    return RejectReason::none;
}

/// Moves the price of an order that wants to be re-priced.
RejectReason ReferenceVenue::wrong_post_only(Order& order) const {
    if (!order.is(shm::exec_inst::post_only) || !matches(order.instrument) ||
        !meets(Place::book, order))
        return RejectReason::none;
    if (!order.is(shm::exec_inst::post_only_reprice)) return RejectReason::would_take;
    const auto best = waiting(Place::book, order.instrument, opposite(order.side)).front()->price;
    const auto edge = order.side == Side::buy
                          ? options_.instruments[order.instrument].price_min_ticks
                          : options_.instruments[order.instrument].price_max_ticks;
    if (best == edge) return RejectReason::would_take;
    order.price = order.side == Side::buy ? best - 1 : best + 1;
    return RejectReason::none;
}

RejectReason ReferenceVenue::no_room_for_new(const Order& order) const {
    if (order.is_stop())
        return count(Place::stops) >= options_.stop_orders_max
                   ? RejectReason::stop_order_limit_reached
                   : RejectReason::none;
    if (comes_at_close(order))
        return count(Place::closing) >= options_.closing_orders_max
                   ? RejectReason::order_limit_reached
                   : RejectReason::none;
    if (matches(order.instrument) && !order.may_rest()) return RejectReason::none;
    if (order.minimum() != 0)
        return count(Place::held) >= options_.held_orders_max
                   ? RejectReason::held_order_limit_reached
                   : RejectReason::none;
    if (matches(order.instrument) && meets(Place::book, order)) return RejectReason::none;
    return no_room_in_book(order, nullptr);
}

/// `but` is thought away: it rests, and moves.
RejectReason ReferenceVenue::no_room_in_book(const Order& order, const Order* but) const {
    std::set<std::tuple<std::uint32_t, Side, std::int64_t>> levels;
    std::uint32_t resting = 0;
    for (const auto* other : waiting_) {
        if (other->place != Place::book) continue;
        if (but != nullptr && other->order_id == but->order_id) continue;
        ++resting;
        levels.insert({other->instrument, other->side, other->price});
    }
    if (resting >= options_.orders_max) return RejectReason::order_limit_reached;
    levels.insert({order.instrument, order.side, order.price});
    return levels.size() > options_.levels_max ? RejectReason::level_limit_reached
                                               : RejectReason::none;
}

bool ReferenceVenue::is_in_band(std::uint32_t instrument, std::int64_t price) const {
    const auto& band = options_.instruments[instrument];
    return price >= band.price_min_ticks && price <= band.price_max_ticks;
}

} // namespace pinion::engine
