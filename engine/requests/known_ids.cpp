#include "engine/requests/known_ids.h"

#include "engine/reports.h"

namespace pinion::engine {

KnownOrder known_order(const Venue& venue, std::uint32_t record) {
    const auto& ids = venue.orders.day_ids();
    const auto& known = ids.record(record);
    if (known.slot == OrderRecord::ended)
        return {ids.ended_order(record), known.status, known.reason};
    const auto order = venue.orders.resting(known.slot);
    return {order, live_status(order), shm::RejectReason::none};
}

bool answer_resend(Turn& turn, std::uint32_t record) {
    if ((turn.command.flags & shm::command_flags::poss_resend) == 0) return false;
    const auto known = known_order(turn.venue, record);
    report_status(turn, known.order, known.status, known.reason);
    return true;
}

} // namespace pinion::engine
