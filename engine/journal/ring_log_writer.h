#pragma once

#include "engine/journal/commit_path.h"
#include "engine/journal/log_counters.h"
#include "engine/journal/segment_supply.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"
#include "shm/record_log/record_blocks.h"
#include "shm/record_log/segment_header.h"
#include "shm/sys/agent.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace pinion::engine {

/// Nanoseconds that only rise.
using MonotonicClock = std::function<std::int64_t()>;

/// When what was written is synced.
enum class Syncing {
    each_batch,   ///< and it counts as written only then; the ring keeps what is not synced
    now_and_then, ///< on the way; the ring need not keep what is written, the writer does
};

/// Carries what is released in a ring into a log, in batches: while one is written, the next one
/// grows. One write at a time, of all that is there.
///
/// When the disk fails, nothing is believed of what was written since the last sync: it is written
/// again into a fresh segment, as often as it takes. Meanwhile `written` and `durable` stand still.
/// One line in the log says that it fails, one that it works again.
///
/// A ring that has overwritten what was not read is an error of who writes it: std::runtime_error.
///
/// Thread safety: one thread.
template <class Message>
class RingLogWriter {
  public:
    struct Parts {
        std::string name; ///< for messages: "journal of engine 1"
        Syncing syncing;
        SegmentSupply& segments;
        shm::SegmentPlace place;             ///< where it begins a segment
        std::span<const std::byte> ring;     ///< a BroadcastRing<Message>: place is sequence
        std::atomic<std::uint64_t>* written; ///< the last sequence that is in the file, or null
        std::atomic<std::uint64_t>& durable; ///< the last one that is synced
        MonotonicClock clock;
        LogCounters counters;
    };

    explicit RingLogWriter(Parts parts);

    /// One turn; returns the amount of work done.
    std::uint64_t do_work();

    /// Writes and syncs all that is released by now. Gives up after some seconds, or one if the
    /// disk fails.
    void finish();

  private:
    enum class State { beginning, writing, resting };

    [[nodiscard]] std::uint64_t begin_segment();
    [[nodiscard]] std::uint64_t write();
    void begin_write();
    [[nodiscard]] std::uint64_t gather();
    [[nodiscard]] bool next_message();
    [[nodiscard]] std::uint64_t settle();
    [[nodiscard]] bool is_sync_due() const;
    void sync_file();
    void note_synced();
    void rewind();
    void fail(shm::Counter counter, const std::string& what, std::error_code error);
    [[nodiscard]] bool has_all() const;
    [[nodiscard]] std::unique_ptr<CommitPath> make_path();

    Parts parts_;
    shm::BroadcastReader<Message> reader_;
    shm::RecordBlocks blocks_;
    std::unique_ptr<shm::StoredFile> file_;
    std::unique_ptr<CommitPath> path_; ///< goes before its file
    State state_ = State::beginning;
    shm::SegmentPlace synced_;  ///< where a segment has to begin next
    std::uint64_t claimed_ = 0; ///< what is written now comes to the disk after this was synced
    std::optional<shm::RecordBlocks::Batch> in_flight_;
    std::optional<shm::RecordBlocks::Batch> unsynced_; ///< the last that was written and not synced
    std::vector<Message> kept_;  ///< not synced, and maybe not in the ring any more
    std::size_t kept_taken_ = 0; ///< of these the segment has so many
    Message message_{};
    std::int64_t last_sync_ns_ = 0;
    std::int64_t retry_at_ns_ = 0;
    std::int64_t backoff_ns_ = 0;
    std::int64_t failing_since_ns_ = 0;
    bool has_told_path_ = false;
};

/// The thread that writes logs of one kind.
template <class Message>
class RingLogAgent final : public shm::Agent {
  public:
    explicit RingLogAgent(std::vector<typename RingLogWriter<Message>::Parts> logs) {
        for (auto& parts : logs)
            writers_.push_back(std::make_unique<RingLogWriter<Message>>(std::move(parts)));
    }

    std::uint64_t do_work() override {
        std::uint64_t count = 0;
        for (const auto& writer : writers_) count += writer->do_work();
        return count;
    }

    void on_close() override {
        for (const auto& writer : writers_) writer->finish();
    }

  private:
    std::vector<std::unique_ptr<RingLogWriter<Message>>> writers_;
};

using JournalWriter = RingLogAgent<shm::LogRecord>;
using OutputLogWriter = RingLogAgent<shm::Report>;

} // namespace pinion::engine
