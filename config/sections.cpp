#include "config/sections.h"

#include "config/names.h"
#include "config/time_of_day.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace pinion::config {

namespace {

std::string absolute_path(TableReader& table, std::string_view key) {
    std::string path = table.text(key, {});
    if (!path.empty() && path.front() != '/')
        table.refuse(key, "is \"" + path + "\"", "write an absolute path, beginning with /");
    return path;
}

/// Where the XDG base directory specification keeps what must outlive a restart.
std::string default_state_directory(const TableReader& table, const std::string& instance) {
    const auto variable = [](const char* name) -> std::string {
        const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): at start
        return value != nullptr && value[0] == '/' ? value : "";
    };
    std::string base = variable("XDG_STATE_HOME");
    if (base.empty()) {
        std::string home = variable("HOME");
        if (home.empty())
            if (const passwd* user = ::getpwuid(::getuid())) // NOLINT(concurrency-mt-unsafe)
                home = user->pw_dir;
        if (home.empty())
            table.refuse("directory", "has no default: there is no home directory",
                         "write an absolute path");
        base = home + "/.local/state";
    }
    return base + "/pinion/" + instance;
}

ThreadConfig read_thread(TableReader table) {
    ThreadConfig thread;
    if (const auto core = table.integer_or_auto("core", 0, 4095))
        thread.core = static_cast<int>(*core);
    thread.wait = table.choice("wait", thread.wait, waits);
    thread.position = table.position("core");
    table.refuse_unknown_keys();
    return thread;
}

ThreadConfig read_thread(TableReader& owner, std::string_view key) {
    ThreadConfig thread = read_thread(owner.table(key));
    if (!owner.has(key)) thread.position = owner.position();
    return thread;
}

std::optional<std::int64_t> read_day_roll(TableReader& table,
                                          std::optional<std::int64_t> fallback) {
    const std::string text = table.text("day_roll", {});
    if (!table.has("day_roll")) return fallback;
    if (text.empty()) return std::nullopt;
    const auto offset_ns = parse_time_of_day(text);
    if (!offset_ns)
        table.refuse("day_roll", "is \"" + text + "\"",
                     "write a time in UTC, \"HH:MM\" or \"HH:MM:SS\", or \"\" for never");
    return offset_ns;
}

DropCopyConfig read_drop_copy(TableReader table, const std::vector<std::string>& accounts) {
    DropCopyConfig copied;
    copied.everything = table.flag("everything", copied.everything);
    copied.sessions = table.texts("sessions");
    for (const std::string& name : table.texts("accounts")) {
        require_existing(table, "accounts", name, accounts, "account");
        copied.accounts.push_back(*shm::AccountName::from(name));
    }
    table.refuse_unknown_keys();
    return copied;
}

/// Of a session with orders only. A reset at logon would forget the copies that were not fetched.
void refuse_keys_of_orders(const TableReader& session) {
    for (const char* key : {"account", "cancel_on_disconnect", "reset_on_logon"})
        if (session.has(key))
            session.refuse(key, "is given for a drop copy", "remove it: the session has no orders");
}

} // namespace

std::string read_instance(TableReader& root) {
    std::string instance = root.text("instance", "pinion");
    require_name(root, "instance", instance, 32, "_-");
    return instance;
}

SegmentsConfig read_segments(TableReader table) {
    SegmentsConfig segments;
    segments.group = table.text("group", segments.group);
    segments.mode = table.integer("mode", segments.mode, 0, 07777);
    if ((segments.mode & 0600) != 0600 || (segments.mode & ~0666U) != 0)
        table.refuse("mode", "is " + octal(segments.mode),
                     "write it octal, read and write for the owner: 0o600, 0o640, 0o644 or 0o660");
    table.refuse_unknown_keys();
    return segments;
}

