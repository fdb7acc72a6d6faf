#pragma once

#include "shm/messages/log_record.h"

#include <algorithm>
#include <cstdint>

namespace pinion::engine {

/// Gives each command its place in history: the next sequence, and a time that strictly rises even
/// when the clock stands still or steps back. Thread safety: none; the matcher's.
class Sequencer {
  public:
    /// Goes on behind the command `sequence` of that time.
    explicit Sequencer(std::uint64_t sequence = 0, std::int64_t time_ns = 0)
        : sequence_(sequence), time_ns_(time_ns) {}

    /// `now_ns` is UTC as the caller's clock has it.
    void stamp(shm::SequencedCommand& command, std::int64_t now_ns) {
        time_ns_ = std::max(time_ns_ + 1, now_ns);
        command.sequence = ++sequence_;
        command.time_ns = time_ns_;
    }

    /// The last sequence given; 0: none yet.
    [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

    /// Of the last command.
    [[nodiscard]] std::int64_t time_ns() const { return time_ns_; }

  private:
    std::uint64_t sequence_;
    std::int64_t time_ns_;
};

} // namespace pinion::engine
