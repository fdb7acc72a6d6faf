#include "config/load.h"

#include "config/embedded.h"
#include "config/names.h"
#include "config/sections.h"
#include "shm/layout/admin_link.h"
#include "shm/layout/log_room.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>

namespace pinion::config {

namespace {

constexpr std::size_t engines_max = 64;
constexpr std::size_t calendars_max = 4096;
constexpr std::size_t accounts_max = 65535;
constexpr std::size_t assets_max = 1000;
/// The engine keeps a balance of each asset for each account.
constexpr std::size_t balances_max = std::size_t{1} << 22;

toml::table parse(std::string_view text, const std::string& source) {
    try {
        return toml::parse(text, source);
    } catch (const toml::parse_error& error) {
        throw ConfigError(source, position_of(error.source()),
                          "not TOML: " + std::string(error.description()), "correct the syntax");
    }
}

/// Names that may appear once only, with the place of each.
class UniqueNames {
  public:
    explicit UniqueNames(std::string what) : what_(std::move(what)) {}

    void add(const TableReader& table, std::string_view key, const std::string& name) {
        const auto [entry, is_new] = lines_.emplace(name, table.position(key).line);
        if (!is_new)
            table.refuse(
                key, "repeats " + what_ + " " + name + " of line " + std::to_string(entry->second),
                "give each one its own");
        names_.push_back(name);
    }

