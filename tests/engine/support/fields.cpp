#include "tests/engine/support/fields.h"

#include "shm/messages/control_report.h"
#include "tests/engine/support/names.h"

#include <type_traits>

namespace pinion::engine {

namespace {

/// Puts fields on a line.
class Line {
  public:
    template <typename Number>

    requires std::is_integral_v<Number> Line& with(const char* field, Number value) {
        return value == 0 ? *this : add(field, std::to_string(value));
    }

    template <typename Code>

    requires std::is_enum_v<Code> Line& with(const char* field, Code code) {
        const auto value = static_cast<int>(code);
        if (value < '!' || value > '~') return with(field, value);
        return add(field, std::string(1, static_cast<char>(value)));
    }

    template <std::size_t Capacity>
    Line& with(const char* field, const shm::FixedText<Capacity>& text) {
        return text.empty() ? *this : add(field, std::string(text.view()));
    }

    Line& add(const char* field, const std::string& value) {
        text_ += (text_.empty() ? "" : " ") + std::string(field) + "=" + value;
        return *this;
    }

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
};

std::string name(shm::CommandKind kind) {
    constexpr const char* names[] = {
        "?",           "new_order",  "cancel",       "replace",      "status", "mass_cancel",
        "mass_status", "rejected",   "session_down", "gateway_down", "timer",  "day_roll",
        "session_up",  "gateway_up", "host_lost",    "control"};
    const auto index = static_cast<std::size_t>(kind);
    return index < std::size(names) ? names[index] : std::to_string(index);
}

std::string name(shm::ReportKind kind) {
    constexpr const char* names[] = {
        "?", "execution", "cancel_reject", "business_reject", "mass_cancel_report", "control"};
    const auto index = static_cast<std::size_t>(kind);
    return index < std::size(names) ? names[index] : std::to_string(index);
}

std::uint32_t low(std::uint64_t id) { return static_cast<std::uint32_t>(id); }

/// What commands and reports have in common.
template <typename Message>
Line& terms(Line& line, const Message& message) {
    return line.with("session", message.session)
        .with("gateway", message.gateway)
        .with("seq", message.msg_seq_num)
        .with("session_epoch", message.session_epoch)
        .with("id", message.cl_ord_id)
        .with("of", message.reference_id)
        .with("account", message.account)
        .with("instrument", message.instrument)
        .with("side", message.side)
        .with("type", message.ord_type)
        .with("tif", message.time_in_force)
        .with("inst", message.exec_inst)
        .with("stp", message.self_trade_prevention)
        .with("flags", message.flags)
        .with("quantity", message.quantity_lots)
        .with("price", message.price_ticks)
        .with("stop", message.stop_price_ticks)
        .with("min", message.min_quantity_lots)
        .with("display", message.display_quantity_lots)
        .with("expires", message.expire_time_ns)
        .with("mass_scope", message.mass_scope)
        .with("engine_epoch", message.engine_epoch);
}

/// What control commands and the answers to them have in common.
template <typename Message>
Line& control_terms(Line& line, const Message& message) {
    line.add("action", engine::name(message.action)).add("scope", engine::name(message.scope));
    line.with("operator", message.operator_name)
        .with("request", message.request)
        .with("session", message.session)
        .with("gateway", message.gateway)
        .with("account", message.account)
        .with("instrument", message.instrument)
        .with("number", message.number)
        .with("flags", message.flags)
        .with("engine_epoch", message.engine_epoch);
    for (std::size_t i = 0; i < message.payload.size(); ++i)
        line.with(("payload" + std::to_string(i)).c_str(), static_cast<int>(message.payload[i]));
    return line;
}

std::string text_of(const shm::ControlReport& report) {
    Line line;
    line.add("report", name(report.kind)).add("reason", engine::name(report.reason));
    return control_terms(line, report)
        .with("answers", report.answers)
        .with("affected", report.total_affected)
        .with("report_sequence", report.report_sequence)
        .with("command", report.command_sequence)
        .with("time", report.time_ns)
        .text();
}

} // namespace

std::string text_of(const shm::SequencedCommand& sequenced) {
    const auto& command = sequenced.command;
    Line line;
    line.add("#", std::to_string(sequenced.sequence)).with("time", sequenced.time_ns);
    line.add("kind", name(command.kind));
    if (command.kind == shm::CommandKind::control)
        return control_terms(line, shm::control_of(command)).text();
    if (command.kind == shm::CommandKind::rejected)
        line.add("rejected", name(static_cast<shm::CommandKind>(command.rejected_kind)))
            .add("reason", name(command.reason));
    return terms(line, command).with("order", command.order_id).text();
}

std::string text_of(const shm::Report& report) {
    if (report.kind == shm::ReportKind::control) return text_of(shm::control_of(report));
    Line line;
    line.add("report", name(report.kind)).add("exec", name(report.exec_type));
    line.add("status", name(report.ord_status)).add("reason", name(report.reason));
    line.with("order", low(report.order_id)).with("answers", report.answers);
    return terms(line, report)
        .with("leaves", report.leaves_lots)
        .with("cum", report.cumulative_lots)
        .with("notional", static_cast<std::int64_t>(report.cumulative_notional.value()))
        .with("last", report.last_lots)
        .with("at", report.last_price_ticks)
        .with("liquidity", report.liquidity)
        .with("match", low(report.match_id))
        .with("restatement", report.restatement_reason)
        .with("affected", report.total_affected)
        .with("exec_id", low(report.exec_id))
        .with("report_sequence", report.report_sequence)
        .with("command", report.command_sequence)
        .with("time", report.time_ns)
        .with("exec_ref", report.exec_ref_id)
        .text();
}

std::string text_of(const shm::FeedEvent& event) {
    Line line;
    return line.add("feed", name(event.kind))
        .with("order", low(event.order_id))
        .with("slot", event.order_slot)
        .with("instrument", event.instrument)
        .with("side", event.side)
        .with("quantity", event.quantity_lots)
        .with("price", event.price_ticks)
        .with("remaining", event.remaining_lots)
        .with("match", event.match_id_low)
        .with("phase", static_cast<int>(event.phase))
        .with("flags", event.flags)
        .with("time", event.time_ns)
        .text();
}

std::string text_of(const EngineOptions& options) {
    Line line;
    line.with("orders_max", options.orders_max)
        .with("levels_max", options.levels_max)
        .with("stop_orders_max", options.stop_orders_max)
        .with("held_orders_max", options.held_orders_max)
        .with("closing_orders_max", options.closing_orders_max)
        .with("activations_max", options.activations_max)
        .with("display_slices_max", options.display_slices_max)
        .with("cl_ord_ids_per_day_max", options.cl_ord_ids_per_day_max)
        .with("disconnect_grace_ns", options.disconnect_grace_ns)
        .with("day_roll_offset_ns", options.day_roll_offset_ns);
    for (const auto& instrument : options.instruments)
        line.with("market_protection_ticks", instrument.market_protection_ticks);
    for (const auto& market : options.markets) {
        for (const auto& change : market.calendar)
            line.add("from", std::to_string(change.time_ns))
                .add("phase", name(change.phase))
                .with("days", int{change.days});
        line.with("volatility_auction_ns", market.volatility_auction_ns);
    }
    for (const auto& collar : options.collars)
        line.with("static_ticks", collar.static_ticks)
            .with("dynamic_ticks", collar.dynamic_ticks)
            .with("trade_ticks", collar.trade_ticks);
    return line.text();
}

} // namespace pinion::engine
