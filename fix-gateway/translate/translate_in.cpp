#include "fix-gateway/translate/translate_in.h"

#include "fix-gateway/translate/field_reader.h"
#include "shm/cl_ord_id_hash.h"
#include "shm/messages/venue_id.h"

#include <charconv>

namespace pinion::fix {

namespace {

using shm::Command;
using shm::CommandKind;
using shm::RejectReason;
namespace mass_scope = shm::mass_scope;

/// What the messages of this venue are, by MsgType; 0: none of ours.
CommandKind kind_of(std::string_view msg_type) {
    if (msg_type == "D") return CommandKind::new_order;
    if (msg_type == "F") return CommandKind::cancel;
    if (msg_type == "G") return CommandKind::replace;
    if (msg_type == "H") return CommandKind::status;
    if (msg_type == "q") return CommandKind::mass_cancel;
    if (msg_type == "AF") return CommandKind::mass_status;
    return CommandKind{0};
}

bool is_order_entry(CommandKind kind) {
    return kind == CommandKind::new_order || kind == CommandKind::replace;
}

bool is_mass(CommandKind kind) {
    return kind == CommandKind::mass_cancel || kind == CommandKind::mass_status;
}

std::uint32_t number_of(std::string_view digits) {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// 18 is a list of characters with spaces between; 7930 says what becomes of a post-only order that
/// would take.
std::uint8_t exec_inst_of(FieldReader& reader) {
    std::uint8_t bits = shm::exec_inst::none;
    const std::string_view list = reader.optional(tag::exec_inst);
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i % 2 == 1 && list[i] != ' ')
            reader.fail(SessionRejectReason::incorrect_data_format, tag::exec_inst);
        if (i % 2 == 1) continue;
        if (list[i] == '6')
            bits |= shm::exec_inst::post_only;
        else if (list[i] == 'G')
            bits |= shm::exec_inst::all_or_none;
        else
            reader.refuse(RejectReason::unsupported_instruction);
    }
    if (reader.one_of(tag::post_only_action, "R", reader.optional(tag::post_only_action)) != 0)
        bits |= shm::exec_inst::post_only_reprice;
    return bits;
}

/// Limit orders have a price and stops a stop price; the others must not.
void check_price(FieldReader& reader, Tag tag, bool is_due) {
    if (reader.has(tag) != is_due)
        reader.refuse(is_due ? RejectReason::price_missing : RejectReason::price_not_allowed);
}

void read_prices(FieldReader& reader, const shm::InstrumentRecord& record, Command& command) {
    check_price(reader, tag::price, has_limit_price(command.ord_type));
    check_price(reader, tag::stop_px, has_stop_price(command.ord_type));
    command.price_ticks = reader.price_ticks(tag::price, record);
    command.stop_price_ticks = reader.price_ticks(tag::stop_px, record);
}

/// Times and terms of D and G that need no instrument.
void read_terms(FieldReader& reader, Command& command) {
    command.ord_type =
        shm::OrdType{reader.one_of(tag::ord_type, "1234", reader.required(tag::ord_type))};
    const std::uint8_t given =
        reader.one_of(tag::time_in_force, "0123467", reader.optional(tag::time_in_force));
    command.time_in_force = given == 0 ? shm::TimeInForce::day : shm::TimeInForce{given};
    command.exec_inst = exec_inst_of(reader);
    command.self_trade_prevention = shm::SelfTradePrevention{reader.one_of(
        tag::self_trade_prevention, "ONBD", reader.optional(tag::self_trade_prevention))};
    const std::int64_t expire_time_ns = reader.timestamp_ns(tag::expire_time);
    const std::int64_t expire_date_ns = reader.end_of_date_ns(tag::expire_date);
    command.expire_time_ns = reader.has(tag::expire_time) ? expire_time_ns : expire_date_ns;
}

void read_quantities(FieldReader& reader, const shm::InstrumentRecord& record, Command& command) {
    command.quantity_lots = reader.quantity_lots(tag::order_qty, record);
    command.min_quantity_lots = reader.positive_quantity_lots(tag::min_qty, record);
    command.display_quantity_lots = reader.positive_quantity_lots(tag::max_floor, record);
}

/// 11, and the other id that the kind of message has.
void read_ids(FieldReader& reader, Command& command) {
    const bool is_mass_status = command.kind == CommandKind::mass_status;
    if (!is_mass_status)
        command.cl_ord_id =
            reader.fixed_text<shm::ClOrdId>(tag::cl_ord_id, reader.required(tag::cl_ord_id));
    if (command.kind == CommandKind::cancel || command.kind == CommandKind::replace)
        command.reference_id = reader.fixed_text<shm::ClOrdId>(
            tag::orig_cl_ord_id, reader.required(tag::orig_cl_ord_id));
    if (command.kind == CommandKind::status)
        command.reference_id = reader.fixed_text<shm::ClOrdId>(
            tag::ord_status_req_id, reader.optional(tag::ord_status_req_id));
    if (is_mass_status)
        command.reference_id = reader.fixed_text<shm::ClOrdId>(
            tag::mass_status_req_id, reader.required(tag::mass_status_req_id));
}

void read_side(FieldReader& reader, Command& command) {
    const std::string_view side =
        is_mass(command.kind) ? reader.optional(tag::side) : reader.required(tag::side);
    command.side = shm::Side{reader.one_of(tag::side, "12", side)};
}

/// Scopes of FIX that the venue does not know are the engine's to refuse.
void read_scope(FieldReader& reader, Command& command) {
    if (command.kind == CommandKind::mass_cancel)
        command.mass_scope = reader.one_of(tag::mass_cancel_request_type, "1234567",
                                           reader.required(tag::mass_cancel_request_type));
    if (command.kind == CommandKind::mass_status)
        command.mass_scope = reader.one_of(tag::mass_status_req_type, "12345678",
                                           reader.required(tag::mass_status_req_type));
}

std::string_view symbol_of(FieldReader& reader, const Command& command) {
    if (!is_mass(command.kind)) return reader.required(tag::symbol);
    return command.mass_scope == mass_scope::one_symbol ? reader.conditionally_required(tag::symbol)
                                                        : reader.optional(tag::symbol);
}

/// The engine's index; the instrument goes into the command. A mass request that is not for one
/// symbol has none, whatever it names.
std::uint16_t read_instrument(FieldReader& reader, const RoutingTable& routes,
                              const InstrumentRoute*& route, Command& command) {
    command.instrument = no_instrument;
    const std::string_view symbol = symbol_of(reader, command);
    const auto name = reader.fixed_text<shm::Symbol>(tag::symbol, symbol);
    if (is_mass(command.kind) && command.mass_scope != mass_scope::one_symbol) return 0;
    route = routes.find(symbol);
    if (route == nullptr) {
        reader.refuse(RejectReason::unknown_symbol);
        command.account = name;
        return 0;
    }
    command.instrument = route->instrument;
    return route->engine;
}

void read_account(FieldReader& reader, const SessionContext& session, Command& command) {
    if (command.instrument == no_instrument) return; // its place holds the unknown symbol
    command.account =
        reader.has(tag::account)
            ? reader.fixed_text<shm::AccountName>(tag::account, reader.optional(tag::account))
            : session.default_account;
}

void read_order(FieldReader& reader, const InstrumentRoute* route, Command& command) {
    if (is_order_entry(command.kind)) {
        read_terms(reader, command);
        static_cast<void>(reader.required(tag::order_qty));
    }
    if (route == nullptr) return;
    read_quantities(reader, route->record, command);
    if (is_order_entry(command.kind)) read_prices(reader, route->record, command);
}

void read_header(FieldReader& reader, const SessionContext& session, Command& command) {
    command.session = session.session;
    command.gateway = session.gateway;
    command.session_epoch = session.session_epoch;
    command.msg_seq_num = number_of(reader.optional(tag::msg_seq_num));
    if (reader.optional(tag::poss_resend) == "Y") command.flags |= shm::command_flags::poss_resend;
}

/// A command that says that the gateway refused this one.
void turn_into_rejected(Command& command, RejectReason reason) {
    command.rejected_kind = static_cast<std::uint8_t>(command.kind);
    command.kind = CommandKind::rejected;
    command.reason = reason;
}

} // namespace

