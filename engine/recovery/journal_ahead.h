#pragma once

#include "engine/recovery/journal_source.h"
#include "shm/messages/log_record.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <future>
#include <span>
#include <vector>

namespace pinion::engine {

/// Reads a journal to its end in batches, the next one in a thread of its own while the last one is
/// used: reading and checking takes about half as long as applying.
///
/// Thread safety: none. Errors: RecoveryError.
class JournalAhead {
  public:
    /// From where the source is, which must outlive this and be left alone meanwhile.
    explicit JournalAhead(JournalSource& source) : source_(source) { start(); }

    /// The next commands, until the next call; none at the end.
    [[nodiscard]] std::span<const shm::LogRecord> next();

  private:
    static constexpr std::size_t batch_records = 4096;

    using Batch = std::vector<shm::LogRecord>;

    void start();

    JournalSource& source_;
    std::array<Batch, 2> batches_;
    std::size_t reading_ = 0; ///< of the batches
    std::future<void> read_;  ///< last, since its thread uses all the others
};

} // namespace pinion::engine
