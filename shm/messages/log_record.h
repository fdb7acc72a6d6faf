#pragma once

#include "shm/messages/command.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// A command with its place and time in the engine's history: the only input of `apply`.
///
/// `sequence` counts from 1 without gaps; `time_ns` (UTC) strictly rises. Both are given once, by
/// the sequencer.
struct SequencedCommand {
    std::uint64_t sequence;
    std::int64_t time_ns;
    Command command;
};

static_assert(sizeof(SequencedCommand) == 200);

/// One record of the sequenced log: what was decided, and from where it came, so that a restarted
/// engine knows how far each gateway's ring was consumed.
///
///  byte    0          8       16            200              208          212          216     248
///          | sequence | time  | command ... | ring position  | epoch      | gateway id | spare |
struct LogRecord {
    SequencedCommand sequenced;
    std::uint64_t ring_position; ///< position of the command in the ring of gateway_id;
                                 ///< no_ring if made here
    std::uint32_t engine_epoch;  ///< of the engine that sequenced it
    std::uint16_t gateway_id;    ///< whose ring it is; indices may change with the config
    std::uint16_t spare_0;
    std::uint64_t spare_1[4];

    static constexpr std::uint64_t no_ring = ~std::uint64_t{0};
};

static_assert(std::is_trivially_copyable_v<LogRecord> && std::is_standard_layout_v<LogRecord>);
static_assert(sizeof(LogRecord) == 248);
static_assert(offsetof(LogRecord, ring_position) == 200);
static_assert(offsetof(LogRecord, engine_epoch) == 208);
static_assert(offsetof(LogRecord, gateway_id) == 212);

} // namespace pinion::shm
