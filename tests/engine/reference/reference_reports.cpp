#include "tests/engine/reference/reference_venue.h"

#include <algorithm>

namespace pinion::engine {

using shm::CommandKind;
using shm::ExecType;
using shm::FeedEvent;
using shm::FeedEventKind;
using shm::OrdStatus;
using shm::RejectReason;
using shm::Report;
using shm::ReportKind;

Report ReferenceVenue::answer() const {
    const auto& command = now_.command;
    Report report{};
    report.session = command.session;
    report.gateway = command.gateway;
    report.answers = command.kind;
    if (command.kind == CommandKind::rejected)
        report.answers = static_cast<CommandKind>(command.rejected_kind);
    report.msg_seq_num = command.msg_seq_num;
    report.session_epoch = command.session_epoch;
    report.reference_id = command.reference_id;
    report.mass_scope = command.mass_scope;
    return report;
}

void ReferenceVenue::fill_in(Report& report, const Order& order) {
    report.order_id = order.order_id;
    std::copy(order.cl_ord_id.begin(), order.cl_ord_id.end(), report.cl_ord_id.bytes.begin());
    report.account = *shm::AccountName::from(order.account);
    report.instrument = order.instrument;
    report.side = order.side;
    report.ord_type = order.type;
    report.time_in_force = order.time_in_force;
    report.exec_inst = order.exec_inst;
    report.self_trade_prevention = order.self_trade_prevention;
    report.price_ticks = order.price;
    report.quantity_lots = order.quantity;
    report.cumulative_lots = order.traded;
    report.leaves_lots = order.leaves();
    report.cumulative_notional = shm::Notional::from(order.notional);
}

void ReferenceVenue::tell(Report report) {
    report.engine_epoch = options_.engine_epoch;
    report.command_sequence = now_.sequence;
    report.time_ns = now_.time_ns;
    report.report_sequence = ++told_[report.gateway];
    events_.reports.push_back(report);
}

void ReferenceVenue::tell_execution(Report report, ExecType type, OrdStatus status,
                                    RejectReason reason) {
    report.kind = ReportKind::execution;
    report.exec_type = type;
    report.ord_status = status;
    report.reason = reason;
    report.exec_id = (std::uint64_t{options_.engine_epoch} << 32) + ++executions_;
    tell(report);
}

void ReferenceVenue::tell_order(const Order& order, ExecType type) {
    auto report = answer();
    fill_in(report, order);
    report.cl_ord_id = now_.command.cl_ord_id;
    tell_execution(report, type, order.status, order.reason);
}

void ReferenceVenue::tell_status(const Order& order) {
    auto report = answer();
    if (now_.command.kind != CommandKind::status) report.reference_id = {};
    fill_in(report, order);
    tell_execution(report, ExecType::order_status, order.status, order.reason);
}

void ReferenceVenue::tell_refusal(const shm::Command& command, ReportKind kind, ExecType type,
                                  OrdStatus status, RejectReason reason, std::uint64_t order_id) {
    auto report = answer();
    report.kind = kind;
    report.reason = reason;
    report.ord_status = status;
    report.order_id = order_id;
    report.cl_ord_id = command.cl_ord_id;
    report.account = command.account;
    report.instrument = command.instrument;
    report.side = command.side;
    report.ord_type = command.ord_type;
    report.time_in_force = command.time_in_force;
    report.exec_inst = command.exec_inst;
    report.self_trade_prevention = command.self_trade_prevention;
    report.price_ticks = command.price_ticks;
    report.stop_price_ticks = command.stop_price_ticks;
    report.quantity_lots = command.quantity_lots;
    report.min_quantity_lots = command.min_quantity_lots;
    report.display_quantity_lots = command.display_quantity_lots;
    report.expire_time_ns = command.expire_time_ns;
    if (kind == ReportKind::execution) return tell_execution(report, type, status, reason);
    tell(report);
}

void ReferenceVenue::tell_public(FeedEventKind kind, const Order& order, std::uint64_t quantity,
                                 std::uint64_t remaining, std::uint64_t match) {
    FeedEvent event{};
    event.kind = kind;
    event.side = order.side;
    event.instrument = order.instrument;
    event.order_id = order.order_id;
    event.order_slot = order.slot;
    event.match_id_low = static_cast<std::uint32_t>(match);
    event.price_ticks = order.price;
    event.quantity_lots = quantity;
    event.remaining_lots = remaining;
    event.time_ns = now_.time_ns;
    events_.feed.push_back(event);
}

} // namespace pinion::engine
