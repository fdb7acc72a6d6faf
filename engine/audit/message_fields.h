#pragma once

#include "shm/messages/account_limits.h"
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/phase_request.h"
#include "shm/messages/report.h"

#include <cstddef>
#include <span>

/// The one list of what messages say. `visit(name, value)` is called for each field; what a number
/// means is in its type.
namespace pinion::engine {

/// An OrderID or ExecID without the engine's id.
struct VenueId {
    std::uint64_t number;
};

struct UtcTime {
    std::int64_t ns;
};

struct Price {
    std::int64_t ticks;
};

struct Quantity {
    std::uint64_t lots;
};

/// A code that FIX writes as a character.
struct FixCharacter {
    std::uint8_t code;
};

/// What only the sender can read.
struct Bytes {
    std::span<const std::byte> bytes;
};

struct InstrumentIndex {
    std::uint32_t index;
};

/// What commands and reports have in common.
template <class Message, class Visit>
void visit_terms(const Message& message, Visit&& visit) {
    visit("kind", message.kind);
    visit("session", message.session);
    visit("session_epoch", message.session_epoch);
    visit("msg_seq_num", message.msg_seq_num);
    visit("gateway", message.gateway);
    visit("engine_epoch", message.engine_epoch);
    visit("order_id", VenueId{message.order_id});
    visit("cl_ord_id", message.cl_ord_id);
    visit("reference_id", message.reference_id);
    visit("account", message.account);
    visit("instrument", InstrumentIndex{message.instrument});
    visit("side", message.side);
    visit("ord_type", message.ord_type);
    visit("time_in_force", message.time_in_force);
    visit("exec_inst", message.exec_inst);
    visit("self_trade_prevention", message.self_trade_prevention);
    visit("flags", message.flags);
    visit("mass_scope", FixCharacter{message.mass_scope});
    visit("reason", message.reason);
    visit("price", Price{message.price_ticks});
    visit("stop_price", Price{message.stop_price_ticks});
    visit("quantity", Quantity{message.quantity_lots});
    visit("min_quantity", Quantity{message.min_quantity_lots});
    visit("display_quantity", Quantity{message.display_quantity_lots});
    visit("expire_time", UtcTime{message.expire_time_ns});
}

template <class Visit>
void visit_fields(const shm::AccountLimits& limits, Visit&& visit) {
    visit("order_lots_max", limits.order_lots_max);
    visit("order_value_max", limits.order_value_max);
    visit("exposure_max", limits.exposure_max);
    visit("rate_interval_ns", limits.rate_interval_ns);
    visit("orders_per_interval", limits.orders_per_interval);
    visit("open_orders_max", limits.open_orders_max);
}

template <class Visit>
void visit_fields(const shm::SetLimits& command, Visit&& visit) {
    visit("fields", command.fields);
    visit_fields(command.limits, visit);
}

template <class Visit>
void visit_fields(const shm::Credit& credit, Visit&& visit) {
    visit("asset", credit.asset);
    visit("amount", credit.amount);
}

template <class Visit>
void visit_fields(const shm::PhaseRequest& request, Visit&& visit) {
    visit("phase", request.phase);
    visit("length_ns", request.length_ns);
}

/// The structure of the action's own.
template <class Visit>
void visit_payload(const shm::ControlCommand& command, Visit&& visit) {
    switch (command.action) {
    case shm::ControlAction::credit:
        return visit_fields(shm::payload_of<shm::Credit>(command), visit);
    case shm::ControlAction::set_limits:
        return visit_fields(shm::payload_of<shm::SetLimits>(command), visit);
    case shm::ControlAction::set_phase:
        return visit_fields(shm::payload_of<shm::PhaseRequest>(command), visit);
    case shm::ControlAction::list:
        visit("subject", static_cast<shm::ListSubject>(command.flags));
        return visit("rows_max", shm::payload_of<shm::ListRequest>(command).rows_max);
    default: visit("payload", Bytes{command.payload});
    }
}

/// A list's row, if there is any: what it is of, its command says.
template <class Visit>
void visit_payload(const shm::ControlReport& row, Visit&& visit) {
    visit("payload", Bytes{row.payload});
}

/// What control commands and the answers to them have in common.
template <class Message, class Visit>
void visit_control(const Message& message, Visit&& visit) {
    visit("kind", message.kind);
    visit("action", message.action);
    visit("scope", message.scope);
    visit("operator", message.operator_name);
    visit("request", message.request);
    visit("session", message.session);
    visit("gateway", message.gateway);
    visit("engine_epoch", message.engine_epoch);
    visit("account", message.account);
    visit("instrument", InstrumentIndex{message.instrument});
    visit("number", message.number);
    visit("flags", message.flags);
    visit_payload(message, visit);
}

template <class Visit>
void visit_request(const shm::Command& command, Visit&& visit) {
    visit_terms(command, visit);
    visit("rejected_kind", static_cast<shm::CommandKind>(command.rejected_kind));
    visit("transact_time", UtcTime{command.transact_time_ns});
    visit("cl_ord_id_hash", command.cl_ord_id_hash);
    visit("reference_id_hash", command.reference_id_hash);
}

/// But for the sequence, which each line begins with.
template <class Visit>
void visit_fields(const shm::LogRecord& record, Visit&& visit) {
    const auto& command = record.sequenced.command;
    visit("time", UtcTime{record.sequenced.time_ns});
    if (command.kind == shm::CommandKind::control)
        visit_control(shm::control_of(command), visit);
    else
        visit_request(command, visit);
    visit("ring_position", record.ring_position);
    visit("sequenced_epoch", record.engine_epoch);
    visit("gateway_id", record.gateway_id);
}

template <class Visit>
void visit_fields(const shm::ControlReport& report, Visit&& visit) {
    visit("time", UtcTime{report.time_ns});
    visit_control(report, visit);
    visit("report_sequence", report.report_sequence);
    visit("command_sequence", report.command_sequence);
    visit("answers", report.answers);
    visit("reason", report.reason);
    visit("total_affected", report.total_affected);
}

template <class Visit>
void visit_fields(const shm::Report& report, Visit&& visit) {
    if (report.kind == shm::ReportKind::control)
        return visit_fields(shm::control_of(report), visit);
    visit("time", UtcTime{report.time_ns});
    visit_terms(report, visit);
    visit("report_sequence", report.report_sequence);
    visit("command_sequence", report.command_sequence);
    visit("exec_type", report.exec_type);
    visit("ord_status", report.ord_status);
    visit("exec_id", VenueId{report.exec_id});
    visit("exec_ref_id", VenueId{report.exec_ref_id});
    visit("leaves", Quantity{report.leaves_lots});
    visit("cumulative", Quantity{report.cumulative_lots});
    visit("cumulative_notional", report.cumulative_notional);
    visit("last", Quantity{report.last_lots});
    visit("last_price", Price{report.last_price_ticks});
    visit("match_id", report.match_id);
    visit("answers", report.answers);
    visit("restatement_reason", report.restatement_reason);
    visit("liquidity", report.liquidity);
    visit("total_affected", report.total_affected);
}

template <class Visit>
void visit_fields(const shm::FeedEvent& event, Visit&& visit) {
    visit("time", UtcTime{event.time_ns});
    visit("kind", event.kind);
    visit("side", event.side);
    visit("flags", event.flags);
    visit("phase", event.phase);
    visit("instrument", InstrumentIndex{event.instrument});
    visit("order_id", VenueId{event.order_id});
    visit("order_slot", event.order_slot);
    visit("match_id_low", event.match_id_low);
    visit("price", Price{event.price_ticks});
    visit("quantity", Quantity{event.quantity_lots});
    visit("remaining", Quantity{event.remaining_lots});
}

} // namespace pinion::engine
