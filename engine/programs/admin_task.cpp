#include "engine/programs/admin_task.h"

#include "config/decimal.h"
#include "engine/audit/words.h"
#include "shm/messages/account_limits.h"

#include <cstddef>
#include <optional>
#include <stdexcept>

namespace pinion::engine {

using shm::ControlAction;
using shm::ControlScope;

namespace {

std::uint16_t session_index(const config::VenueConfig& venue, const std::string& comp_id) {
    for (std::size_t i = 0; i < venue.sessions.size(); ++i)
        if (venue.sessions[i].comp_id == comp_id) return static_cast<std::uint16_t>(i);
    throw std::runtime_error("the config has no session " + comp_id);
}

shm::AccountName account_name(const config::VenueConfig& venue, const std::string& name) {
    for (const auto& account : venue.accounts)
        if (account.view() == name) return account;
    throw std::runtime_error("the config has no account " + name);
}

std::uint16_t owner_of(const config::VenueConfig& venue, const std::string& symbol) {
    for (const auto& instrument : venue.instruments)
        if (instrument.record.symbol.view() == symbol) return instrument.engine;
    throw std::runtime_error("the config has no instrument " + symbol);
}

std::uint32_t instrument_index(const config::VenueConfig& venue, std::uint16_t engine,
                               const std::string& symbol) {
    const auto instruments = venue.instruments_of(engine);
    for (std::uint32_t i = 0; i < instruments.size(); ++i)
        if (instruments[i].symbol.view() == symbol) return i;
    throw std::runtime_error("engine " + std::to_string(engine) + " has no instrument " + symbol);
}

/// In the asset's smallest unit, exactly.
shm::Int128 amount_of(const config::VenueConfig& venue, const AdminArguments& arguments) {
    for (const auto& asset : venue.assets) {
        if (asset.name.view() != arguments.asset) continue;
        const auto amount = config::parse_decimal(arguments.amount);
        const auto units =
            amount ? config::exact_quotient(*amount, {1, asset.decimals}) : std::nullopt;
        if (units) return *units;
        throw std::runtime_error(arguments.amount + " is no amount of " + arguments.asset +
                                 ", which has " + std::to_string(asset.decimals) + " decimals");
    }
    throw std::runtime_error("the config has no asset " + arguments.asset);
}

shm::Credit credit_of(const config::VenueConfig& venue, const AdminArguments& arguments) {
    const int sign = arguments.verb == AdminVerb::debit ? -1 : 1;
    const auto amount = amount_of(venue, arguments);
    return {.asset = *shm::AssetName::from(arguments.asset),
            .amount = shm::Notional::from(sign * amount)};
}

/// Those that the command line names.
shm::SetLimits limits_of(const AdminArguments& arguments) {
    shm::SetLimits limits{};
    const auto set = [&](const auto& given, auto& limit, std::uint32_t field) {
        if (!given) return;
        limit = *given;
        limits.fields |= field;
    };
    namespace fields = shm::limit_fields;
    auto& values = limits.limits;
    set(arguments.order_lots_max, values.order_lots_max, fields::order_lots);
    set(arguments.order_value_max, values.order_value_max, fields::order_value);
    set(arguments.exposure_max, values.exposure_max, fields::exposure);
    set(arguments.open_orders_max, values.open_orders_max, fields::open_orders);
    set(arguments.orders_per_interval, values.orders_per_interval, fields::rate);
    if (values.orders_per_interval != 0)
        values.rate_interval_ns = std::int64_t{arguments.interval_ms} * 1'000'000;
    if (limits.fields == 0) throw std::runtime_error("say which limits");
    return limits;
}

/// Everybody, or somebody by name. An instrument's index is that of the engine which owns it.
void name_party(shm::ControlCommand& command, const config::VenueConfig& venue,
                const AdminArguments& arguments) {
    command.scope = arguments.scope;
    switch (arguments.scope) {
    case ControlScope::everything: return;
    case ControlScope::instrument:
        command.instrument = instrument_index(
            venue, arguments.engine.value_or(owner_of(venue, arguments.name)), arguments.name);
        return;
    case ControlScope::account: command.account = account_name(venue, arguments.name); return;
    case ControlScope::session: command.session = session_index(venue, arguments.name); return;
    }
}

std::string party_text(const AdminArguments& arguments) {
    const std::string scope(word_of(arguments.scope));
    return arguments.name.empty() ? scope : scope + " " + arguments.name;
}

/// The one that is named, that of an instrument, or all.
std::vector<std::uint16_t> engines_of(const config::VenueConfig& venue,
                                      const AdminArguments& arguments) {
    if (arguments.engine) return {venue.engine(*arguments.engine).id};
    if (arguments.scope == ControlScope::instrument) return {owner_of(venue, arguments.name)};
    std::vector<std::uint16_t> ids;
    for (const auto& engine : venue.engines) ids.push_back(engine.id);
    return ids;
}

ControlAction action_of(AdminVerb verb) {
    switch (verb) {
    case AdminVerb::kill: return ControlAction::kill;
    case AdminVerb::re_arm: return ControlAction::re_arm;
    case AdminVerb::suspend: return ControlAction::suspend;
    case AdminVerb::resume: return ControlAction::resume;
    case AdminVerb::credit:
    case AdminVerb::debit: return ControlAction::credit;
    case AdminVerb::limits: return ControlAction::set_limits;
    case AdminVerb::phase: return ControlAction::set_phase;
    case AdminVerb::day_roll: return ControlAction::roll_day;
    case AdminVerb::detach: return ControlAction::detach_gateway;
    case AdminVerb::list: return ControlAction::list;
    }
    return {};
}

/// What an action needs besides whom it names.
void add_details(AdminTask& task, const config::VenueConfig& venue,
                 const AdminArguments& arguments) {
    auto& command = task.command;
    switch (command.action) {
    case ControlAction::kill:
        task.question = "Canceling all orders of " + party_text(arguments);
        return;
    case ControlAction::credit: shm::set_payload(command, credit_of(venue, arguments)); return;
    case ControlAction::set_limits: shm::set_payload(command, limits_of(arguments)); return;
    case ControlAction::set_phase: shm::set_payload(command, arguments.phase); return;
    case ControlAction::roll_day:
        task.question = "Ending the trading day, with all of its day orders,";
        return;
    case ControlAction::detach_gateway:
        command.number = venue.gateway_index(arguments.gateway);
        task.question =
            "Taking the sessions of gateway " + std::to_string(arguments.gateway) + " for lost";
        return;
    case ControlAction::list: command.flags = static_cast<std::uint8_t>(arguments.subject); return;
    default: return;
    }
}

} // namespace

AdminTask task_of(const AdminArguments& arguments, const config::VenueConfig& venue) {
    AdminTask task;
    task.command.action = action_of(arguments.verb);
    name_party(task.command, venue, arguments);
    task.engines = engines_of(venue, arguments);
    add_details(task, venue, arguments);
    return task;
}

AdminNames names_of(const config::VenueConfig& venue, std::uint16_t engine) {
    AdminNames names{engine, venue.instruments_of(engine), {}, {}, {}};
    for (const auto& session : venue.sessions) names.sessions.push_back(session.comp_id);
    for (const auto& gateway : venue.gateways) names.gateways.push_back(gateway.id);
    for (const auto& asset : venue.assets) names.assets.push_back({asset.name, asset.decimals});
    return names;
}

} // namespace pinion::engine