void address(Command& command, const EngineRoute& engine) {
    command.engine_epoch = engine.epoch;
    if (!command.cl_ord_id.empty())
        command.cl_ord_id_hash = shm::cl_ord_id_hash(command.cl_ord_id, engine.cl_ord_id_key);
    if (!command.reference_id.empty())
        command.reference_id_hash = shm::cl_ord_id_hash(command.reference_id, engine.cl_ord_id_key);
}

Inbound translate_in(const Fields& fields, const SessionContext& session,
                     const RoutingTable& routes) {
    Inbound inbound{};
    Command& command = inbound.command;
    command.kind = kind_of(fields.find(tag::msg_type));
    if (command.kind == CommandKind{0}) {
        inbound.outcome = Inbound::Outcome::business_reject;
        inbound.business_reject = {3, 0, "Unsupported message type"};
        return inbound;
    }

    FieldReader reader(fields);
    if (fields.repeated_tag() != 0)
        reader.fail(SessionRejectReason::tag_repeated, fields.repeated_tag());
    const InstrumentRoute* route = nullptr;
    read_ids(reader, command);
    read_scope(reader, command);
    inbound.engine = read_instrument(reader, routes, route, command);
    const EngineRoute& engine = routes.engines()[inbound.engine];
    read_side(reader, command);
    read_account(reader, session, command);
    read_order(reader, route, command);
    if (command.kind != CommandKind::status && command.kind != CommandKind::mass_status)
        static_cast<void>(reader.required(tag::transact_time));
    command.transact_time_ns = reader.timestamp_ns(tag::transact_time);
    if (reader.has(tag::order_id))
        command.order_id = shm::parse_order_id(reader.optional(tag::order_id), engine.id);
    read_header(reader, session, command);
    address(command, engine);
    inbound.is_for_all_engines =
        is_mass(command.kind) && command.mass_scope == mass_scope::everything;

    if (reader.fault()) {
        inbound.outcome = Inbound::Outcome::session_reject;
        inbound.session_reject = *reader.fault();
        return inbound;
    }
    if (reader.missing() != 0) {
        inbound.outcome = Inbound::Outcome::business_reject;
        inbound.business_reject = {5, reader.missing(), "Conditionally required field missing"};
        return inbound;
    }
    if (reader.refusal() != RejectReason::none) turn_into_rejected(command, reader.refusal());
    inbound.outcome = Inbound::Outcome::command;
    return inbound;
}

} // namespace pinion::fix
