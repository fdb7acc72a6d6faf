#include "tests/engine/support/report_truths.h"

namespace pinion::engine {

using shm::ExecType;
using shm::LiquidityInd;
using shm::OrdStatus;
using shm::OrdType;
using shm::Report;
using shm::Side;

namespace {

bool is_live(const Report& report) {
    return report.ord_status == OrdStatus::new_order ||
           report.ord_status == OrdStatus::partially_filled;
}

bool must_trade_all(const Report& report) {
    return (report.exec_inst & shm::exec_inst::all_or_none) != 0 ||
           report.time_in_force == shm::TimeInForce::fill_or_kill;
}

/// The status that goes with what happened and with the figures.
OrdStatus status_after(const Report& report) {
    if (report.exec_type == ExecType::canceled) return OrdStatus::canceled;
    if (report.exec_type == ExecType::expired) return OrdStatus::expired;
    if (report.cumulative_lots == report.quantity_lots) return OrdStatus::filled;
    return report.cumulative_lots == 0 ? OrdStatus::new_order : OrdStatus::partially_filled;
}

} // namespace

void ReportTruths::on_report(const Report& report) {
    constexpr std::uint64_t lift = std::uint64_t{1} << 40; // by each loss of the host
    auto& last = report_sequences_[report.gateway];
    hold(report.report_sequence > last && (report.report_sequence - last) % lift == 1,
         "a gateway's reports are numbered without gaps");
    last = report.report_sequence;
    const bool is_unsolicited = (report.flags & shm::report_flags::unsolicited) != 0;
    hold(!is_unsolicited || (static_cast<int>(report.answers) == 0 && report.msg_seq_num == 0),
         "an unsolicited report answers nothing");
    if (report.kind == shm::ReportKind::control) note_control(shm::control_of(report));
    if (report.kind != shm::ReportKind::execution) return;
    hold(report.exec_id > last_exec_id_, "17 never repeats");
    last_exec_id_ = report.exec_id;
    if (report.order_id != 0) check_order(report);
}

void ReportTruths::note_control(const shm::ControlReport& answer) {
    const bool is_final = (answer.flags & shm::report_flags::last_of_mass) != 0;
    if (!is_final || answer.reason != shm::RejectReason::none) return;
    using shm::ControlScope;
    const auto index = answer.scope == ControlScope::instrument ? answer.instrument
                       : answer.scope == ControlScope::session  ? std::uint32_t{answer.session}
                                                                : std::uint32_t{0};
    const auto account =
        answer.scope == ControlScope::account ? std::string(answer.account.view()) : std::string();
    const Killed party = {answer.scope, account, index};
    if (answer.action == shm::ControlAction::kill) killed_.insert(party);
    if (answer.action == shm::ControlAction::re_arm) killed_.erase(party);
}

bool ReportTruths::is_killed(const Report& report) const {
    using shm::ControlScope;
    return killed_.count({ControlScope::everything, "", 0}) != 0 ||
           killed_.count({ControlScope::instrument, "", report.instrument}) != 0 ||
           killed_.count({ControlScope::session, "", report.session}) != 0 ||
           killed_.count({ControlScope::account, std::string(report.account.view()), 0}) != 0;
}

void ReportTruths::check_order(const Report& report) {
    auto& order = orders_[report.order_id];
    if (report.exec_type == ExecType::new_order) {
        hold(order.quantity == 0, "37 is given once");
        order = {.quantity = report.quantity_lots,
                 .side = report.side,
                 .session = report.session,
                 .instrument = report.instrument,
                 .account = report.account};
    }
    hold(order.quantity != 0, "an order begins with 150=0");
    hold(report.side == order.side && report.session == order.session &&
             report.instrument == order.instrument && report.account == order.account,
         "37 stays with its order");
    if (report.exec_type != ExecType::order_status) check_change(report, order);
    hold(!is_live(report) || !is_killed(report), "nobody has an order, or trades, behind his kill");
    hold(report.quantity_lots == order.quantity, "38 changes only by replace or restatement");
    hold(report.cumulative_lots == order.lots, "14 is the sum of 32");
    hold(report.cumulative_notional.value() == order.notional, "6 times 14 is the sum of 31 * 32");
    hold(report.leaves_lots ==
             (is_live(report) ? report.quantity_lots - report.cumulative_lots : 0),
         "151 is 38 - 14 while the order lives, 0 after");
    hold(is_live(report) == (report.leaves_lots != 0), "an order lives while something is left");
}

void ReportTruths::check_change(const Report& report, Order& order) {
    hold(!order.ended, "an order ends once");
    order.ended = !is_live(report);
    if (report.exec_type == ExecType::trade) add_trade(report, order);
    const bool shrinks = report.restatement_reason == shm::RestatementReason::partial_decline;
    hold(!shrinks || report.quantity_lots < order.quantity, "a decline makes it less");
    if (shrinks || report.exec_type == ExecType::replaced) order.quantity = report.quantity_lots;
    hold(report.ord_status == status_after(report), "39 goes with 150 and 14");
    if (must_trade_all(report) && report.exec_type != ExecType::trade)
        hold(report.cumulative_lots == 0, "all or none");
}

void ReportTruths::add_trade(const Report& report, Order& order) {
    order.lots += report.last_lots;
    hold(!is_killed(report), "nobody trades behind his kill");
    order.notional += shm::Int128{report.last_price_ticks} * shm::Int128{report.last_lots};
    hold(report.last_lots != 0, "a trade has a size");
    if (report.ord_type == OrdType::limit)
        hold(report.side == Side::buy ? report.last_price_ticks <= report.price_ticks
                                      : report.last_price_ticks >= report.price_ticks,
             "nobody trades beyond his limit");
    match(report);
}

void ReportTruths::match(const Report& report) {
    const bool in_auction = report.liquidity == LiquidityInd::none;
    const bool is_first = in_auction && report.side == Side::buy;
    if (is_first || report.liquidity == LiquidityInd::added) {
        hold(report.match_id > last_match_id_, "matches are numbered upwards");
        last_match_id_ = report.match_id;
        hold(in_auction || report.last_price_ticks == report.price_ticks,
             "a trade prints at the maker's price");
        open_matches_[report.match_id] = {report.last_lots, report.last_price_ticks, report.side,
                                          report.instrument};
        return;
    }
    const auto found = open_matches_.find(report.match_id);
    if (found == open_matches_.end())
        return hold(
            false, "the maker is told before the taker, in an auction the buyer before the seller");
    const auto& maker = found->second;
    hold((in_auction || report.liquidity == LiquidityInd::removed) &&
             maker.lots == report.last_lots && maker.price_ticks == report.last_price_ticks &&
             maker.instrument == report.instrument && maker.side != report.side,
         "what one side gives the other gets");
    open_matches_.erase(found);
}

void ReportTruths::command_ended() { hold(open_matches_.empty(), "a trade has two sides"); }

} // namespace pinion::engine
