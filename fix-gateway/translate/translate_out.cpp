#include "fix-gateway/translate/translate_out.h"

#include "fix-gateway/translate/reject_codes.h"
#include "fix-gateway/translate/translate_in.h"
#include "shm/messages/venue_id.h"

#include <string_view>

namespace pinion::fix {

namespace {

using shm::CommandKind;
using shm::ExecType;
using shm::OrdStatus;
using shm::RejectReason;
using shm::Report;

constexpr std::string_view no_order = "NONE";

/// Of a report about no order at all, in fields that FIX requires nevertheless.
constexpr std::string_view no_symbol = "[N/A]";
constexpr char undisclosed_side = '7';

/// A report and what is known of its instrument.
struct Told {
    const Report& report;
    std::uint16_t engine_id;
    const InstrumentRoute* route; ///< null: the instrument is unknown to the venue
};

std::string_view msg_type_of(CommandKind kind) {
    switch (kind) {
    case CommandKind::new_order: return "D";
    case CommandKind::cancel: return "F";
    case CommandKind::replace: return "G";
    case CommandKind::status: return "H";
    case CommandKind::mass_cancel: return "q";
    case CommandKind::mass_status: return "AF";
    default: return "";
    }
}

template <Tag tag>
void code(MessageWriter& writer, std::uint8_t value) {
    if (value != 0) writer.character<tag>(static_cast<char>(value));
}

template <Tag tag>
void id_text(MessageWriter& writer, std::string_view text) {
    if (!text.empty()) writer.text<tag>(text);
}

template <Tag tag>
void venue_id(MessageWriter& writer, std::uint16_t engine_id, std::uint64_t id) {
    writer.field<tag>(shm::venue_id_text_max,
                      [&](char* out) { return shm::write_venue_id(out, engine_id, id); });
}

void order_id(const Told& told, MessageWriter& writer) {
    if (told.report.order_id == 0)
        writer.text<tag::order_id>(no_order);
    else
        venue_id<tag::order_id>(writer, told.engine_id, told.report.order_id);
}

void why(const Report& report, MessageWriter& writer) {
    if (report.reason != RejectReason::none)
        writer.text<tag::text>(reject_codes(report.reason).text);
}

void ids(const Told& told, MessageWriter& writer) {
    const Report& report = told.report;
    order_id(told, writer);
    id_text<tag::cl_ord_id>(writer, report.cl_ord_id.view());
    if (report.answers == CommandKind::status)
        id_text<tag::ord_status_req_id>(writer, report.reference_id.view());
    else if (report.answers == CommandKind::mass_status)
        id_text<tag::mass_status_req_id>(writer, report.reference_id.view());
    else
        id_text<tag::orig_cl_ord_id>(writer, report.reference_id.view());
    venue_id<tag::exec_id>(writer, told.engine_id, report.exec_id);
    if (report.exec_ref_id != 0)
        venue_id<tag::exec_ref_id>(writer, told.engine_id, report.exec_ref_id);
}

/// An unknown symbol came in the account's place; see translate_in.
void instrument(const Told& told, MessageWriter& writer) {
    if (told.route == nullptr) {
        const std::string_view unknown = told.report.account.view();
        writer.text<tag::symbol>(unknown.empty() ? no_symbol : unknown);
        return;
    }
    id_text<tag::account>(writer, told.report.account.view());
    writer.text<tag::symbol>(told.route->record.symbol.view());
}

/// No price of an instrument is 0: that is one that a refused order has in no such unit, or that an
/// order has no more. A stop order that was triggered is a market or limit order with a stop price.
void prices(const Report& report, const shm::InstrumentRecord& record, MessageWriter& writer) {
    if (has_limit_price(report.ord_type) && report.price_ticks != 0)
        writer.price<tag::price>(report.price_ticks, record);
    if (report.stop_price_ticks != 0) writer.price<tag::stop_px>(report.stop_price_ticks, record);
}

void side(const Report& report, MessageWriter& writer) {
    writer.character<tag::side>(report.side == shm::Side{} ? undisclosed_side
                                                           : static_cast<char>(report.side));
}

void terms(const Told& told, MessageWriter& writer) {
    const Report& report = told.report;
    side(report, writer);
    code<tag::ord_type>(writer, static_cast<std::uint8_t>(report.ord_type));
    code<tag::time_in_force>(writer, static_cast<std::uint8_t>(report.time_in_force));
    if ((report.exec_inst & shm::exec_inst::post_only) != 0)
        writer.character<tag::exec_inst>('6');
    else if ((report.exec_inst & shm::exec_inst::all_or_none) != 0)
        writer.character<tag::exec_inst>('G');
    if (report.expire_time_ns != 0) writer.timestamp<tag::expire_time>(report.expire_time_ns);
    if (told.route == nullptr) return;
    const shm::InstrumentRecord& record = told.route->record;
    if (report.quantity_lots != 0) writer.quantity<tag::order_qty>(report.quantity_lots, record);
    prices(report, record, writer);
    if (report.min_quantity_lots != 0)
        writer.quantity<tag::min_qty>(report.min_quantity_lots, record);
    if (report.display_quantity_lots != 0)
        writer.quantity<tag::max_floor>(report.display_quantity_lots, record);
}

/// What was done so far, and just now.
void progress(const Told& told, MessageWriter& writer) {
    const Report& report = told.report;
    if (told.route == nullptr) { // refused at the door: nothing was ever done
        writer.character<tag::leaves_qty>('0');
        writer.character<tag::cum_qty>('0');
        writer.character<tag::avg_px>('0');
        return;
    }
    const shm::InstrumentRecord& record = told.route->record;
    if (report.last_lots != 0) {
        writer.quantity<tag::last_qty>(report.last_lots, record);
        writer.price<tag::last_px>(report.last_price_ticks, record);
        code<tag::last_liquidity_ind>(writer, static_cast<std::uint8_t>(report.liquidity));
    }
    writer.quantity<tag::leaves_qty>(report.leaves_lots, record);
    writer.quantity<tag::cum_qty>(report.cumulative_lots, record);
    writer.average_price<tag::avg_px>(report.cumulative_notional, report.cumulative_lots, record);
}

void execution_report(const Told& told, MessageWriter& writer) {
    const Report& report = told.report;
    ids(told, writer);
    code<tag::exec_type>(writer, static_cast<std::uint8_t>(report.exec_type));
    code<tag::ord_status>(writer, static_cast<std::uint8_t>(report.ord_status));
    instrument(told, writer);
    terms(told, writer);
    progress(told, writer);
    writer.timestamp<tag::transact_time>(report.time_ns);
    if (report.ord_status == OrdStatus::rejected && report.reason != RejectReason::none)
        writer.number<tag::ord_rej_reason>(reject_codes(report.reason).ord_rej_reason);
    if (report.exec_type == ExecType::restated)
        writer.number<tag::exec_restatement_reason>(
            static_cast<std::uint8_t>(report.restatement_reason));
    if (report.answers == CommandKind::mass_status) {
        writer.number<tag::tot_num_reports>(report.total_affected);
        writer.character<tag::last_rpt_requested>(
            (report.flags & shm::report_flags::last_of_mass) != 0 ? 'Y' : 'N');
    }
    why(report, writer);
}

void cancel_reject(const Told& told, MessageWriter& writer) {
    const Report& report = told.report;
    order_id(told, writer);
    id_text<tag::cl_ord_id>(writer, report.cl_ord_id.view());
    id_text<tag::orig_cl_ord_id>(writer, report.reference_id.view());
    code<tag::ord_status>(writer, static_cast<std::uint8_t>(report.ord_status));
    writer.timestamp<tag::transact_time>(report.time_ns);
    writer.character<tag::cxl_rej_response_to>(report.answers == CommandKind::replace ? '2' : '1');
    writer.number<tag::cxl_rej_reason>(reject_codes(report.reason).cxl_rej_reason);
    why(report, writer);
}

void business_reject(const Report& report, MessageWriter& writer) {
    if (report.msg_seq_num != 0) writer.number<tag::ref_seq_num>(report.msg_seq_num);
    writer.text<tag::ref_msg_type>(msg_type_of(report.answers));
    id_text<tag::business_reject_ref_id>(writer, report.answers == CommandKind::mass_status
                                                     ? report.reference_id.view()
                                                     : report.cl_ord_id.view());
    writer.number<tag::business_reject_reason>(reject_codes(report.reason).business_reject_reason);
    why(report, writer);
}

void mass_cancel_report(const Told& told, MessageWriter& writer) {
    const Report& report = told.report;
    const bool is_refused = report.reason != RejectReason::none;
    order_id(told, writer);
    id_text<tag::cl_ord_id>(writer, report.cl_ord_id.view());
    code<tag::mass_cancel_request_type>(writer, report.mass_scope);
    code<tag::mass_cancel_response>(writer, is_refused ? '0' : report.mass_scope);
    if (is_refused)
        writer.number<tag::mass_cancel_reject_reason>(
            reject_codes(report.reason).mass_cancel_reject_reason);
    else
        writer.number<tag::total_affected_orders>(report.total_affected);
}

} // namespace

std::span<const char> translate_out(const Report& report, std::uint16_t engine,
                                    const RoutingTable& routes, const MessageHeader& header,
                                    MessageWriter& writer) {
    if (engine >= routes.engines().size()) return {};
    const Told told{report, routes.engines()[engine].id, routes.find(engine, report.instrument)};
    switch (report.kind) {
    case shm::ReportKind::execution:
        if (told.route == nullptr && report.instrument != no_instrument) return {};
        writer.begin("8", header);
        execution_report(told, writer);
        if (!header.on_behalf_of_comp_id.empty()) writer.character<tag::copy_msg_indicator>('Y');
        return writer.finish();
    case shm::ReportKind::cancel_reject:
        writer.begin("9", header);
        cancel_reject(told, writer);
        return writer.finish();
    case shm::ReportKind::business_reject:
        if (msg_type_of(report.answers).empty()) return {};
        writer.begin("j", header);
        business_reject(report, writer);
        return writer.finish();
    case shm::ReportKind::mass_cancel_report:
        writer.begin("r", header);
        mass_cancel_report(told, writer);
        return writer.finish();
    case shm::ReportKind::control: break; // for the venue's operator
    }
    return {};
}

Report business_reject_of(const shm::Command& command, RejectReason reason) {
    Report report{};
    report.kind = shm::ReportKind::business_reject;
    report.session = command.session;
    report.gateway = command.gateway;
    report.session_epoch = command.session_epoch;
    report.msg_seq_num = command.msg_seq_num;
    report.instrument = command.instrument;
    report.cl_ord_id = command.cl_ord_id;
    report.reference_id = command.reference_id;
    report.reason = reason;
    report.answers =
        command.kind == CommandKind::rejected ? CommandKind{command.rejected_kind} : command.kind;
    return report;
}

} // namespace pinion::fix
