#pragma once

#include "engine/venue.h"
#include "shm/messages/control_report.h"
#include "shm/messages/report.h"

namespace pinion::engine {

/// One side of one trade.
struct Fill {
    std::uint64_t match_id;
    std::int64_t price_ticks;
    std::uint64_t lots;
    shm::LiquidityInd liquidity;
};

/// What became of an order.
struct Change {
    shm::ExecType exec_type;
    shm::OrdStatus status;
    shm::RejectReason reason = shm::RejectReason::none;
    shm::RestatementReason restatement = shm::RestatementReason::none;
};

/// `new_order` or `partially_filled`.
[[nodiscard]] shm::OrdStatus live_status(const Order& order);

[[nodiscard]] inline Change accepted() {
    return {.exec_type = shm::ExecType::new_order, .status = shm::OrdStatus::new_order};
}

/// An order with nothing left was closed by it.
[[nodiscard]] inline Change replaced(const Order& order) {
    return {.exec_type = shm::ExecType::replaced,
            .status = order.leaves_lots == 0 ? shm::OrdStatus::filled : live_status(order)};
}

[[nodiscard]] inline Change canceled(shm::RejectReason reason) {
    return {
        .exec_type = shm::ExecType::canceled, .status = shm::OrdStatus::canceled, .reason = reason};
}

[[nodiscard]] inline Change expired() {
    return {.exec_type = shm::ExecType::expired, .status = shm::OrdStatus::expired};
}

[[nodiscard]] inline Change restated(const Order& order, shm::RestatementReason why) {
    return {.exec_type = shm::ExecType::restated, .status = live_status(order), .restatement = why};
}

/// A change of the order that is being executed: it answers the command that brought the order.
void report_order(Turn& turn, const Order& order, const Change& change);
/// A change of any other order, for which its owner did not ask now.
void report_unsolicited(Turn& turn, const Order& order, const Change& change);
/// One fill of the order that is being executed.
void report_taker_fill(Turn& turn, const Order& order, const Fill& fill);
/// One fill of a waiting order.
void report_maker_fill(Turn& turn, const Order& order, const Fill& fill);

/// What each answer to a control command tells back of it.
[[nodiscard]] shm::ControlReport control_answer(const shm::ControlCommand& asked);
/// A row or the final answer; its number, time and place in the history are given here.
void report_control(Turn& turn, const shm::ControlReport& answer);

/// The order as it stands, under its own ClOrdID, in answer to the command.
void report_status(Turn& turn, const Order& order, shm::OrdStatus status,
                   shm::RejectReason reason = shm::RejectReason::none);
/// The same as one of `total` answers to a mass status request.
void report_mass_status(Turn& turn, const Order& order, std::uint32_t total, bool is_last);
/// There is no such order, or not on that side of that instrument.
void report_status_unknown(Turn& turn, shm::RejectReason reason);

/// An order that never came to life.
void reject_order(Turn& turn, shm::RejectReason reason);
/// A cancel or replace that changes nothing. `order_id` 0: it named no known order.
void reject_change(Turn& turn, shm::RejectReason reason, std::uint64_t order_id,
                   shm::OrdStatus status);
void reject_message(Turn& turn, shm::RejectReason reason);
/// How many orders a mass cancel is about to cancel.
void report_mass_cancel(Turn& turn, std::uint64_t order_id, std::uint32_t total);
void reject_mass_cancel(Turn& turn, shm::RejectReason reason);

} // namespace pinion::engine
