#include "tests/engine/reference/reference_venue.h"

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::ExecType;
using shm::FeedEventKind;
using shm::OrdStatus;
using shm::RejectReason;

void ReferenceVenue::new_order(const Command& command) {
    if (const auto* known = order_of(command.session, command.cl_ord_id)) {
        if ((command.flags & shm::command_flags::poss_resend) != 0) return tell_status(*known);
        return tell_execution(refusal(RejectReason::duplicate_cl_ord_id), ExecType::rejected);
    }
    auto order = Order::from(command);
    const auto reason = wrong_new(command, order);
    if (reason != RejectReason::none) return refuse(command, CommandKind::new_order, reason);

    order.order_id = with_epoch(++order_ids_);
    orders_.push_back(order);
    auto& accepted = orders_.back();
    ids_[{accepted.session, accepted.cl_ord_id}] = &accepted;
    own_ = &accepted;
    tell_order(accepted, ExecType::new_order);
    if (accepted.is_stop()) return put(accepted, Place::stops);
    if (comes_at_close(accepted)) return put(accepted, Place::closing);
    execute(accepted);
}

/// The living order that a cancel or replace names by 41, or nobody, and then it has been answered.
ReferenceVenue::Order* ReferenceVenue::change_target(const Command& command) {
    const auto* used = order_of(command.session, command.cl_ord_id);
    if (used != nullptr && (command.flags & shm::command_flags::poss_resend) != 0) {
        tell_status(*used);
        return nullptr;
    }
    auto* order = order_of(command.session, command.reference_id);
    auto reason = RejectReason::none;
    if (order == nullptr) {
        reason = RejectReason::unknown_order;
    } else if (order->ended()) {
        reason = RejectReason::too_late;
    } else if (order->cl_ord_id != text_of(command.reference_id)) {
        reason = RejectReason::unknown_order; // only its latest id names an order that lives
        order = nullptr;
    } else if (used != nullptr) {
        reason = RejectReason::duplicate_cl_ord_id;
    } else if (command.side != order->side || command.instrument != order->instrument ||
               (command.order_id != 0 && command.order_id != order->order_id)) {
        reason = RejectReason::order_mismatch;
    }
    if (reason == RejectReason::none) return order;
    tell_cancel_reject(reason, order);
    return nullptr;
}

void ReferenceVenue::cancel(const Command& command) {
    auto* order = change_target(command);
    if (order == nullptr) return;
    own_ = order;
    end(*order, OrdStatus::canceled, RejectReason::none);
    if (!ids_are_full()) ids_[{command.session, text_of(command.cl_ord_id)}] = order;
}

void ReferenceVenue::replace(const Command& command) {
    auto* order = change_target(command);
    if (order == nullptr) return;
    const auto before = *order;
    auto after = order->changed_by(command);
    const auto reason = wrong_change(command, before, after);
    if (reason != RejectReason::none) return tell_cancel_reject(reason, order);

    own_ = order;
    ids_[{after.session, after.cl_ord_id}] = order;
    const bool closes = after.quantity <= before.traded;
    const bool stays = before.keeps_place_as(after);
    if (!closes && !stays) return enter_anew(*order, after);
    if (closes) {
        after.quantity = before.traded;
        after.status = OrdStatus::filled;
    }
    *order = after;
    tell_order(*order, ExecType::replaced);
    if (!closes) return cut_shown(*order);
    if (before.place == Place::book) tell_public(FeedEventKind::remove, before, before.shown, 0);
    take_away(*order);
}

/// The changed order loses its place.
void ReferenceVenue::enter_anew(Order& order, const Order& after) {
    const auto before = order;
    take_away(order);
    order = after;
    order.place = Place::nowhere;
    tell_order(order, ExecType::replaced);
    if (order.is_stop()) return put(order, Place::stops);
    if (before.place != Place::book) return execute(order);
    if (!matches(order.instrument) || (!meets(Place::book, order) && !meets(Place::held, order)))
        return execute(order, FeedEventKind::replace);
    tell_public(FeedEventKind::remove, before, before.shown, 0);
    execute(order);
}

/// Any id of the order will do: a question changes nothing.
void ReferenceVenue::status(const Command& command) {
    const auto* order = order_of(command.session, command.cl_ord_id);
    auto reason = RejectReason::none;
    if (order == nullptr)
        reason = RejectReason::unknown_order;
    else if (command.side != order->side || command.instrument != order->instrument ||
             (command.order_id != 0 && command.order_id != order->order_id))
        reason = RejectReason::order_mismatch;
    if (reason == RejectReason::none) return tell_status(*order);
    tell_execution(refusal(reason), ExecType::order_status);
}

} // namespace pinion::engine
