#include "engine/execution/execution.h"
#include "engine/reports.h"
#include "engine/requests/requests.h"
#include "engine/requests/target.h"

namespace pinion::engine {

void cancel_order(Turn& turn) {
    auto [slot, order] = find_target(turn);
    if (slot == Orders::none) return;
    order.leaves_lots = 0;
    report_order(turn, order, canceled(shm::RejectReason::none));
    withdraw(turn, slot, order);
    turn.venue.orders.end(order, shm::OrdStatus::canceled, shm::RejectReason::none);
    turn.venue.orders.remember_alias(turn.cl_ord_id(), order.details.record);
}

} // namespace pinion::engine
