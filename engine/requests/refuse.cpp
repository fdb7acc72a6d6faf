#include "engine/reports.h"
#include "engine/requests/known_ids.h"
#include "engine/requests/requests.h"

namespace pinion::engine {

using shm::CommandKind;
using shm::OrdStatus;
using shm::RejectReason;

namespace {

/// The id of a new order is used up even if the order was refused. Without room for it, or if it is
/// known already, there is nothing to remember.
void remember(Turn& turn, RejectReason reason) {
    auto& orders = turn.venue.orders;
    const auto& command = turn.command;
    if (orders.day_ids().full() || orders.day_ids().find(turn.cl_ord_id()) != DayIds::none) return;
    Order order{};
    order.instrument = command.instrument;
    order.side = command.side;
    order.price_ticks = command.price_ticks;
    order.quantity_lots = command.quantity_lots;
    order.details.account = turn.venue.accounts.find(command.account);
    order.details.ord_type = command.ord_type;
    order.details.time_in_force = command.time_in_force;
    order.details.exec_inst = command.exec_inst;
    order.details.self_trade_prevention = command.self_trade_prevention;
    orders.begin(order, turn.cl_ord_id());
    orders.end(order, OrdStatus::rejected, reason);
}

/// A cancel or replace that is not looked at still says what it knows of the order it names.
void refuse_change(Turn& turn, RejectReason reason) {
    const auto& orders = turn.venue.orders;
    const auto record = orders.day_ids().find(turn.reference_id());
    if (record == DayIds::none) return reject_change(turn, reason, 0, OrdStatus::rejected);
    const auto known = known_order(turn.venue, record);
    reject_change(turn, reason, known.order.details.order_id, known.status);
}

} // namespace

void refuse(Turn& turn, CommandKind kind, RejectReason reason) {
    if (kind == CommandKind::new_order) {
        reject_order(turn, reason);
        remember(turn, reason);
    } else if (kind == CommandKind::cancel || kind == CommandKind::replace) {
        refuse_change(turn, reason);
    } else if (kind == CommandKind::mass_cancel) {
        reject_mass_cancel(turn, reason);
    } else {
        reject_message(turn, reason);
    }
}

} // namespace pinion::engine
