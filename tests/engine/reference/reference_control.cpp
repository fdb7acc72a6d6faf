#include "shm/messages/control_list.h"
#include "shm/messages/phase_request.h"
#include "tests/engine/reference/reference_venue.h"

#include <algorithm>

namespace pinion::engine {

using shm::ControlAction;
using shm::ControlCommand;
using shm::ControlReport;
using shm::ControlScope;
using shm::ListSubject;
using shm::OrdStatus;
using shm::RejectReason;

void ReferenceVenue::control(const ControlCommand& asked) {
    if (asked.engine_epoch < epoch_) return tell_control(asked, RejectReason::stale_engine_epoch);
    switch (asked.action) {
    case ControlAction::kill: return kill(asked);
    case ControlAction::re_arm: return unbar(asked, RejectReason::killed);
    case ControlAction::suspend: return bar(asked, RejectReason::account_suspended);
    case ControlAction::resume: return unbar(asked, RejectReason::account_suspended);
    case ControlAction::roll_day: day_roll(); return tell_control(asked, RejectReason::none);
    case ControlAction::detach_gateway: return detach_gateway(asked);
    case ControlAction::list: return list(asked);
    case ControlAction::credit: return tell_control(asked, wrong_credit(asked));
    case ControlAction::set_limits: return tell_control(asked, wrong_limits(asked));
    case ControlAction::set_phase: return set_phase(asked);
    default: return tell_control(asked, RejectReason::unsupported_instruction);
    }
}

std::uint32_t ReferenceVenue::account_index(const std::string& name) const {
    const auto& accounts = options_.accounts;
    const auto found = std::find(accounts.begin(), accounts.end(), shm::AccountName::from(name));
    return static_cast<std::uint32_t>(found - accounts.begin());
}

RejectReason ReferenceVenue::wrong_party(const ControlCommand& asked) const {
    if (asked.scope == ControlScope::everything) return RejectReason::none;
    if (asked.scope == ControlScope::instrument && asked.instrument >= markets_.size())
        return RejectReason::unknown_symbol;
    if (asked.scope == ControlScope::account && index_of(asked) >= options_.accounts.size())
        return RejectReason::unknown_account;
    if (asked.scope == ControlScope::session && asked.session >= options_.sessions_max)
        return RejectReason::unknown_session;
    return asked.scope > ControlScope::session || asked.scope == ControlScope{}
               ? RejectReason::unsupported_instruction
               : RejectReason::none;
}

std::uint32_t ReferenceVenue::index_of(const ControlCommand& asked) const {
    if (asked.scope == ControlScope::instrument) return asked.instrument;
    if (asked.scope == ControlScope::session) return asked.session;
    if (asked.scope != ControlScope::account) return 0;
    const auto& accounts = options_.accounts;
    const auto found = std::find(accounts.begin(), accounts.end(), asked.account);
    return static_cast<std::uint32_t>(found - accounts.begin());
}

bool ReferenceVenue::concerns(const ControlCommand& asked, const Order& order) const {
    if (asked.scope == ControlScope::instrument) return order.instrument == asked.instrument;
    if (asked.scope == ControlScope::session) return order.session == asked.session;
    if (asked.scope == ControlScope::account) return order.account == asked.account.view();
    return true;
}

void ReferenceVenue::kill(const ControlCommand& asked) {
    if (const auto reason = wrong_party(asked); reason != RejectReason::none)
        return tell_control(asked, reason);
    const bool is_new = bars_.insert({asked.scope, index_of(asked), RejectReason::killed}).second;
    std::size_t canceled = 0;
    for (auto* order : everything()) {
        if (!concerns(asked, *order)) continue;
        end(*order, OrdStatus::canceled, RejectReason::killed);
        ++canceled;
    }
    tell_control(asked, RejectReason::none, canceled, is_new ? 1 : 0);
}

void ReferenceVenue::bar(const ControlCommand& asked, RejectReason reason) {
    if (asked.scope != ControlScope::account)
        return tell_control(asked, RejectReason::unsupported_instruction);
    if (const auto wrong = wrong_party(asked); wrong != RejectReason::none)
        return tell_control(asked, wrong);
    const bool is_new = bars_.insert({asked.scope, index_of(asked), reason}).second;
    tell_control(asked, RejectReason::none, 0, is_new ? 1 : 0);
}

void ReferenceVenue::unbar(const ControlCommand& asked, RejectReason reason) {
    if (reason == RejectReason::account_suspended && asked.scope != ControlScope::account)
        return tell_control(asked, RejectReason::unsupported_instruction);
    if (const auto wrong = wrong_party(asked); wrong != RejectReason::none)
        return tell_control(asked, wrong);
    tell_control(asked, RejectReason::none, 0, bars_.erase({asked.scope, index_of(asked), reason}));
}

/// Why the order may not come, or change.
RejectReason ReferenceVenue::barred(const Order& order) const {
    const std::set<Bar> kills = {
        {ControlScope::everything, 0, RejectReason::killed},
        {ControlScope::instrument, order.instrument, RejectReason::killed},
        {ControlScope::account, account_index(order.account), RejectReason::killed},
        {ControlScope::session, order.session, RejectReason::killed}};
    for (const auto& kill : kills)
        if (bars_.count(kill) != 0) return RejectReason::killed;
    const Bar suspension = {ControlScope::account, account_index(order.account),
                            RejectReason::account_suspended};
    return bars_.count(suspension) != 0 ? RejectReason::account_suspended : RejectReason::none;
}

void ReferenceVenue::detach_gateway(const ControlCommand& asked) {
    if (asked.number >= options_.gateways_max || asked.number == asked.gateway)
        return tell_control(asked, RejectReason::unknown_gateway);
    for (auto& [index, session] : sessions_)
        if (session.gateway == asked.number) lose(session);
    tell_control(asked, RejectReason::none);
}

std::uint8_t ReferenceVenue::bars_of(ControlScope scope, std::uint32_t index) const {
    int bars = 0;
    if (bars_.count({scope, index, RejectReason::killed}) != 0) bars += 1;
    if (bars_.count({scope, index, RejectReason::account_suspended}) != 0) bars += 2;
    return static_cast<std::uint8_t>(bars);
}

ControlReport ReferenceVenue::row_of(const Order& order) const {
    ControlReport row{};
    row.number = order.order_id;
    row.session = order.session;
    row.account = *shm::AccountName::from(order.account);
    row.instrument = order.instrument;
    shm::OrderRow payload{};
    payload.price_ticks = order.price;
    payload.stop_price_ticks = order.stop_price;
    payload.quantity_lots = order.quantity;
    payload.leaves_lots = order.leaves();
    payload.cumulative_lots = order.traded;
    payload.min_quantity_lots = order.minimum_quantity;
    payload.display_quantity_lots = order.display_quantity;
    payload.expire_time_ns = order.expires_ns;
    std::copy(order.cl_ord_id.begin(), order.cl_ord_id.end(), payload.cl_ord_id.bytes.begin());
    payload.side = order.side;
    payload.ord_type = order.type;
    payload.time_in_force = order.time_in_force;
    payload.exec_inst = order.exec_inst;
    payload.self_trade_prevention = order.self_trade_prevention;
    payload.place = order.place == Place::book      ? shm::WaitingPlace::book
                    : order.place == Place::stops   ? shm::WaitingPlace::stop_orders
                    : order.place == Place::closing ? shm::WaitingPlace::orders_at_close
                                                    : shm::WaitingPlace::held_orders;
    shm::set_payload(row, payload);
    return row;
}

ControlReport ReferenceVenue::row_of(ControlScope scope, std::uint32_t index) const {
    ControlReport row{};
    row.scope = scope;
    row.number = index;
    if (scope == ControlScope::instrument) row.instrument = index;
    if (scope == ControlScope::account) row.account = options_.accounts[index];
    if (scope == ControlScope::session) row.session = static_cast<std::uint16_t>(index);
    return row;
}

void ReferenceVenue::add_balances(std::uint32_t index, std::vector<ControlReport>& result) {
    const std::string name(options_.accounts[index].view());
    auto* account = account_with_risk(name);
    if (account == nullptr) return;
    for (std::uint16_t asset = 0; asset < options_.risk.assets.size(); ++asset) {
        const auto held = reserved(name, asset);
        if (account->balances[asset] == 0 && held == 0 && account->paid[asset] == 0) continue;
        shm::BalanceRow payload{};
        payload.asset = options_.risk.assets[asset].name;
        payload.balance = shm::Notional::from(account->balances[asset]);
        payload.reserved = shm::Notional::from(held);
        payload.spent = shm::Notional::from(account->paid[asset]);
        result.push_back(row_of(ControlScope::account, index));
        shm::set_payload(result.back(), payload);
    }
}

std::vector<ControlReport> ReferenceVenue::rows(const ControlCommand& asked) {
    std::vector<ControlReport> result;
    const auto subject = static_cast<ListSubject>(asked.flags);
    if (subject == ListSubject::orders)
        for (const auto* order : everything())
            if (concerns(asked, *order)) {
                result.push_back(row_of(*order));
                result.back().scope = asked.scope;
            }
    if (subject == ListSubject::accounts)
        for (std::uint32_t i = 0; i < options_.accounts.size(); ++i) {
            auto row = row_of(ControlScope::account, i);
            shm::AccountRow payload{};
            payload.bars = bars_of(ControlScope::account, i);
            const std::string name(options_.accounts[i].view());
            if (const auto* account = account_with_risk(name)) {
                payload.has_risk = 1;
                payload.limits = account->limits;
                payload.open_orders = static_cast<std::uint32_t>(
                    std::count_if(waiting_.begin(), waiting_.end(),
                                  [&](const Order* order) { return order->account == name; }));
            }
            shm::set_payload(row, payload);
            result.push_back(row);
        }
    if (subject == ListSubject::sessions)
        for (std::uint32_t i = 0; i < options_.sessions_max; ++i) {
            auto row = row_of(ControlScope::session, i);
            const auto& session = sessions_[static_cast<std::uint16_t>(i)];
            shm::SessionRow payload{};
            payload.session_epoch = session.epoch;
            payload.msg_seq_num = session.last;
            payload.gateway = session.gateway;
            payload.bars = bars_of(ControlScope::session, i);
            shm::set_payload(row, payload);
            result.push_back(row);
        }
    if (subject == ListSubject::instruments)
        for (std::uint32_t i = 0; i < markets_.size(); ++i) {
            auto row = row_of(ControlScope::instrument, i);
            shm::InstrumentRow payload{};
            payload.last_price_ticks = markets_[i].last_price.value_or(0);
            payload.has_traded = markets_[i].last_price ? 1 : 0;
            payload.bars = bars_of(ControlScope::instrument, i);
            payload.phase = markets_[i].phase;
            shm::set_payload(row, payload);
            result.push_back(row);
        }
    if (subject == ListSubject::balances)
        for (std::uint32_t i = 0; i < options_.accounts.size(); ++i)
            if (asked.scope == ControlScope::everything || i == index_of(asked))
                add_balances(i, result);
    if (subject == ListSubject::bars)
        for (const auto& [scope, index, reason] : bars_) {
            result.push_back(row_of(scope, index));
            result.back().reason = reason;
        }
    return result;
}

void ReferenceVenue::list(const ControlCommand& asked) {
    const bool is_of_balances = asked.flags == static_cast<int>(ListSubject::balances);
    if (asked.flags == 0 || asked.flags > static_cast<int>(ListSubject::balances))
        return tell_control(asked, RejectReason::unsupported_instruction);
    if (is_of_balances || asked.flags == static_cast<int>(ListSubject::orders))
        if (const auto reason = wrong_party(asked); reason != RejectReason::none)
            return tell_control(asked, reason);
    if (is_of_balances && asked.scope != ControlScope::everything &&
        asked.scope != ControlScope::account)
        return tell_control(asked, RejectReason::unsupported_instruction);
    const auto all = rows(asked);
    const auto had = std::min<std::uint64_t>(asked.number, all.size());
    std::uint64_t room = shm::payload_of<shm::ListRequest>(asked).rows_max;
    if (room == 0 || room > shm::list_rows_max) room = shm::list_rows_max;
    const auto end = std::min<std::uint64_t>(had + room, all.size());
    for (auto i = had; i < end; ++i) tell_row(asked, all[i]);
    tell_control(asked, RejectReason::none, end - had, end < all.size() ? end : 0);
}

void ReferenceVenue::set_phase(const shm::ControlCommand& asked) {
    using shm::ControlScope;
    const auto request = shm::payload_of<shm::PhaseRequest>(asked);
    const bool is_for_all = asked.scope == ControlScope::everything;
    if (static_cast<int>(request.phase) > 7 || request.length_ns < 0 ||
        (!is_for_all && asked.scope != ControlScope::instrument))
        return tell_control(asked, RejectReason::unsupported_instruction);
    if (!is_for_all && asked.instrument >= markets_.size())
        return tell_control(asked, RejectReason::unknown_symbol);
    std::size_t affected = 0;
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument) {
        if (!is_for_all && instrument != asked.instrument) continue;
        ++affected;
        auto phase = request.phase;
        if (phase == shm::TradingPhase{}) phase = phase_of_calendar(instrument, now_.time_ns);
        markets_[instrument].calendar_read_ns = now_.time_ns;
        std::optional<std::int64_t> ends_ns;
        if (request.length_ns != 0) {
            const auto end = shm::Int128{now_.time_ns} + request.length_ns;
            ends_ns = static_cast<std::int64_t>(std::min(end, shm::Int128{never_ns}));
        }
        begin_phase(instrument, phase, ends_ns);
    }
    tell_control(asked, RejectReason::none, affected);
}

} // namespace pinion::engine
