#include "engine/reports.h"

namespace pinion::engine {

using shm::CommandKind;
using shm::ExecType;
using shm::OrdStatus;
using shm::RejectReason;
using shm::Report;
using shm::ReportKind;

namespace {

CommandKind answered_kind(const shm::Command& command) {
    return command.kind == CommandKind::rejected ? static_cast<CommandKind>(command.rejected_kind)
                                                 : command.kind;
}

/// The next report. It lies in the sink's memory: others may see it, and nothing is read from it.
Report& report_to(Turn& turn, std::uint16_t session, std::uint16_t gateway) {
    const auto sequence = ++turn.venue.report_sequences[gateway];
    auto& report = turn.sink.claim_report(gateway, sequence);
    report = {};
    report.engine_epoch = turn.venue.engine_epoch;
    report.session = session;
    report.gateway = gateway;
    report.command_sequence = turn.sequenced.sequence;
    report.time_ns = turn.sequenced.time_ns;
    report.report_sequence = sequence;
    return report;
}

/// `reference` is the id of another order to which the command referred, if that is to be told.
Report& answer(Turn& turn, const shm::ClOrdId& cl_ord_id, const shm::ClOrdId& reference) {
    const auto& command = turn.command;
    auto& report = report_to(turn, command.session, command.gateway);
    report.answers = answered_kind(command);
    report.msg_seq_num = command.msg_seq_num;
    report.session_epoch = command.session_epoch;
    report.cl_ord_id = cl_ord_id;
    report.reference_id = reference;
    report.mass_scope = command.mass_scope;
    return report;
}

Report& unsolicited(Turn& turn, const Order& order) {
    const auto session = order.details.session;
    auto& report = report_to(turn, session, turn.venue.sessions.gateway(session));
    report.flags = shm::report_flags::unsolicited;
    report.cl_ord_id = order.details.cl_ord_id;
    return report;
}

/// Whether the change is what the command asked for, and so tells to which order's id it referred.
bool is_what_was_asked_for(const Change& change) {
    return change.exec_type == ExecType::replaced ||
           (change.exec_type == ExecType::canceled && change.reason == RejectReason::none);
}

constexpr shm::ClOrdId no_id{};

/// To the owner of the order that is being executed.
Report& report_on(Turn& turn, const Order& order, const shm::ClOrdId& reference) {
    return turn.is_activation ? unsolicited(turn, order)
                              : answer(turn, turn.command.cl_ord_id, reference);
}

/// A market order may stand in a book, but it named no price. One that was refused is told its own.
std::int64_t told_price(const Order& order) {
    const bool named_none =
        order.details.ord_type == shm::OrdType::market && order.details.order_id != 0;
    return named_none ? 0 : order.price_ticks;
}

void describe(Report& report, const Turn& turn, const Order& order) {
    const auto& details = order.details;
    report.side = order.side;
    report.ord_type = details.ord_type;
    report.time_in_force = details.time_in_force;
    report.exec_inst = details.exec_inst;
    report.self_trade_prevention = details.self_trade_prevention;
    report.order_id = details.order_id;
    report.instrument = order.instrument;
    report.price_ticks = told_price(order);
    report.quantity_lots = order.quantity_lots;
    report.leaves_lots = order.leaves_lots;
    report.cumulative_lots = details.cumulative_lots;
    report.cumulative_notional = details.cumulative_notional;
    report.stop_price_ticks = order.extras.stop_price_ticks;
    report.min_quantity_lots = order.extras.min_quantity_lots;
    report.display_quantity_lots = order.extras.display_quantity_lots;
    report.expire_time_ns = order.extras.expire_time_ns;
    report.account = turn.venue.accounts.name(details.account);
}

void describe(Report& report, const Fill& fill) {
    report.exec_type = ExecType::trade;
    report.match_id = fill.match_id;
    report.last_price_ticks = fill.price_ticks;
    report.last_lots = fill.lots;
    report.liquidity = fill.liquidity;
}

void send_execution(Turn& turn, Report& report) {
    report.kind = ReportKind::execution;
    report.exec_id = ++turn.venue.last_exec_id;
    turn.sink.stage_report();
}

OrdStatus status_after_fill(const Order& order) {
    return order.leaves_lots == 0 ? OrdStatus::filled : OrdStatus::partially_filled;
}

} // namespace

OrdStatus live_status(const Order& order) {
    return order.details.cumulative_lots == 0 ? OrdStatus::new_order : OrdStatus::partially_filled;
}

namespace {

void send_change(Turn& turn, Report& report, const Order& order, const Change& change) {
    describe(report, turn, order);
    report.exec_type = change.exec_type;
    report.ord_status = change.status;
    report.reason = change.reason;
    report.restatement_reason = change.restatement;
    send_execution(turn, report);
}

void send_fill(Turn& turn, Report& report, const Order& order, const Fill& fill) {
    describe(report, turn, order);
    describe(report, fill);
    report.ord_status = status_after_fill(order);
    send_execution(turn, report);
}

} // namespace

void report_order(Turn& turn, const Order& order, const Change& change) {
    auto& report =
        report_on(turn, order, is_what_was_asked_for(change) ? turn.command.reference_id : no_id);
    send_change(turn, report, order, change);
}

void report_unsolicited(Turn& turn, const Order& order, const Change& change) {
    auto& report = unsolicited(turn, order);
    send_change(turn, report, order, change);
}

void report_taker_fill(Turn& turn, const Order& order, const Fill& fill) {
    auto& report = report_on(turn, order, no_id);
    send_fill(turn, report, order, fill);
}

void report_maker_fill(Turn& turn, const Order& order, const Fill& fill) {
    auto& report = unsolicited(turn, order);
    send_fill(turn, report, order, fill);
}

void report_status(Turn& turn, const Order& order, OrdStatus status, RejectReason reason) {
    const bool was_asked_for = answered_kind(turn.command) == CommandKind::status;
    auto& report =
        answer(turn, order.details.cl_ord_id, was_asked_for ? turn.command.reference_id : no_id);
    describe(report, turn, order);
    report.exec_type = ExecType::order_status;
    report.ord_status = status;
    report.reason = reason;
    send_execution(turn, report);
}

void report_mass_status(Turn& turn, const Order& order, std::uint32_t total, bool is_last) {
    auto& report = answer(turn, order.details.cl_ord_id, turn.command.reference_id);
    describe(report, turn, order);
    report.exec_type = ExecType::order_status;
    report.ord_status = live_status(order);
    report.total_affected = total;
    report.flags = is_last ? shm::report_flags::last_of_mass : std::uint8_t{0};
    send_execution(turn, report);
}

namespace {

/// What a message asked for, told back to its sender: nothing of it became an order.
Report& refusal(Turn& turn, RejectReason reason) {
    const auto& command = turn.command;
    auto& report = answer(turn, command.cl_ord_id, command.reference_id);
    report.side = command.side;
    report.ord_type = command.ord_type;
    report.time_in_force = command.time_in_force;
    report.exec_inst = command.exec_inst;
    report.self_trade_prevention = command.self_trade_prevention;
    report.instrument = command.instrument;
    report.price_ticks = command.price_ticks;
    report.stop_price_ticks = command.stop_price_ticks;
    report.quantity_lots = command.quantity_lots;
    report.min_quantity_lots = command.min_quantity_lots;
    report.display_quantity_lots = command.display_quantity_lots;
    report.expire_time_ns = command.expire_time_ns;
    report.account = command.account;
    report.ord_status = OrdStatus::rejected;
    report.reason = reason;
    return report;
}

} // namespace

void reject_order(Turn& turn, RejectReason reason) {
    auto& report = refusal(turn, reason);
    report.exec_type = ExecType::rejected;
    send_execution(turn, report);
}

void report_status_unknown(Turn& turn, RejectReason reason) {
    auto& report = refusal(turn, reason);
    report.exec_type = ExecType::order_status;
    if (answered_kind(turn.command) == CommandKind::mass_status)
        report.flags = shm::report_flags::last_of_mass; // the only one
    send_execution(turn, report);
}

void reject_change(Turn& turn, RejectReason reason, std::uint64_t order_id, OrdStatus status) {
    auto& report = refusal(turn, reason);
    report.kind = ReportKind::cancel_reject;
    report.order_id = order_id;
    report.ord_status = status;
    turn.sink.stage_report();
}

void reject_message(Turn& turn, RejectReason reason) {
    auto& report = refusal(turn, reason);
    report.kind = ReportKind::business_reject;
    report.ord_status = OrdStatus{};
    turn.sink.stage_report();
}

namespace {

Report& mass_cancel_report(Turn& turn, RejectReason reason) {
    auto& report = refusal(turn, reason);
    report.kind = ReportKind::mass_cancel_report;
    report.ord_status = OrdStatus{};
    return report;
}

} // namespace

void report_mass_cancel(Turn& turn, std::uint64_t order_id, std::uint32_t total) {
    auto& report = mass_cancel_report(turn, RejectReason::none);
    report.order_id = order_id;
    report.total_affected = total;
    turn.sink.stage_report();
}

void reject_mass_cancel(Turn& turn, RejectReason reason) {
    static_cast<void>(mass_cancel_report(turn, reason));
    turn.sink.stage_report();
}

shm::ControlReport control_answer(const shm::ControlCommand& asked) {
    shm::ControlReport answer{};
    answer.kind = ReportKind::control;
    answer.answers = CommandKind::control;
    answer.action = asked.action;
    answer.scope = asked.scope;
    answer.session = asked.session;
    answer.instrument = asked.instrument;
    answer.request = asked.request;
    answer.operator_name = asked.operator_name;
    answer.account = asked.account;
    return answer;
}

void report_control(Turn& turn, const shm::ControlReport& answer) {
    auto placed = answer;
    const auto gateway = turn.command.gateway;
    placed.engine_epoch = turn.venue.engine_epoch;
    placed.gateway = gateway;
    placed.command_sequence = turn.sequenced.sequence;
    placed.time_ns = turn.sequenced.time_ns;
    placed.report_sequence = ++turn.venue.report_sequences[gateway];
    turn.sink.claim_report(gateway, placed.report_sequence) = shm::report_of(placed);
    turn.sink.stage_report();
}

} // namespace pinion::engine
