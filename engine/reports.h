#pragma once

#include "engine/venue.h"
#include "shm/messages/report.h"

namespace pinion::engine {

/// One side of one trade.
struct Fill {
    std::uint64_t match_id;
    std::int64_t price_ticks;
    std::uint64_t lots;
    shm::LiquidityInd liquidity;
};

/// What the command did to the order, in answer to the command.
void report_order(Turn& turn, const Order& order, shm::ExecType exec_type, shm::OrdStatus status,
                  shm::RejectReason reason = shm::RejectReason::none);
/// One fill of the order that the command brought or moved.
void report_taker_fill(Turn& turn, const Order& order, const Fill& fill);
/// One fill of a resting order, which its owner did not ask for now.
void report_maker_fill(Turn& turn, const Order& order, const Fill& fill);

/// The order as it stands, under its own ClOrdID, in answer to the command.
void report_status(Turn& turn, const Order& order, shm::OrdStatus status,
                   shm::RejectReason reason = shm::RejectReason::none);
/// There is no such order, or not on that side of that instrument.
void report_status_unknown(Turn& turn, shm::RejectReason reason);

/// An order that never came to life.
void reject_order(Turn& turn, shm::RejectReason reason);
/// A cancel or replace that changes nothing. `order_id` 0: it named no known order.
void reject_change(Turn& turn, shm::RejectReason reason, std::uint64_t order_id,
                   shm::OrdStatus status);
void reject_message(Turn& turn, shm::RejectReason reason);

/// `new_order` or `partially_filled`.
[[nodiscard]] shm::OrdStatus live_status(const Order& order);

} // namespace pinion::engine
