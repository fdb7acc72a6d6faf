#pragma once

#include "config/source_position.h"
#include "shm/fixed_text.h"
#include "shm/layout/durability.h"
#include "shm/layout/instrument_record.h"
#include "shm/messages/account_limits.h"
#include "shm/messages/trading_phase.h"
#include "shm/sys/idle_strategy.h"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// One file describes a whole venue, and all its processes read the same one. These are its plain
/// values after every check: identifiers are unique, references lead somewhere, numbers are within
/// their ranges. What each key means, its unit, default and range: config/venue.toml.
///
/// Thread safety: plain values. Errors: none here; see config/load.h.
namespace pinion::config {

struct SegmentsConfig {
    std::string group; ///< group that may open the segments; empty: the creator's
    ::mode_t mode = 0600;
};

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error, off };

struct LogConfig {
    LogLevel level = LogLevel::info;
    std::string directory; ///< empty: standard error only
    std::size_t file_max_bytes = 10 << 20;
    std::size_t files_max = 5;
};

/// Where a thread runs and how it waits. Nothing means `auto`: config/core_plan.h decides.
struct ThreadConfig {
    std::optional<int> core;
    std::optional<shm::Wait> wait;
    SourcePosition position; ///< where the file says so, for messages
};

/// How much the venue may hold.
struct LimitsConfig {
    std::size_t sessions_max = 1024;
    std::size_t instruments_max = 4096;
};

struct EngineConfig {
    std::uint16_t id = 1;
    shm::Durability durability = shm::Durability::none;
    std::uint32_t orders_max = 1 << 17;
    std::uint32_t stop_orders_max = 1 << 14;
    std::uint32_t held_orders_max = 1 << 10;
    std::uint32_t closing_orders_max = 1 << 14;
    std::uint32_t levels_max = 1 << 15;
    std::uint32_t cl_ord_ids_per_day_max = 1 << 20;
    std::uint64_t command_slots = 1 << 12;
    std::uint64_t report_slots = 1 << 14;
    std::uint64_t log_slots = 1 << 15;
    std::uint64_t book_event_slots = 1 << 16;
    std::uint64_t feed_slots = 1 << 16;
    std::uint32_t activations_max = 1000;   ///< waiting orders that one command may set going
    std::uint32_t display_slices_max = 100; ///< of an order with a display quantity
    std::uint32_t disconnect_grace_ms = 1000;
    std::optional<std::int64_t> day_roll_ns = 0; ///< after midnight UTC; nothing: never
    std::uint64_t checkpoint_interval = 0;       ///< commands; 0: never
    std::string directory;                       ///< of journal, output logs and snapshots
    std::uint64_t journal_segment_bytes = 64 << 20;
    std::uint64_t output_log_segment_bytes = 16 << 20;
    std::uint64_t snapshot_interval = 1'000'000; ///< commands, of the follower; 0: never
    std::uint32_t snapshot_interval_s = 0;       ///< the same by time; 0: never
    std::uint32_t snapshots_max = 2;             ///< that are kept
    std::uint64_t output_log_reports_kept = 0;   ///< by the follower; 0: all of them
    ThreadConfig matcher;
    ThreadConfig publisher;
    ThreadConfig journal;
    ThreadConfig output_log;
};

enum class TransportChoice : std::uint8_t { automatic, io_uring, epoll };

struct GatewayConfig {
    std::uint16_t id = 1;
    std::string host = "127.0.0.1";
    std::uint16_t port = 5001; ///< 0: the system picks one
    TransportChoice transport = TransportChoice::automatic;
    std::vector<std::uint16_t> engines; ///< ids; never empty once loaded
    std::size_t connections_max = 1024;
    std::size_t output_max_bytes = 4 << 20;
    std::uint32_t logon_timeout_ms = 5000;
    std::size_t frame_max_bytes = 8192;
    ThreadConfig thread;
};

/// From that time of day the phase.
struct PhaseTime {
    std::int64_t time_ns; ///< after midnight UTC
    shm::TradingPhase phase;
};

struct CalendarConfig {
    std::string name;
    std::uint8_t days = 0x7f;       ///< of the week, as bits: Monday is the lowest
    std::vector<PhaseTime> changes; ///< in rising times; at least one
};

/// What accounts have balances of.
struct AssetConfig {
    shm::AssetName name;
    std::uint8_t decimals = 0; ///< of its smallest unit
};

