#include "engine/requests/known_ids.h"

#include "engine/reports.h"

namespace pinion::engine {

KnownOrder known_order(const Venue& venue, std::uint32_t record) {
    const auto& ids = venue.orders.day_ids();
    if (ids.has_ended(record)) {
        const auto& ended = ids.ended(record);
        return {ids.ended_order(record), ended.status, ended.reason};
    }
    const auto order = venue.orders.resting(ids.slot(record));
    return {order, live_status(order), shm::RejectReason::none};
}

bool answer_resend(Turn& turn, std::uint32_t record) {
    if ((turn.command.flags & shm::command_flags::poss_resend) == 0) return false;
    const auto known = known_order(turn.venue, record);
    report_status(turn, known.order, known.status, known.reason);
    return true;
}

} // namespace pinion::engine
