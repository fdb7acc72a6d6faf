#include "engine/reports.h"
#include "engine/requests/order_filter.h"
#include "engine/requests/requests.h"

namespace pinion::engine {

void mass_status(Turn& turn) {
    const auto reason = check_scope(turn);
    if (reason != shm::RejectReason::none) return reject_message(turn, reason);
    const auto& orders = turn.venue.orders;
    const auto requested = requested_orders(turn);
    const auto total = requested.count(orders);
    if (total == 0) return report_status_unknown(turn, shm::RejectReason::unknown_order);
    std::uint32_t told = 0;
    requested.for_each(orders, [&](std::uint32_t slot) {
        ++told;
        report_mass_status(turn, orders.resting(slot), total, told == total);
    });
}

} // namespace pinion::engine
