#include "engine/execution/execution.h"
#include "engine/execution/phases.h"
#include "engine/requests/order_filter.h"
#include "engine/requests/requests.h"

namespace pinion::engine {

namespace {

void expire_orders(Turn& turn) {
    const auto& expiries = turn.venue.orders.expiries();
    while (expiries.earliest_ns() <= turn.sequenced.time_ns) expire(turn, expiries.first());
}

void cancel_orders_of(Turn& turn, std::uint16_t session) {
    const OrderFilter orders{.session = session,
                             .instruments = turn.venue.orders.all_instruments()};
    orders.for_each(turn.venue.orders, [&](std::uint32_t slot) {
        cancel_unsolicited(turn, slot, shm::RejectReason::session_disconnected);
    });
}

} // namespace

void timer(Turn& turn) {
    expire_orders(turn);
    turn.venue.sessions.for_each_due(
        turn.sequenced.time_ns, [&](std::uint16_t session) { cancel_orders_of(turn, session); });
    follow_calendars(turn);
}

} // namespace pinion::engine
