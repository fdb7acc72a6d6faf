#include "config/venue_report.h"

#include "config/decimal.h"
#include "config/segment_plan.h"
#include "config/time_of_day.h"
#include "config/words.h"
#include "shm/messages/phase_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace pinion::config {

namespace {

using Json = nlohmann::ordered_json;

std::string core_text(const shm::AgentPlacement& placement) {
    return placement.core < 0 ? "any" : std::to_string(placement.core);
}

std::string wait_text(const shm::AgentPlacement& placement) {
    return std::string(word_for(waits, std::optional(placement.wait)));
}

std::string price(const shm::InstrumentRecord& record, std::int64_t ticks) {
    return to_text({ticks * record.tick_units, record.price_decimals});
}

std::string quantity(const shm::InstrumentRecord& record, std::uint64_t lots) {
    return to_text({static_cast<std::int64_t>(lots) * record.lot_units, record.quantity_decimals});
}

std::string mebibytes(std::size_t bytes) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / (1 << 20) << " MiB";
    return text.str();
}

std::string day_roll(const EngineConfig& engine) {
    return engine.day_roll_ns ? time_of_day_text(*engine.day_roll_ns) : "";
}

std::string durability_text(const EngineConfig& engine) {
    const std::string word(word_for(durabilities, engine.durability));
    const std::string text = "durability \"" + word + "\": what it answered ";
    switch (engine.durability) {
    case shm::Durability::none: return text + "is gone when the engine ends";
    case shm::Durability::async:
        return text + "survives the death of processes, in " + engine.directory;
    case shm::Durability::sync: break;
    }
    return text + "survives the loss of the host, in " + engine.directory;
}

Json describe(const EngineConfig& engine) {
    return {{"id", engine.id},
            {"durability", word_for(durabilities, engine.durability)},
            {"orders_max", engine.orders_max},
            {"stop_orders_max", engine.stop_orders_max},
            {"held_orders_max", engine.held_orders_max},
            {"closing_orders_max", engine.closing_orders_max},
            {"levels_max", engine.levels_max},
            {"cl_ord_ids_per_day_max", engine.cl_ord_ids_per_day_max},
            {"activations_max", engine.activations_max},
            {"display_slices_max", engine.display_slices_max},
            {"disconnect_grace_ms", engine.disconnect_grace_ms},
            {"day_roll", day_roll(engine)},
            {"command_slots", engine.command_slots},
            {"report_slots", engine.report_slots},
            {"log_slots", engine.log_slots},
            {"book_event_slots", engine.book_event_slots},
            {"feed_slots", engine.feed_slots},
            {"checkpoint_interval", engine.checkpoint_interval},
            {"directory", engine.directory},
            {"journal_segment_bytes", engine.journal_segment_bytes},
            {"output_log_segment_bytes", engine.output_log_segment_bytes},
            {"snapshot_interval", engine.snapshot_interval},
            {"snapshot_interval_s", engine.snapshot_interval_s},
            {"snapshots_max", engine.snapshots_max},
            {"output_log_reports_kept", engine.output_log_reports_kept}};
}

Json describe(const GatewayConfig& gateway) {
    return {{"id", gateway.id},
            {"host", gateway.host},
            {"port", gateway.port},
            {"transport", word_for(transports, gateway.transport)},
            {"engines", gateway.engines},
            {"connections_max", gateway.connections_max},
            {"output_max_bytes", gateway.output_max_bytes},
            {"logon_timeout_ms", gateway.logon_timeout_ms},
            {"frame_max_bytes", gateway.frame_max_bytes}};
}

std::int64_t distance(std::uint64_t ticks) { return static_cast<std::int64_t>(ticks); }

Json describe(const CalendarConfig& calendar) {
    Json result{{"name", calendar.name}, {"days", Json::array()}};
    for (const auto& [word, bit] : weekdays)
        if ((calendar.days & bit) != 0) result["days"].push_back(word);
    for (const PhaseTime& change : calendar.changes)
        result[std::string(shm::word_for(change.phase))].push_back(
            time_of_day_text(change.time_ns));
    return result;
}

Json describe(const InstrumentConfig& instrument) {
    const shm::InstrumentRecord& record = instrument.record;
    return {{"symbol", record.symbol.view()},
            {"engine", instrument.engine},
            {"tick", price(record, 1)},
            {"lot", quantity(record, 1)},
            {"price_min", price(record, record.price_min_ticks)},
            {"price_max", price(record, record.price_max_ticks)},
            {"quantity_max", quantity(record, record.quantity_max_lots)},
            {"market_protection", price(record, record.market_protection_ticks)},
            {"calendar", instrument.calendar},
            {"volatility_auction_s", instrument.volatility_auction_s},
            {"reference_price", price(record, instrument.collar.reference_ticks.value_or(0))},
            {"static_collar", price(record, distance(instrument.collar.static_ticks))},
            {"dynamic_collar", price(record, distance(instrument.collar.dynamic_ticks))},
            {"trade_collar", price(record, distance(instrument.collar.trade_ticks))}};
}

