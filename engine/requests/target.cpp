#include "engine/requests/target.h"

#include "engine/reports.h"
#include "engine/requests/known_ids.h"
#include "engine/rules/order_reference.h"

namespace pinion::engine {

using shm::OrdStatus;
using shm::RejectReason;

namespace {

/// No order waits under the id: it may have ended.
void reject_without_target(Turn& turn) {
    const auto& ids = turn.venue.orders.day_ids();
    const auto known = ids.find(turn.reference_id());
    if (known == DayIds::none || !ids.has_ended(known))
        return reject_change(turn, RejectReason::unknown_order, 0, OrdStatus::rejected);
    const auto& ended = ids.ended(known);
    reject_change(turn, RejectReason::too_late, ended.order_id, ended.status);
}

} // namespace

Target find_target(Turn& turn) {
    Target target; // filled where the caller has it: copying it would wait for all of its parts
    const auto& orders = turn.venue.orders;
    const auto used = orders.day_ids().find(turn.cl_ord_id());
    if (used != DayIds::none && answer_resend(turn, used)) return target;

    const auto slot = orders.find_live(turn.reference_id());
    if (slot == Orders::none) {
        reject_without_target(turn);
        return target;
    }
    auto& order = target.order;
    orders.read(slot, order);
    auto reason = RejectReason::none;
    if (!describes(turn.command, order)) reason = RejectReason::order_mismatch;
    if (used != DayIds::none) reason = RejectReason::duplicate_cl_ord_id;
    if (reason == RejectReason::none)
        target.slot = slot;
    else
        reject_change(turn, reason, order.details.order_id, live_status(order));
    return target;
}

} // namespace pinion::engine
