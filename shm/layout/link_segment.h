#pragma once

#include "shm/broadcast_ring.h"
#include "shm/cache_line.h"
#include "shm/layout/durability.h"
#include "shm/layout/layout_hash.h"
#include "shm/messages/command.h"
#include "shm/messages/report.h"
#include "shm/messages/session_progress.h"
#include "shm/spsc_ring.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

/// Between one gateway and one engine: commands go down, reports come up. Made by the engine and
/// kept over the death of either side; the gateway holds the role `producer`. After a gateway's
/// death the engine holds that role until it has drained the ring: a successor tries for a second
/// or so.
///
///   payload:  | LinkHeader, 4 lines | sessions | command ring (SPSC) | report ring (broadcast) |
///
/// Reports travel in a broadcast ring because the matcher must never wait for a gateway: one that
/// falls a whole ring behind is lapped, knows it, and catches up elsewhere.
namespace pinion::shm {

/// What the engine had of each session when it started: after the loss of the host a gateway goes
/// on from there, and in between it knows for itself.
using SessionProgressCell = std::atomic<SessionProgress>;
static_assert(sizeof(SessionProgressCell) == 8 && SessionProgressCell::is_always_lock_free);

struct LinkHeader {
    std::uint64_t command_slots;
    std::uint64_t report_slots;
    /// Secret of the ClOrdID hash. It belongs to one engine_epoch: read epoch, key and epoch again.
    std::uint64_t cl_ord_id_key[2];
    /// Of the sessions and instruments that messages name by their place in the config. Both ends
    /// must have the same, or a message means one thing here and another there.
    std::uint64_t venue_hash;
    std::uint64_t session_count; ///< of the venue
    /// The two below, like the table of sessions, are the starting engine's, from before it takes
    /// commands: read them when the epoch is not 0, and the epoch again.
    std::atomic<std::uint64_t> reports_recovered; ///< the last report_sequence that it knew then
    std::atomic<Durability> durability;
    std::uint32_t spare_0;
    /// The engine's line.
    alignas(cache_line_bytes)
        std::atomic<std::uint32_t> engine_epoch; ///< 0 while the engine takes no commands
    std::atomic<std::uint64_t> gateway_process;  ///< that wrote the last gateway_up; 0: it is down
    /// The gateway's line.
    alignas(cache_line_bytes)
        std::atomic<std::uint64_t> reports_read; ///< last report_sequence handled; a monitor's hint
    /// The output log's line: its last report_sequences.
    alignas(cache_line_bytes)
        std::atomic<std::uint64_t> reports_written; ///< readers of the log find it
    std::atomic<std::uint64_t> reports_durable;     ///< and find it after the loss of the host
};

static_assert(sizeof(LinkHeader) == 4 * cache_line_bytes);

struct LinkLayout {
    std::uint64_t command_slots;
    std::uint64_t report_slots;
    std::uint64_t session_count;

    [[nodiscard]] std::size_t sessions_offset() const { return sizeof(LinkHeader); }

    [[nodiscard]] std::uint64_t session_lines() const {
        constexpr std::uint64_t cells_per_line = cache_line_bytes / sizeof(SessionProgressCell);
        return session_count / cells_per_line + (session_count % cells_per_line == 0 ? 0 : 1);
    }

    [[nodiscard]] std::size_t commands_offset() const {
        return sessions_offset() + session_lines() * cache_line_bytes;
    }

    [[nodiscard]] std::size_t reports_offset() const {
        return commands_offset() + SpscRing<Command>::bytes(command_slots);
    }

    [[nodiscard]] std::size_t bytes() const {
        return reports_offset() + BroadcastRing<Report>::bytes(report_slots);
    }

    [[nodiscard]] std::uint64_t hash() const {
        return layout_hash({sizeof(Command), sizeof(Report), sizeof(LinkHeader), command_slots,
                            report_slots, session_count});
    }

    friend bool operator==(const LinkLayout&, const LinkLayout&) = default;
};

/// Finds the parts of a link's payload. Throws std::runtime_error if the header does not fit the
/// payload.
class LinkView {
  public:
    /// Makes a zeroed payload a link; its reports go on behind the sequence `reports_begin`.
    static void format(std::span<std::byte> payload, const LinkLayout& layout,
                       std::uint64_t reports_begin = 0);
    explicit LinkView(std::span<std::byte> payload);

    [[nodiscard]] LinkHeader& header() const {
        return *reinterpret_cast<LinkHeader*>(payload_.data());
    }

    [[nodiscard]] const LinkLayout& layout() const { return layout_; }

    [[nodiscard]] std::span<SessionProgressCell> sessions() const; ///< by index in the config
    [[nodiscard]] std::span<std::byte> commands() const;
    [[nodiscard]] std::span<std::byte> reports() const;

  private:
    std::span<std::byte> payload_;
    LinkLayout layout_;
};

} // namespace pinion::shm
