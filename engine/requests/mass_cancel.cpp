#include "engine/execution/execution.h"
#include "engine/reports.h"
#include "engine/requests/order_filter.h"
#include "engine/requests/requests.h"

namespace pinion::engine {

void mass_cancel(Turn& turn) {
    const auto reason = check_scope(turn);
    if (reason != shm::RejectReason::none) return reject_mass_cancel(turn, reason);
    const auto orders = requested_orders(turn);
    report_mass_cancel(turn, ++turn.venue.last_order_id, orders.count(turn.venue.orders));
    orders.for_each(turn.venue.orders, [&](std::uint32_t slot) {
        cancel_unsolicited(turn, slot, shm::RejectReason::mass_canceled);
    });
}

} // namespace pinion::engine