/// Which of the venue's assets an instrument is traded in.
Json describe_trading(const VenueConfig& venue, const InstrumentConfig& instrument) {
    Json result = describe(instrument);
    if (!instrument.assets) return result;
    result["base"] = venue.assets[instrument.assets->base].name.view();
    result["quote"] = venue.assets[instrument.assets->quote].name.view();
    return result;
}

Json describe(const AssetConfig& asset) {
    return {{"name", asset.name.view()}, {"decimals", asset.decimals}};
}

Json describe(const AccountGroupConfig& group) {
    const auto& limits = group.limits;
    return {{"name", group.name},
            {"risk", group.risk},
            {"order_lots_max", limits.order_lots_max},
            {"order_value_max", limits.order_value_max},
            {"exposure_max", limits.exposure_max},
            {"open_orders_max", limits.open_orders_max},
            {"orders_per_interval", limits.orders_per_interval},
            {"rate_interval_ms", limits.rate_interval_ns / 1'000'000}};
}

Json describe(const DropCopyConfig& copied) {
    Json accounts = Json::array();
    for (const shm::AccountName& account : copied.accounts) accounts.push_back(account.view());
    return {
        {"everything", copied.everything}, {"sessions", copied.sessions}, {"accounts", accounts}};
}

Json describe(const SessionConfig& session) {
    return {{"comp_id", session.comp_id},
            {"target_comp_id", session.target_comp_id},
            {"gateway", session.gateway},
            {"account", session.account.view()},
            {"sending_time_digits", session.sending_time_digits},
            {"reset_on_logon", session.reset_on_logon},
            {"cancel_on_disconnect", word_for(cancels_on_disconnect, session.cancel_on_disconnect)},
            {"drop_copy", session.drop_copy ? describe(*session.drop_copy) : Json()}};
}

Json describe(const PlannedThread& thread) {
    const shm::AgentPlacement& placement = thread.placement;
    return {{"name", thread.name()},
            {"core", placement.core < 0 ? Json() : Json(placement.core)},
            {"wait", wait_text(placement)}};
}

Json describe(const PlannedSegment& segment) {
    return {{"name", segment.name}, {"bytes", segment.bytes}};
}

template <class Item>
Json describe_all(const std::vector<Item>& items) {
    Json result = Json::array();
    for (const Item& item : items) result.push_back(describe(item));
    return result;
}

void print_threads(std::ostream& text, const CorePlan& cores) {
    text << "\nthread                 core   wait\n";
    for (const PlannedThread& thread : cores.threads)
        text << "  " << std::left << std::setw(21) << thread.name() << std::setw(7)
             << core_text(thread.placement) << wait_text(thread.placement) << '\n';
}

void print_engines(std::ostream& text, const VenueConfig& venue) {
    text << "\nengine   holds at most\n";
    for (const EngineConfig& engine : venue.engines) {
        text << "  " << std::left << std::setw(7) << engine.id << engine.orders_max << " orders, "
             << engine.stop_orders_max << " stop orders, " << engine.held_orders_max
             << " with a minimum quantity, " << engine.closing_orders_max << " at the close, "
             << engine.levels_max << " levels, " << engine.cl_ord_ids_per_day_max
             << " ids of a day\n         "
             << (engine.day_roll_ns ? "day ends at " + day_roll(engine) + " UTC" : "day never ends")
             << ", lost sessions have " << engine.disconnect_grace_ms
             << " ms to come back\n         " << durability_text(engine) << '\n';
    }
}

void print_gateways(std::ostream& text, const VenueConfig& venue) {
    text << "\ngateway  listens on\n";
    for (const GatewayConfig& gateway : venue.gateways) {
        text << "  " << std::left << std::setw(7) << gateway.id << gateway.host << ':'
             << gateway.port << ", transport " << word_for(transports, gateway.transport)
             << ", engines";
        for (const std::uint16_t engine : gateway.engines) text << ' ' << engine;
        text << '\n';
    }
}

void print_sessions(std::ostream& text, const VenueConfig& venue) {
    text << "\nSenderCompID         TargetCompID         gateway  account\n";
    for (const SessionConfig& session : venue.sessions)
        text << "  " << std::left << std::setw(19) << session.comp_id << std::setw(21)
             << session.target_comp_id << ' ' << std::setw(8) << session.gateway
             << (session.drop_copy ? "(drop copy)" : session.account.view()) << '\n';
}