/// What an instrument's trades move, in smallest units.
struct TradedAssets {
    std::size_t base = 0; ///< index in VenueConfig::assets
    std::size_t quote = 0;
    std::uint64_t base_per_lot = 0;
    std::uint64_t quote_per_tick_lot = 0;
};

/// How far prices may go, in ticks; 0: to the edge of the band.
struct CollarConfig {
    std::optional<std::int64_t> reference_ticks;
    std::uint64_t static_ticks = 0;
    std::uint64_t dynamic_ticks = 0;
    std::uint64_t trade_ticks = 0;
};

struct InstrumentConfig {
    shm::InstrumentRecord record;
    std::uint16_t engine = 1; ///< id of the engine that owns it
    std::optional<TradedAssets> assets;
    CollarConfig collar;
    std::string calendar; ///< empty: continuous trading all the time
    std::uint32_t volatility_auction_s = 120;
};

/// Accounts that are treated alike.
struct AccountGroupConfig {
    std::string name;
    bool risk = false; ///< whether their orders are checked and their trades settled
    shm::AccountLimits limits{};
};

/// Whether losing the session cancels its orders.
enum class CancelOnDisconnect : std::uint8_t {
    optional, ///< as its Logon says in 8013
    always,
    never,
};

/// Whose execution reports a session receives copies of.
struct DropCopyConfig {
    bool everything = false;
    std::vector<std::string> sessions;      ///< SenderCompIDs
    std::vector<shm::AccountName> accounts; ///< whoever trades for them
};

struct SessionConfig {
    std::string comp_id;                   ///< the client's SenderCompID
    std::string target_comp_id = "PINION"; ///< ours
    std::uint16_t gateway = 1;             ///< id of the gateway at which it logs on
    shm::AccountName account;              ///< of orders that name none
    std::uint32_t sending_time_digits = 3; ///< of FIX 52 and 60 as we write them: 3, 6 or 9
    bool reset_on_logon = false;           ///< whether each logon starts at sequence number 1
    CancelOnDisconnect cancel_on_disconnect = CancelOnDisconnect::optional;
    std::optional<DropCopyConfig> drop_copy; ///< then it sends no orders
};

/// A message's `session` is the index in `sessions`, its `gateway` the index in `gateways`; a name
/// of a segment carries ids.
struct VenueConfig {
    std::string source; ///< the file it came from, as messages name it
    std::string instance = "pinion";
    SegmentsConfig segments;
    LogConfig log;
    std::string state_directory; ///< of the FIX stores, and of the engines' directories
    LimitsConfig limits;
    std::vector<EngineConfig> engines;
    std::vector<GatewayConfig> gateways;
    std::vector<CalendarConfig> calendars;
    std::vector<InstrumentConfig> instruments;
    std::vector<AssetConfig> assets;
    std::vector<AccountGroupConfig> account_groups;
    std::vector<shm::AccountName> accounts;
    std::vector<std::optional<std::size_t>> groups_of_accounts; ///< by account, index of its group
    std::vector<SessionConfig> sessions;

    /// Throw ConfigError, listing the ids there are, if there is no such engine or gateway.
    [[nodiscard]] const EngineConfig& engine(std::uint16_t id) const;
    [[nodiscard]] const GatewayConfig& gateway(std::uint16_t id) const;
    [[nodiscard]] std::uint16_t gateway_index(std::uint16_t id) const;

    /// The engine's instruments in the order of the file: its instrument directory.
    [[nodiscard]] std::vector<shm::InstrumentRecord> instruments_of(std::uint16_t engine) const;

    /// Null for an instrument without one.
    [[nodiscard]] const CalendarConfig* calendar_of(const InstrumentConfig& instrument) const;

    /// The gateways that talk to the engine, in the order of the file.
    [[nodiscard]] std::vector<GatewayConfig> gateways_of(std::uint16_t engine) const;

    /// The gateways whose sessions the drop-copy session receives copies of, in the order of the
    /// file. Any of them may carry orders for an account.
    [[nodiscard]] std::vector<GatewayConfig> gateways_copied_to(const SessionConfig& session) const;

    /// Changes with what messages to and from the engine name by a place in the file: the sessions
    /// and the engine's instruments.
    [[nodiscard]] std::uint64_t venue_hash(std::uint16_t engine) const;
};

} // namespace pinion::config
