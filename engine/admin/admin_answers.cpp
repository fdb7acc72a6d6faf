#include "engine/admin/admin_answers.h"

#include "engine/audit/words.h"
#include "feed-handler/reader/decimal_text.h"
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

std::string place_text(shm::WaitingPlace place) {
    switch (place) {
    case shm::WaitingPlace::book: return "book";
    case shm::WaitingPlace::stop_orders: return "stop orders";
    case shm::WaitingPlace::held_orders: return "held orders";
    case shm::WaitingPlace::orders_at_close: return "orders at the close";
    }
    return "";
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
            {"place", place_text(order.place)}};
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
    case shm::ListSubject::accounts:
        return {{"account", row.account.view()},
                {"bars", bars_text(shm::payload_of<shm::AccountRow>(row).bars)}};
    case shm::ListSubject::sessions: {
        const auto known = shm::payload_of<shm::SessionRow>(row);
        const bool has_gateway = known.session_epoch != 0 && known.gateway < names.gateways.size();
        return {{"session", session(names, row.session)},
                {"gateway",
                 has_gateway ? std::to_string(names.gateways[known.gateway]) : std::string{}},
                {"session_epoch", known.session_epoch},
                {"msg_seq_num", known.msg_seq_num},
                {"bars", bars_text(known.bars)}};
    }
    case shm::ListSubject::instruments: {
        const auto known = shm::payload_of<shm::InstrumentRow>(row);
        const bool is_known = row.instrument < names.instruments.size() && known.has_traded != 0;
        return {{"symbol", symbol(names, row.instrument)},
                {"last_price", is_known ? feed::price_text(names.instruments[row.instrument],
                                                           known.last_price_ticks)
                                        : std::string{}},
                {"bars", bars_text(known.bars)}};
    }
    case shm::ListSubject::bars: {
        Json json;
        add_party(json, row, names);
        json["reason"] = word_of(row.reason);
        return json;
    }
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
