#pragma once

#include "engine/journal/ring_log_writer.h"
#include "latency/bench/shared_ring.h"
#include "latency/floors/write_and_sync.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/log_record.h"
#include "shm/record_log/segment_maker.h"
#include "shm/storage/posix_storage.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pinion::latency {

/// A directory for temporary files, which goes with its owner.
class BenchDirectory {
  public:
    BenchDirectory(); ///< throws std::system_error
    ~BenchDirectory();

    BenchDirectory(const BenchDirectory&) = delete;
    BenchDirectory& operator=(const BenchDirectory&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

/// A sequenced log and its journal, of one segment that is there already. The journal's writer runs
/// in the thread that calls `run_until`; it remembers the batches.
class JournalBed {
  public:
    /// With room for all of these records, which it publishes. They outlive it. Throws
    /// std::system_error.
    JournalBed(const std::string& directory, std::uint64_t log_slots,
               std::span<const shm::LogRecord> records);
    ~JournalBed();

    JournalBed(const JournalBed&) = delete;
    JournalBed& operator=(const JournalBed&) = delete;

    /// The matcher's side: the next record, when there is room for it.
    void publish();

    [[nodiscard]] std::uint64_t durable() const { return durable_.load(std::memory_order_acquire); }

    /// Writes the journal until record `sequence` is durable.
    void run_until(std::uint64_t sequence);

    [[nodiscard]] const std::vector<DiskBatch>& batches() const { return batches_; }

  private:
    [[nodiscard]] engine::LogCounters counters();
    void note_batch();

    shm::PosixStorage storage_;
    shm::SegmentMaker maker_;
    engine::SegmentSupply supply_;
    std::uint64_t log_slots_;
    std::span<const shm::LogRecord> records_;
    SharedRing<shm::BroadcastRing<shm::LogRecord>> ring_;
    shm::BroadcastWriter<shm::LogRecord> log_;
    std::uint64_t published_ = 0;
    std::uint64_t room_until_; ///< sequences up to here may be published
    std::atomic<std::uint64_t> durable_{0};
    std::atomic<std::uint64_t> written_bytes_{0};
    engine::RingLogWriter<shm::LogRecord> writer_;
    std::uint64_t noted_bytes_ = 0;
    std::vector<DiskBatch> batches_;
};

/// The log of an engine under the commands of `book_w1`.
[[nodiscard]] std::vector<shm::LogRecord> log_of_commands(std::size_t count);

} // namespace pinion::latency
