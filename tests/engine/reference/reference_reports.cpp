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

namespace {

void fill_in(Report& report, const ReferenceOrder& order) {
    report.order_id = order.order_id;
    std::copy(order.cl_ord_id.begin(), order.cl_ord_id.end(), report.cl_ord_id.bytes.begin());
    report.account = *shm::AccountName::from(order.account);
    report.instrument = order.instrument;
    report.side = order.side;
    report.ord_type = order.type;
    report.time_in_force = order.time_in_force;
    report.exec_inst = order.exec_inst;
    report.self_trade_prevention = order.self_trade_prevention;
    // one that waits for an auction stands at some price, but named none
    const bool is_accepted_market = order.type == shm::OrdType::market && order.order_id != 0;
    report.price_ticks = is_accepted_market ? 0 : order.price;
    report.stop_price_ticks = order.stop_price;
    report.quantity_lots = order.quantity;
    report.min_quantity_lots = order.minimum_quantity;
    report.display_quantity_lots = order.display_quantity;
    report.expire_time_ns = order.expires_ns;
    report.cumulative_lots = order.traded;
    report.leaves_lots = order.leaves();
    report.cumulative_notional = shm::Notional::from(order.notional);
    report.ord_status = order.status;
    report.reason = order.reason;
}

} // namespace

/// To who sent the command.
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
    report.mass_scope = command.mass_scope;
    return report;
}

/// To the order's owner: an answer if the command is about that order, else unsolicited.
Report ReferenceVenue::report_about(const Order& order) {
    Report report{};
    if (&order == own_) {
        report = answer();
    } else {
        report.session = order.session;
        report.gateway = sessions_[order.session].gateway;
        report.flags = shm::report_flags::unsolicited;
    }
    fill_in(report, order);
    return report;
}

/// The message itself, told back to its sender: nothing came of it.
Report ReferenceVenue::refusal(RejectReason reason) const {
    const auto& command = now_.command;
    auto report = answer();
    report.ord_status = OrdStatus::rejected;
    report.reason = reason;
    report.cl_ord_id = command.cl_ord_id;
    report.reference_id = command.reference_id;
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
    return report;
}

void ReferenceVenue::tell(Report report) {
    report.engine_epoch = epoch_;
    report.command_sequence = now_.sequence;
    report.time_ns = now_.time_ns;
    report.report_sequence = (hosts_lost_ << 40) + ++told_[report.gateway];
    events_.reports.push_back(report);
}

void ReferenceVenue::tell_execution(Report report, ExecType type) {
    report.kind = ReportKind::execution;
    report.exec_type = type;
    report.exec_id = with_epoch(++executions_);
    tell(report);
}

/// Only `replaced`, and `canceled` in answer to a cancel, tell the id they refer to.
void ReferenceVenue::tell_order(const Order& order, ExecType type) {
    auto report = report_about(order);
    const bool answers_cancel = &order == own_ && now_.command.kind == CommandKind::cancel;
    if (answers_cancel) report.cl_ord_id = now_.command.cl_ord_id;
    if (answers_cancel || type == ExecType::replaced)
        report.reference_id = now_.command.reference_id;
    tell_execution(report, type);
}

void ReferenceVenue::tell_restated(const Order& order, shm::RestatementReason why) {
    auto report = report_about(order);
    report.restatement_reason = why;
    tell_execution(report, ExecType::restated);
}

void ReferenceVenue::tell_fill(const Order& order, std::int64_t price, std::uint64_t lots,
                               shm::LiquidityInd liquidity) {
    auto report = report_about(order);
    report.match_id = with_epoch(matches_);
    report.last_price_ticks = price;
    report.last_lots = lots;
    report.liquidity = liquidity;
    tell_execution(report, ExecType::trade);
}

void ReferenceVenue::tell_status(const Order& order, std::size_t affected, bool is_last) {
    auto report = answer();
    fill_in(report, order);
    if (order.ended()) {
        report.stop_price_ticks = 0;
        report.min_quantity_lots = 0;
        report.display_quantity_lots = 0;
        report.expire_time_ns = 0;
    }
    const auto kind = now_.command.kind;
    if (kind == CommandKind::status || kind == CommandKind::mass_status)
        report.reference_id = now_.command.reference_id;
    report.total_affected = static_cast<std::uint32_t>(affected);
    if (is_last) report.flags = shm::report_flags::last_of_mass;
    tell_execution(report, ExecType::order_status);
}

void ReferenceVenue::tell_cancel_reject(RejectReason reason, const Order* order) {
    auto report = refusal(reason);
    report.kind = ReportKind::cancel_reject;
    if (order != nullptr) {
        report.order_id = order->order_id;
        report.ord_status = order->status;
    }
    tell(report);
}

void ReferenceVenue::tell_business_reject(RejectReason reason) {
    auto report = refusal(reason);
    report.kind = ReportKind::business_reject;
    report.ord_status = OrdStatus{};
    tell(report);
}

void ReferenceVenue::tell_mass_cancel(RejectReason reason, std::uint64_t order_id,
                                      std::size_t affected) {
    auto report = refusal(reason);
    report.kind = ReportKind::mass_cancel_report;
    report.ord_status = OrdStatus{};
    report.order_id = order_id;
    report.total_affected = static_cast<std::uint32_t>(affected);
    tell(report);
}

void ReferenceVenue::tell_row(const shm::ControlCommand& asked, shm::ControlReport row) {
    row.kind = ReportKind::control;
    row.answers = CommandKind::control;
    row.action = asked.action;
    row.request = asked.request;
    row.operator_name = asked.operator_name;
    row.gateway = asked.gateway;
    tell(shm::report_of(row));
}

/// The final answer.
void ReferenceVenue::tell_control(const shm::ControlCommand& asked, RejectReason reason,
                                  std::size_t affected, std::uint64_t number) {
    shm::ControlReport report{};
    report.kind = ReportKind::control;
    report.answers = CommandKind::control;
    report.flags = shm::report_flags::last_of_mass;
    report.action = asked.action;
    report.scope = asked.scope;
    report.request = asked.request;
    report.operator_name = asked.operator_name;
    report.session = asked.session;
    report.gateway = asked.gateway;
    report.account = asked.account;
    report.instrument = asked.instrument;
    report.number = number;
    report.reason = reason;
    report.total_affected = static_cast<std::uint32_t>(affected);
    tell(shm::report_of(report));
}

void ReferenceVenue::tell_public(FeedEventKind kind, const Order& order, std::uint64_t quantity,
                                 std::uint64_t remaining) {
    FeedEvent event{};
    event.kind = kind;
    event.side = order.side;
    event.instrument = order.instrument;
    if (kind != FeedEventKind::trade) {
        event.order_id = order.order_id;
        event.order_slot = order.slot;
    }
    if (kind == FeedEventKind::trade || kind == FeedEventKind::execute)
        event.match_id_low = static_cast<std::uint32_t>(with_epoch(matches_));
    event.price_ticks = order.price;
    event.quantity_lots = quantity;
    event.remaining_lots = remaining;
    event.time_ns = now_.time_ns;
    events_.feed.push_back(event);
}

} // namespace pinion::engine
