#include "tests/engine/support/transcript.h"

#include "tests/engine/support/names.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

namespace pinion::engine {

using shm::ExecType;
using shm::FeedEventKind;
using shm::Report;
using shm::ReportKind;

namespace {

constexpr std::array session_names = {"alice", "bob", "carol"};

std::string how(shm::LiquidityInd liquidity) {
    if (liquidity == shm::LiquidityInd::none) return " in auction";
    return liquidity == shm::LiquidityInd::added ? " adding" : " removing";
}

std::uint32_t without_epoch(std::uint64_t id) { return static_cast<std::uint32_t>(id); }

std::string ids(const Report& report) {
    std::string text(report.cl_ord_id.view());
    if (!report.reference_id.empty()) text += "/" + std::string(report.reference_id.view());
    return text;
}

/// Its price may be another than the one that was asked for.
bool is_post_only(const Report& report) {
    return (report.exec_inst & shm::exec_inst::post_only) != 0 &&
           report.ord_status != shm::OrdStatus::rejected;
}

/// What not every order has.
void describe_terms(std::ostream& out, const Report& report) {
    if (report.stop_price_ticks != 0) out << ", stop " << report.stop_price_ticks;
    if (report.min_quantity_lots != 0) out << ", min " << report.min_quantity_lots;
    if (report.display_quantity_lots != 0) out << ", show " << report.display_quantity_lots;
    if (report.expire_time_ns != 0) out << ", until " << report.expire_time_ns;
}

void describe_execution(std::ostream& out, const Report& report) {
    out << ids(report) << ' ' << name(report.exec_type);
    if (report.exec_type != ExecType::trade && is_post_only(report))
        out << " @ " << report.price_ticks;
    if (report.exec_type == ExecType::trade)
        out << ' ' << report.last_lots << " @ " << report.last_price_ticks << how(report.liquidity);
    if (report.exec_type == ExecType::restated)
        out << " as " << name(report.ord_type) << ", " << name(report.restatement_reason);
    out << " [" << name(report.ord_status) << "] " << report.leaves_lots << " of "
        << report.quantity_lots;
    if (report.cumulative_lots != 0)
        out << ", " << report.cumulative_lots << " for "
            << static_cast<std::int64_t>(report.cumulative_notional.value());
    if (report.exec_type == ExecType::order_status) describe_terms(out, report);
    if (report.answers == shm::CommandKind::mass_status)
        out << ", one of " << report.total_affected;
    if ((report.flags & shm::report_flags::last_of_mass) != 0) out << ", last";
}

void describe_order(std::ostream& out, const shm::FeedEvent& event) {
    out << " #" << without_epoch(event.order_id) << ' ' << name(event.side) << ' '
        << event.quantity_lots << " @ " << event.price_ticks;
    if (event.kind == FeedEventKind::execute || event.kind == FeedEventKind::reduce)
        out << ", " << event.remaining_lots << " left";
}

void describe_indicative(std::ostream& out, const shm::FeedEvent& event) {
    out << ' ' << event.quantity_lots << " @ " << event.price_ticks;
    if (event.remaining_lots != 0)
        out << ", " << event.remaining_lots << ' ' << name(event.side) << " over";
}

} // namespace

void Transcript::on_control(const shm::ControlReport& report) {
    std::ostringstream out;
    out << "> admin " << name(report.action);
    if (report.number != 0) out << " #" << without_epoch(report.number);
    if (report.total_affected != 0) out << " of " << report.total_affected;
    if (report.reason != shm::RejectReason::none) out << ": " << name(report.reason);
    text_ += out.str() + "\n";
}

void Transcript::on_report(const Report& report) {
    reports_.push_back(report);
    if (report.kind == ReportKind::control) return on_control(shm::control_of(report));
    std::ostringstream out;
    out << "> " << session_names.at(report.session) << ' ';
    if (report.kind == ReportKind::execution) describe_execution(out, report);
    if (report.kind == ReportKind::cancel_reject) {
        out << ids(report) << " not changed [" << name(report.ord_status) << "]";
        if (report.order_id != 0) out << " #" << without_epoch(report.order_id);
    }
    if (report.kind == ReportKind::business_reject) out << "message refused";
    if (report.kind == ReportKind::mass_cancel_report)
        out << ids(report) << " mass cancel of " << report.total_affected;
    if (report.reason != shm::RejectReason::none) out << ": " << name(report.reason);
    text_ += out.str() + "\n";
}

void Transcript::on_feed_event(const shm::FeedEvent& event) {
    std::ostringstream out;
    out << "> feed " << name(event.kind);
    if (event.kind == FeedEventKind::phase) out << ' ' << name(event.phase);
    if (event.kind == FeedEventKind::indicative) describe_indicative(out, event);
    const bool is_about_an_order =
        event.kind <= FeedEventKind::replace || event.kind == FeedEventKind::trade;
    if (is_about_an_order) describe_order(out, event);
    if ((event.flags & shm::feed_flags::same_trade) != 0) out << ", same trade";
    if ((event.flags & shm::feed_flags::last_of_command) != 0) out << " .";
    text_ += out.str() + "\n";
}

std::uint16_t session_index(const std::string& name) {
    const auto found = std::find(session_names.begin(), session_names.end(), name);
    if (found == session_names.end()) throw std::invalid_argument("who is " + name + "?");
    return static_cast<std::uint16_t>(found - session_names.begin());
}

} // namespace pinion::engine