LogConfig read_log(TableReader table) {
    LogConfig log;
    log.level = table.choice("level", log.level, log_levels);
    log.directory = absolute_path(table, "directory");
    log.file_max_bytes = table.integer("file_max_bytes", log.file_max_bytes, 4096, 1LL << 40);
    log.files_max = table.integer("files_max", log.files_max, 1, 1000);
    table.refuse_unknown_keys();
    return log;
}

std::string read_state_directory(TableReader table, const std::string& instance) {
    std::string directory = absolute_path(table, "directory");
    table.refuse_unknown_keys();
    return directory.empty() ? default_state_directory(table, instance) : directory;
}

LimitsConfig read_limits(TableReader table) {
    LimitsConfig limits;
    limits.sessions_max = table.integer("sessions_max", limits.sessions_max, 1, 4096);
    limits.instruments_max = table.integer("instruments_max", limits.instruments_max, 1, 65536);
    table.refuse_unknown_keys();
    return limits;
}

EngineConfig read_engine(TableReader table, const std::string& state_directory) {
    EngineConfig engine;
    engine.id = table.integer("id", engine.id, 1, 65535);
    engine.durability = table.choice("durability", engine.durability, durabilities);
    engine.orders_max = table.integer("orders_max", engine.orders_max, 1, 1 << 24);
    engine.stop_orders_max = table.integer("stop_orders_max", engine.stop_orders_max, 1, 1 << 24);
    engine.held_orders_max = table.integer("held_orders_max", engine.held_orders_max, 1, 1 << 20);
    engine.closing_orders_max =
        table.integer("closing_orders_max", engine.closing_orders_max, 1, 1 << 24);
    engine.levels_max = table.integer("levels_max", engine.levels_max, 1, 1 << 22);
    engine.cl_ord_ids_per_day_max =
        table.integer("cl_ord_ids_per_day_max", engine.cl_ord_ids_per_day_max, 1, 1 << 27);
    engine.command_slots = table.power_of_two("command_slots", engine.command_slots, 16, 1 << 20);
    engine.report_slots = table.power_of_two("report_slots", engine.report_slots, 16, 1 << 22);
    engine.log_slots = table.power_of_two("log_slots", engine.log_slots, 4096, 1 << 24);
    engine.book_event_slots =
        table.power_of_two("book_event_slots", engine.book_event_slots, 16, 1 << 24);
    engine.feed_slots = table.power_of_two("feed_slots", engine.feed_slots, 16, 1 << 24);
    engine.activations_max = table.integer("activations_max", engine.activations_max, 1, 1'000'000);
    engine.display_slices_max =
        table.integer("display_slices_max", engine.display_slices_max, 1, 1'000'000);
    engine.disconnect_grace_ms =
        table.integer("disconnect_grace_ms", engine.disconnect_grace_ms, 0, 3'600'000);
    engine.day_roll_ns = read_day_roll(table, engine.day_roll_ns);
    engine.checkpoint_interval =
        table.integer("checkpoint_interval", engine.checkpoint_interval, 0, 1'000'000'000);
    engine.directory = absolute_path(table, "directory");
    if (engine.directory.empty())
        engine.directory = state_directory + "/engine." + std::to_string(engine.id);
    engine.journal_segment_bytes =
        table.power_of_two("journal_segment_bytes", engine.journal_segment_bytes, 1 << 20, 1 << 30);
    engine.output_log_segment_bytes = table.power_of_two(
        "output_log_segment_bytes", engine.output_log_segment_bytes, 1 << 20, 1 << 30);
    engine.snapshot_interval =
        table.integer("snapshot_interval", engine.snapshot_interval, 0, 1'000'000'000);
    engine.snapshot_interval_s =
        table.integer("snapshot_interval_s", engine.snapshot_interval_s, 0, 1'000'000);
    engine.snapshots_max = table.integer("snapshots_max", engine.snapshots_max, 1, 1000);
    engine.output_log_reports_kept = table.integer(
        "output_log_reports_kept", engine.output_log_reports_kept, 0, 1'000'000'000'000);
    engine.matcher = read_thread(table, "matcher");
    engine.publisher = read_thread(table, "publisher");
    engine.journal = read_thread(table, "journal");
    engine.output_log = read_thread(table, "output_log");
    table.refuse_unknown_keys();
    return engine;
}

GatewayConfig read_gateway(TableReader table, const std::vector<std::string>& engines) {
    GatewayConfig gateway;
    gateway.id = table.integer("id", gateway.id, 1, 65535);
    gateway.host = table.text("host", gateway.host);
    require_name(table, "host", gateway.host, 253, ".:-");
    gateway.port = table.integer("port", gateway.port, 0, 65535);
    gateway.transport = table.choice("transport", gateway.transport, transports);
    for (const std::int64_t id : table.integers("engines", 1, 65535)) {
        require_existing(table, "engines", std::to_string(id), engines, "engine");
        gateway.engines.push_back(static_cast<std::uint16_t>(id));
    }
    if (gateway.engines.empty()) {
        if (table.has("engines"))
            table.refuse("engines", "is empty", "name an engine, or leave the key out for all");
        for (const std::string& id : engines)
            gateway.engines.push_back(static_cast<std::uint16_t>(std::stoul(id)));
    }
    gateway.connections_max = table.integer("connections_max", gateway.connections_max, 1, 65535);
    gateway.output_max_bytes =
        table.integer("output_max_bytes", gateway.output_max_bytes, 1 << 16, 1 << 30);
    gateway.logon_timeout_ms =
        table.integer("logon_timeout_ms", gateway.logon_timeout_ms, 100, 600'000);
    gateway.frame_max_bytes =
        table.integer("frame_max_bytes", gateway.frame_max_bytes, 512, 1 << 20);
    gateway.thread = read_thread(table, "thread");
    table.refuse_unknown_keys();
    return gateway;
}

AccountConfig read_account(TableReader table, const std::vector<std::string>& groups) {
    const std::string name = table.required_text("name");
    require_name(table, "name", name, shm::AccountName::capacity, "._-");
    AccountConfig account{.name = *shm::AccountName::from(name), .group = std::nullopt};
    if (const std::string group = table.text("group", {}); table.has("group")) {
        require_existing(table, "group", group, groups, "account_group");
        account.group = static_cast<std::size_t>(std::find(groups.begin(), groups.end(), group) -
                                                 groups.begin());
    }
    table.refuse_unknown_keys();
    return account;
}

SessionConfig read_session(TableReader table, const std::vector<std::string>& gateways,
                           const std::vector<std::string>& accounts) {
    SessionConfig session;
    session.comp_id = table.required_text("comp_id");
    require_name(table, "comp_id", session.comp_id, 32, "_-");
    session.target_comp_id = table.text("target_comp_id", session.target_comp_id);
    require_name(table, "target_comp_id", session.target_comp_id, 32, "_-");
    session.gateway = read_id_reference(table, "gateway", gateways, "gateway");
    if (table.has("drop_copy")) {
        refuse_keys_of_orders(table);
        session.drop_copy = read_drop_copy(table.table("drop_copy"), accounts);
    } else {
        session.account =
            *shm::AccountName::from(read_reference(table, "account", accounts, "account"));
    }
    session.sending_time_digits =
        table.integer("sending_time_digits", session.sending_time_digits, 3, 9);
    if (session.sending_time_digits % 3 != 0)
        table.refuse("sending_time_digits", "is " + std::to_string(session.sending_time_digits),
                     "write 3, 6 or 9");
    session.reset_on_logon = table.flag("reset_on_logon", session.reset_on_logon);
    session.cancel_on_disconnect =
        table.choice("cancel_on_disconnect", session.cancel_on_disconnect, cancels_on_disconnect);
    table.refuse_unknown_keys();
    return session;
}

} // namespace pinion::config
