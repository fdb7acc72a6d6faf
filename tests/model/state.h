#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

/// The whole venue as one small value: who holds what, in which kind of memory. Every member is a
/// byte, so that states are compared and hashed as bytes.
namespace pinion::model {

using Count = std::uint8_t;

inline constexpr Count sessions_max = 2;
inline constexpr Count numbers_per_boot = 4; ///< MsgSeqNums and ExecIDs that a boot can use
inline constexpr Count log_max = 8;          ///< commands of a whole exploration
inline constexpr Count numbers_max = 2 * numbers_per_boot + log_max; ///< of at most three boots
inline constexpr Count log_slots = 2;                                ///< of the sequenced log
inline constexpr Count ring_slots = 2;                               ///< of a command ring
inline constexpr Count report_slots = 1;                             ///< of a report ring

template <typename T>
using ByNumber = std::array<T, numbers_max + 1>; ///< numbers count from 1

/// What a client is told of an order. `time` is when it was sequenced: the same command sequenced
/// again gives another report.
struct Report {
    Count order; ///< 0: there is none
    Count time;

    friend bool operator==(const Report&, const Report&) = default;
};

struct Command {
    Count epoch;
    Count number;
    Count order;
};

struct LogRecord {
    Count session;
    Count time;
    Command command; ///< order 0: the host was lost, numbers go on above the mark of boot `time`
};

struct Message {
    Count exec; ///< ExecID and report position; 0: no report, its number is gap-filled
    Report report;
    bool is_marked; ///< 97=Y
};

/// Never dies.
struct Client {
    Count orders;          ///< made so far
    Count orders_before;   ///< the sequence reset, which gave them up
    Count next_number;     ///< that it will use
    Count wire;            ///< number that it sends next; behind next_number in a resend
    Count expected;        ///< number that it wants next
    ByNumber<Count> sent;  ///< order by number
    ByNumber<Count> heard; ///< ExecID by number
    ByNumber<Report> told; ///< by ExecID
    std::array<bool, numbers_max + 1> is_refused; ///< by order
};

/// The gateway's process: gone with a kill.
struct Gateway {
    bool is_up;
    bool is_connected;
    Count arriving;           ///< number on the wire; 0: none
    bool is_number_due;       ///< its command is in the ring
    bool is_command_due;      ///< the other way round (rule taken away)
    bool is_position_due;     ///< message without its position (rule taken away)
    bool is_record_due;       ///< sent before it was recorded (rule taken away)
    bool is_refusal_recorded; ///< not yet the number that it refused (rule taken away)
};

/// The FIX store: survives kills; of the loss of the host what was synced, and perhaps the rest.
struct Store {
    Count epoch;
    Count next_target;
    Count next_sender;
    Count position; ///< of the last report recorded
    ByNumber<Message> messages;
    bool is_reset_unsynced;
    bool is_of_lost_host;
    Count marked_until; ///< reports that may have been told before the host was lost
};

/// Shared memory: survives kills, not the host.
struct CommandRing {
    Count count;
    bool is_head_logged; ///< as the log's ring position tells; it is given back next
    std::array<Command, ring_slots> commands;
};

struct ReportRing {
    Count released; ///< last report that is visible
    Count begin;    ///< first report that was ever in it
    ByNumber<Report> reports;
};

/// A file.
struct OutputLog {
    Count written;
    Count durable;
    ByNumber<Report> reports;
};

/// A session and its gateway.
struct Lane {
    Client client;
    Gateway gateway;
    Store store;
    CommandRing commands;
    ReportRing reports;
    OutputLog output;
};

struct Engine {
    bool is_up;
    bool is_logging_due; ///< released before it was logged (rule taken away)
    Count taken_from;    ///< session + 1 whose command left its ring unlogged
    Command taken;       ///< (rule taken away)
    Count starts;
    Count applied;
    std::array<LogRecord, log_max> log; ///< the last log_slots of it in shared memory
    Count logged;
    Count journal_written;
    Count journal_durable; ///< as the journal writer knows
    Count journal_hole;    ///< first record that a failed sync lost; 0: none
    Count snapshot;        ///< last command in it
    Count not_replayed;    ///< commands that came out of the snapshot: their reports did not
    bool is_of_lost_host;
    Count seen; ///< last command whose effects somebody saw
};

/// What may still go wrong.
struct Budget {
    Count orders; ///< of each client, in all
    Count gateway_kills;
    Count engine_kills;
    Count connection_losses;
    Count host_losses;
    Count sequence_resets;
    Count failed_syncs;
};

enum class Broken : Count {
    nothing,
    applied_twice,
    acknowledged_lost,
    seen_undone,
    exec_id_repeated,
    told_of_undone,
    told_twice,
    number_reused,
    needs_manual_reset,
    refused_and_done,
    order_unanswered,
};

struct State {
    Count sessions;
    Count boots;            ///< that came before
    bool is_history_undone; ///< "async": the host was lost, and commands with it
    Broken broken;
    Budget budget;
    Engine engine;
    std::array<Lane, sessions_max> lanes;
};

static_assert(std::has_unique_object_representations_v<State>);

/// The venue before its first client logs on.
[[nodiscard]] State first_state(Count sessions, const Budget& budget);

/// The highest number that a boot before this one can have used.
[[nodiscard]] constexpr Count mark_of_boot(Count boots) {
    return static_cast<Count>(boots * numbers_per_boot);
}

} // namespace pinion::model
