#pragma once

#include "shm/broadcast_ring.h"
#include "shm/cache_line.h"
#include "shm/layout/durability.h"
#include "shm/layout/layout_hash.h"
#include "shm/messages/log_record.h"
#include "shm/stamped_words.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

/// The engine's own segment: the sequenced log and what the engine says of itself.
///
///   payload:  | EngineHeader, 4 lines | sequenced log (broadcast ring of LogRecord) |
///
/// The log is written by the matcher before it applies a command; journal writer and follower read
/// it.
namespace pinion::shm {

enum class EngineState : std::uint32_t { starting = 0, ready = 1, stopping = 2 };

/// Fingerprints of the engine after command `sequence`, published every `checkpoint_interval`
/// commands and by an engine that goes on with another's history, so that readers of the feed,
/// followers and tests can prove that they agree with it.
struct EngineCheckpoint {
    std::uint64_t sequence;
    std::uint64_t state_hash;    ///< of everything that `apply` depends on
    std::uint64_t book_hash;     ///< of the resting orders, as shm/book_hash.h defines it
    std::uint64_t feed_sequence; ///< last feed event of that command or before
};

struct EngineHeader {
    std::uint64_t log_slots;
    std::uint32_t engine;  ///< the engine's id
    Durability durability; ///< if not "none", the log is the end of a journal's history
    std::uint64_t spare_1[6];
    /// The matcher's lines.
    alignas(cache_line_bytes) std::atomic<EngineState> state;
    std::atomic<std::uint32_t> engine_epoch;
    std::atomic<std::uint64_t> applied_sequence;                         ///< last command applied
    alignas(cache_line_bytes) StampedWords<EngineCheckpoint> checkpoint; ///< stamp: its sequence
    /// The journal writer's line.
    alignas(cache_line_bytes) std::atomic<std::uint64_t> durable_sequence;
};

static_assert(sizeof(EngineHeader) == 4 * cache_line_bytes);

struct EngineLayout {
    std::uint64_t log_slots;

    [[nodiscard]] std::size_t log_offset() const { return sizeof(EngineHeader); }

    [[nodiscard]] std::size_t bytes() const {
        return log_offset() + BroadcastRing<LogRecord>::bytes(log_slots);
    }

    [[nodiscard]] std::uint64_t hash() const {
        return layout_hash({sizeof(EngineHeader), sizeof(LogRecord), log_slots});
    }
};

/// Finds the parts of an engine segment's payload. Throws std::runtime_error if the header does not
/// fit the payload.
class EngineView {
  public:
    /// Makes a zeroed payload an engine's; its log goes on behind the sequence `log_begin`.
    static void format(std::span<std::byte> payload, const EngineLayout& layout,
                       std::uint32_t engine, std::uint64_t log_begin = 0);
    explicit EngineView(std::span<std::byte> payload);

    [[nodiscard]] EngineHeader& header() const {
        return *reinterpret_cast<EngineHeader*>(payload_.data());
    }

    [[nodiscard]] std::span<std::byte> log() const; ///< a BroadcastRing<LogRecord>

  private:
    std::span<std::byte> payload_;
    EngineLayout layout_;
};

} // namespace pinion::shm
