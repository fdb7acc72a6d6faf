#include "engine/admin/admin_answers.h"

#include "engine/audit/decimal_text.h"
#include "engine/audit/words.h"
#include "feed-handler/reader/decimal_text.h"
#include "shm/messages/control_list.h"
#include "shm/messages/venue_id.h"

#include <algorithm>
#include <iomanip>
#include <map>
#include <string>

namespace pinion::engine {

namespace {

using Json = nlohmann::ordered_json;
using shm::ControlReport;
using shm::ControlScope;

/// Only engines write answers, but an engine is another process.
std::string symbol(const AdminNames& names, std::uint32_t instrument) {
    return instrument < names.instruments.size()
               ? std::string(names.instruments[instrument].symbol.view())
               : "#" + std::to_string(instrument);
}

std::string session(const AdminNames& names, std::uint16_t index) {
    return index < names.sessions.size() ? names.sessions[index] : "#" + std::to_string(index);
}

std::string order_id(const AdminNames& names, std::uint64_t number) {
    char text[shm::venue_id_text_max];
    return {text, shm::write_venue_id(text, names.engine, number)};
}

/// Whom an answer or a row names.
void add_party(Json& json, const ControlReport& report, const AdminNames& names) {
    json["scope"] = word_of(report.scope);
    if (report.scope == ControlScope::instrument) json["symbol"] = symbol(names, report.instrument);
    if (report.scope == ControlScope::account) json["account"] = report.account.view();
    if (report.scope == ControlScope::session) json["session"] = session(names, report.session);
}

std::string bars_text(std::uint8_t bars) {
    std::string text;
    if ((bars & shm::bar_flags::killed) != 0) text = "killed";
    if ((bars & shm::bar_flags::suspended) != 0) text += text.empty() ? "suspended" : ",suspended";
    return text;
}

/// FIX's character.
std::string code_text(auto code) {
    const auto character = static_cast<char>(code);
    return character == '\0' ? std::string{} : std::string(1, character);
}

Json describe_order(const ControlReport& row, const AdminNames& names) {
    const auto order = shm::payload_of<shm::OrderRow>(row);
    const shm::InstrumentRecord unknown{};
    const auto& instrument =
        row.instrument < names.instruments.size() ? names.instruments[row.instrument] : unknown;
    const auto price = [&](std::int64_t ticks) {
        return ticks == 0 ? std::string{} : feed::price_text(instrument, ticks);
    };
    const auto quantity = [&](std::uint64_t lots) { return feed::quantity_text(instrument, lots); };
    return {{"order_id", order_id(names, row.number)},
            {"session", session(names, row.session)},
            {"cl_ord_id", order.cl_ord_id.view()},
            {"account", row.account.view()},
            {"symbol", symbol(names, row.instrument)},
            {"side", order.side == shm::Side::buy ? "buy" : "sell"},
            {"ord_type", code_text(order.ord_type)},
            {"time_in_force", code_text(order.time_in_force)},
            {"price", price(order.price_ticks)},
            {"stop_price", price(order.stop_price_ticks)},
            {"quantity", quantity(order.quantity_lots)},
            {"leaves", quantity(order.leaves_lots)},
            {"place", word_of(order.place)}};
}

Json describe_account(const ControlReport& row) {
    const auto account = shm::payload_of<shm::AccountRow>(row);
    const auto& limits = account.limits;
    return {{"account", row.account.view()},
            {"bars", bars_text(account.bars)},
            {"risk", account.has_risk != 0},
            {"open_orders", account.open_orders},
            {"open_orders_max", limits.open_orders_max},
            {"order_lots_max", limits.order_lots_max},
            {"order_value_max", limits.order_value_max},
            {"exposure_max", limits.exposure_max},
            {"orders_per_interval", limits.orders_per_interval},
            {"interval_ms", limits.rate_interval_ns / 1'000'000}};
}

Json describe_balance(const ControlReport& row, const AdminNames& names) {
    const auto balance = shm::payload_of<shm::BalanceRow>(row);
    const auto known =
        std::find_if(names.assets.begin(), names.assets.end(),
                     [&](const Asset& asset) { return asset.name == balance.asset; });
    const auto amount = [&](const shm::Notional& units) {
        return decimal_text(units.value(), known == names.assets.end() ? 0 : known->decimals);
    };
    return {{"account", row.account.view()},
            {"asset", balance.asset.view()},
            {"balance", amount(balance.balance)},
            {"reserved", amount(balance.reserved)},
            {"spent", amount(balance.spent)}};
}

Json describe_session(const ControlReport& row, const AdminNames& names) {
    const auto known = shm::payload_of<shm::SessionRow>(row);
    const bool has_gateway = known.session_epoch != 0 && known.gateway < names.gateways.size();
    return {
        {"session", session(names, row.session)},
        {"gateway", has_gateway ? std::to_string(names.gateways[known.gateway]) : std::string{}},
        {"session_epoch", known.session_epoch},
        {"msg_seq_num", known.msg_seq_num},
        {"bars", bars_text(known.bars)}};
}

Json describe_instrument(const ControlReport& row, const AdminNames& names) {
    const auto known = shm::payload_of<shm::InstrumentRow>(row);
    const bool has_price = row.instrument < names.instruments.size() && known.has_traded != 0;
    return {{"symbol", symbol(names, row.instrument)},
            {"phase", word_of(known.phase)},
            {"last_price",
             has_price ? feed::price_text(names.instruments[row.instrument], known.last_price_ticks)
                       : std::string{}},
            {"bars", bars_text(known.bars)}};
}

Json describe_bar(const ControlReport& row, const AdminNames& names) {
    Json json;
    add_party(json, row, names);
    json["reason"] = word_of(row.reason);
    return json;
}

} // namespace

Json describe(const ControlReport& answer, const AdminNames& names) {
    Json json{{"engine", names.engine}, {"action", word_of(answer.action)}};
    if (answer.scope != ControlScope{}) add_party(json, answer, names);
    json["done"] = answer.reason == shm::RejectReason::none;
    if (answer.reason != shm::RejectReason::none) json["reason"] = word_of(answer.reason);
    json["affected"] = answer.total_affected;
    json["operator"] = answer.operator_name.view();
    json["sequence"] = answer.command_sequence;
    json["time_ns"] = answer.time_ns;
    return json;
}

Json describe_row(const ControlReport& row, shm::ListSubject subject, const AdminNames& names) {
    switch (subject) {
    case shm::ListSubject::orders: return describe_order(row, names);
    case shm::ListSubject::accounts: return describe_account(row);
    case shm::ListSubject::sessions: return describe_session(row, names);
    case shm::ListSubject::instruments: return describe_instrument(row, names);
    case shm::ListSubject::bars: return describe_bar(row, names);
    case shm::ListSubject::balances: return describe_balance(row, names);
    }
    return {};
}

void print_table(std::ostream& out, const std::vector<Json>& rows) {
    const auto text_of = [](const Json& value) {
        return value.is_string() ? value.get<std::string>() : value.dump();
    };
    std::vector<std::string> columns;
    std::map<std::string, std::size_t> widths;
    for (const auto& row : rows)
        for (const auto& [name, value] : row.items()) {
            if (widths.find(name) == widths.end()) columns.push_back(name);
            widths[name] = std::max({widths[name], name.size(), text_of(value).size()});
        }
    for (const auto& name : columns)
        out << std::left << std::setw(static_cast<int>(widths[name]) + 2) << name;
    if (!columns.empty()) out << '\n';
    for (const auto& row : rows) {
        for (const auto& name : columns)
            out << std::left << std::setw(static_cast<int>(widths[name]) + 2)
                << (row.contains(name) ? text_of(row[name]) : std::string{});
        out << '\n';
    }
}

} // namespace pinion::engine