void print_instruments(std::ostream& text, const VenueConfig& venue) {
    text << "\nsymbol               engine   tick, lot, prices\n";
    for (const InstrumentConfig& instrument : venue.instruments) {
        const shm::InstrumentRecord& record = instrument.record;
        text << "  " << std::left << std::setw(19) << record.symbol.view() << std::setw(9)
             << instrument.engine << price(record, 1) << ", " << quantity(record, 1) << ", "
             << price(record, record.price_min_ticks) << " to "
             << price(record, record.price_max_ticks);
        if (record.market_protection_ticks != 0)
            text << ", market orders within " << price(record, record.market_protection_ticks);
        if (instrument.assets)
            text << ", " << venue.assets[instrument.assets->base].name.view() << " against "
                 << venue.assets[instrument.assets->quote].name.view();
        if (instrument.collar.static_ticks != 0)
            text << ", of a day within " << price(record, distance(instrument.collar.static_ticks));
        if (instrument.collar.dynamic_ticks != 0)
            text << ", of an order within "
                 << price(record, distance(instrument.collar.dynamic_ticks));
        text << '\n';
    }
}

void print_limit(std::ostream& text, const char* what, std::uint64_t limit) {
    if (limit != 0) text << ", " << what << ' ' << limit;
}

void print_account_groups(std::ostream& text, const VenueConfig& venue) {
    if (venue.account_groups.empty()) return;
    text << "\ngroup                accounts, risk\n";
    for (std::size_t number = 0; number < venue.account_groups.size(); ++number) {
        const auto& group = venue.account_groups[number];
        const auto& limits = group.limits;
        const auto members = std::count(venue.groups_of_accounts.begin(),
                                        venue.groups_of_accounts.end(), std::optional(number));
        text << "  " << std::left << std::setw(19) << group.name << members << ", risk "
             << (group.risk ? "on" : "off");
        print_limit(text, "lots of an order", limits.order_lots_max);
        print_limit(text, "value of an order", limits.order_value_max);
        print_limit(text, "exposure", limits.exposure_max);
        print_limit(text, "open orders", limits.open_orders_max);
        print_limit(text, "orders", limits.orders_per_interval);
        if (limits.orders_per_interval != 0)
            text << " in " << limits.rate_interval_ns / 1'000'000 << " ms";
        text << '\n';
    }
}

void print_segments(std::ostream& text, const VenueConfig& venue) {
    const std::vector<PlannedSegment> plan = plan_segments(venue);
    std::size_t total_bytes = 0;
    for (const PlannedSegment& segment : plan) total_bytes += segment.bytes;
    text << "\nshared memory, " << mebibytes(total_bytes) << ", mode "
         << octal(venue.segments.mode);
    if (!venue.segments.group.empty()) text << ", group " << venue.segments.group;
    text << '\n';
    for (const PlannedSegment& segment : plan)
        text << "  " << std::right << std::setw(10) << mebibytes(segment.bytes) << "  /dev/shm/"
             << segment.name << '\n';
}

} // namespace

Json describe_as_json(const VenueConfig& venue, const CorePlan& cores) {
    Json accounts = Json::array();
    for (const shm::AccountName& account : venue.accounts) accounts.push_back(account.view());
    Json groups = Json::array();
    for (const auto& group : venue.groups_of_accounts)
        groups.push_back(group ? Json(venue.account_groups[*group].name) : Json());
    Json instruments = Json::array();
    for (const auto& instrument : venue.instruments)
        instruments.push_back(describe_trading(venue, instrument));
    return {{"source", venue.source},
            {"instance", venue.instance},
            {"segments", {{"group", venue.segments.group}, {"mode", octal(venue.segments.mode)}}},
            {"log",
             {{"level", word_for(log_levels, venue.log.level)},
              {"directory", venue.log.directory},
              {"file_max_bytes", venue.log.file_max_bytes},
              {"files_max", venue.log.files_max}}},
            {"state", {{"directory", venue.state_directory}}},
            {"limits",
             {{"sessions_max", venue.limits.sessions_max},
              {"instruments_max", venue.limits.instruments_max}}},
            {"engines", describe_all(venue.engines)},
            {"gateways", describe_all(venue.gateways)},
            {"calendars", describe_all(venue.calendars)},
            {"assets", describe_all(venue.assets)},
            {"instruments", instruments},
            {"account_groups", describe_all(venue.account_groups)},
            {"accounts", accounts},
            {"groups_of_accounts", groups},
            {"sessions", describe_all(venue.sessions)},
            {"threads", describe_all(cores.threads)},
            {"shared_memory", describe_all(plan_segments(venue))}};
}

std::string describe_as_text(const VenueConfig& venue, const CorePlan& cores) {
    std::ostringstream text;
    text << "venue " << venue.instance << " from " << venue.source << '\n';
    print_threads(text, cores);
    print_engines(text, venue);
    print_gateways(text, venue);
    print_sessions(text, venue);
    print_instruments(text, venue);
    print_account_groups(text, venue);
    print_segments(text, venue);
    text << "\nFIX stores: " << venue.state_directory
         << "\nlogs: " << (venue.log.directory.empty() ? "standard error" : venue.log.directory)
         << '\n';
    return text.str();
}

} // namespace pinion::config