    /// In the order of the file.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  private:
    std::string what_;
    std::map<std::string, std::uint32_t> lines_;
    std::vector<std::string> names_;
};

/// Reads the engines; gives their ids.
std::vector<std::string> read_engines(const std::vector<TableReader>& tables, VenueConfig& venue) {
    UniqueNames ids("the id");
    for (const TableReader& table : tables) {
        venue.engines.push_back(read_engine(table, venue.state_directory));
        ids.add(table, "id", std::to_string(venue.engines.back().id));
    }
    return ids.names();
}

/// Reads the gateways; gives their ids.
std::vector<std::string> read_gateways(const std::vector<TableReader>& tables,
                                       const std::vector<std::string>& engines,
                                       VenueConfig& venue) {
    UniqueNames ids("the id");
    UniqueNames addresses("the address");
    for (const TableReader& table : tables) {
        const GatewayConfig& gateway = venue.gateways.emplace_back(read_gateway(table, engines));
        ids.add(table, "id", std::to_string(gateway.id));
        if (gateway.port != 0)
            addresses.add(table, "port", gateway.host + ":" + std::to_string(gateway.port));
    }
    return ids.names();
}

/// The operator's link is one more.
void require_log_slots(const VenueConfig& venue, const std::vector<TableReader>& engines) {
    for (std::size_t i = 0; i < engines.size(); ++i) {
        const EngineConfig& engine = venue.engines[i];
        const auto gateways = venue.gateways_of(engine.id).size();
        const auto slots_min = (gateways + 1) * shm::log_slots_per_gateway_min;
        if (engine.log_slots >= slots_min) continue;
        engines[i].refuse("log_slots",
                          "is " + std::to_string(engine.log_slots) + ", too few for " +
                              std::to_string(gateways) + " gateways and the operator",
                          "write " + std::to_string(std::bit_ceil(slots_min)) + " or more");
    }
}

void read_assets(const std::vector<TableReader>& tables, VenueConfig& venue) {
    UniqueNames names("the asset");
    for (const TableReader& table : tables) {
        venue.assets.push_back(read_asset(table));
        names.add(table, "name", std::string(venue.assets.back().name.view()));
    }
}

/// Reads the groups of accounts; gives their names.
std::vector<std::string> read_account_groups(const std::vector<TableReader>& tables,
                                             VenueConfig& venue) {
    UniqueNames names("the group");
    for (const TableReader& table : tables) {
        venue.account_groups.push_back(read_account_group(table));
        names.add(table, "name", venue.account_groups.back().name);
    }
    return names.names();
}

/// Reads the calendars; gives their names.
std::vector<std::string> read_calendars(TableReader& root, VenueConfig& venue) {
    UniqueNames names("the calendar");
    if (!root.has("calendar")) return names.names();
    for (const TableReader& table : root.tables("calendar", calendars_max)) {
        venue.calendars.push_back(read_calendar(table));
        names.add(table, "name", venue.calendars.back().name);
    }
    return names.names();
}

void read_instruments(const std::vector<TableReader>& tables,
                      const std::vector<std::string>& engines,
                      const std::vector<std::string>& calendars, VenueConfig& venue) {
    UniqueNames symbols("the symbol");
    for (const TableReader& table : tables) {
        venue.instruments.push_back(read_instrument(table, engines, calendars, venue.assets));
        symbols.add(table, "symbol", std::string(venue.instruments.back().record.symbol.view()));
    }
}

void require_instruments(const VenueConfig& venue, const std::vector<TableReader>& engines) {
    for (std::size_t i = 0; i < engines.size(); ++i)
        if (venue.instruments_of(venue.engines[i].id).empty())
            engines[i].refuse("id", std::to_string(venue.engines[i].id) + " owns no instrument",
                              "give it one with engine = " + std::to_string(venue.engines[i].id) +
                                  " in an [[instrument]], or remove it");
}

/// Reads the accounts; gives their names.
std::vector<std::string> read_accounts(const std::vector<TableReader>& tables,
                                       const std::vector<std::string>& groups, VenueConfig& venue) {
    UniqueNames accounts("the account");
    for (const TableReader& table : tables) {
        const auto account = read_account(table, groups);
        venue.accounts.push_back(account.name);
        venue.groups_of_accounts.push_back(account.group);
        accounts.add(table, "name", std::string(venue.accounts.back().view()));
    }
    return accounts.names();
}

/// What is to be copied must be there, and where the session logs on.
void require_copies(const TableReader& table, const SessionConfig& session,
                    const VenueConfig& venue) {
    const DropCopyConfig& copied = *session.drop_copy;
    std::vector<std::string> traders;
    for (const SessionConfig& each : venue.sessions)
        if (!each.drop_copy) traders.push_back(each.comp_id);
    for (const std::string& name : copied.sessions)
        require_existing(table, "drop_copy", name, traders, "session");
    if (!copied.everything && copied.sessions.empty() && copied.accounts.empty())
        table.refuse("drop_copy", "names nothing",
                     "write sessions = [...], accounts = [...] or everything = true");
    const auto& engines = venue.gateway(session.gateway).engines;
    for (const GatewayConfig& gateway : venue.gateways_copied_to(session))
        for (const std::uint16_t engine : gateway.engines)
            if (std::find(engines.begin(), engines.end(), engine) == engines.end())
                table.refuse("drop_copy",
                             "needs engine " + std::to_string(engine) + ", to which gateway " +
                                 std::to_string(gateway.id) + " talks",
                             "add it to engines of gateway " + std::to_string(session.gateway));
}

void read_sessions(const std::vector<TableReader>& tables, const std::vector<std::string>& gateways,
                   const std::vector<std::string>& accounts, VenueConfig& venue) {
    UniqueNames comp_ids("the session");
    for (const TableReader& table : tables) {
        const SessionConfig& session =
            venue.sessions.emplace_back(read_session(table, gateways, accounts));
        comp_ids.add(table, "comp_id", session.comp_id + " to " + session.target_comp_id);
    }
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (venue.sessions[i].drop_copy) require_copies(tables[i], venue.sessions[i], venue);
}

void require_few_balances(const TableReader& root, const VenueConfig& venue) {
    if (venue.accounts.size() * venue.assets.size() > balances_max)
        root.refuse("asset",
                    "makes " + std::to_string(venue.accounts.size() * venue.assets.size()) +
                        " balances with all accounts",
                    "keep at most " + std::to_string(balances_max));
}

/// References point to what was read before, so the order of the sections matters.
VenueConfig read_venue(TableReader root) {
    VenueConfig venue;
    venue.instance = read_instance(root);
    venue.segments = read_segments(root.table("segments"));
    venue.log = read_log(root.table("log"));
    venue.state_directory = read_state_directory(root.table("state"), venue.instance);
    venue.limits = read_limits(root.table("limits"));

    const auto engine_tables = root.tables("engine", engines_max);
    const auto engines = read_engines(engine_tables, venue);
    const auto gateways = read_gateways(root.tables("gateway", shm::gateways_max), engines, venue);
    require_log_slots(venue, engine_tables);
    read_assets(root.tables_if_any("asset", assets_max), venue);
    const auto calendars = read_calendars(root, venue);
    read_instruments(
        root.tables("instrument", venue.limits.instruments_max, "limits.instruments_max"), engines,
        calendars, venue);
    require_instruments(venue, engine_tables);
    const auto groups =
        read_account_groups(root.tables_if_any("account_group", accounts_max), venue);
    const auto accounts = read_accounts(root.tables("account", accounts_max), groups, venue);
    require_few_balances(root, venue);
    read_sessions(root.tables("session", venue.limits.sessions_max, "limits.sessions_max"),
                  gateways, accounts, venue);
    root.refuse_unknown_keys();
    return venue;
}

} // namespace

VenueConfig load_text(std::string_view text, const std::string& source) {
    const toml::table root = parse(text, source);
    VenueConfig venue = read_venue(TableReader(root, "", source));
    venue.source = source;
    return venue;
}

VenueConfig load_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    std::array<char, 4096> chunk{};
    while (file.read(chunk.data(), chunk.size()), file.gcount() > 0)
        text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (!file.eof())
        throw ConfigError(path, {}, "cannot be read: " + std::generic_category().message(errno),
                          "give the path of a readable file to --config");
    return load_text(text, path);
}

VenueConfig load_embedded() { return load_text(embedded_venue_toml(), "venue.toml (built in)"); }

VenueConfig load(const std::string& path) {
    return path.empty() ? load_embedded() : load_file(path);
}

} // namespace pinion::config
