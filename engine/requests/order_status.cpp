#include "engine/reports.h"
#include "engine/requests/known_ids.h"
#include "engine/requests/requests.h"
#include "engine/rules/order_reference.h"

namespace pinion::engine {

/// Any id of the order will do, an earlier one too: a question changes nothing.
void order_status(Turn& turn) {
    const auto record = turn.venue.orders.day_ids().find(turn.cl_ord_id());
    if (record == DayIds::none)
        return report_status_unknown(turn, shm::RejectReason::unknown_order);
    const auto known = known_order(turn.venue, record);
    if (!describes(turn.command, known.order))
        return report_status_unknown(turn, shm::RejectReason::order_mismatch);
    report_status(turn, known.order, known.status, known.reason);
}

} // namespace pinion::engine
