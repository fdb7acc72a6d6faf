#pragma once

#include "shm/broadcast_ring.h"
#include "shm/messages/log_record.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::engine {

/// The history that this engine writes before it acts on it, in the engine segment's ring, where it
/// outlives the process. A record's place in the ring is its command's sequence. Thread safety:
/// none; the matcher's.
class SequencedLog {
  public:
    /// `ring` is the empty log of a new engine segment, which begins behind the last command.
    explicit SequencedLog(std::span<std::byte> ring) : writer_(ring) {}

    /// The record is visible to journal writer, follower and a successor when this returns.
    void append(const shm::LogRecord& record) {
        const std::uint64_t place = writer_.publish(record);
        assert(place == record.sequenced.sequence);
    }

    /// Records that the ring holds: older ones are overwritten.
    [[nodiscard]] std::uint64_t slot_count() const { return writer_.slot_count(); }

  private:
    shm::BroadcastWriter<shm::LogRecord> writer_;
};

} // namespace pinion::engine
