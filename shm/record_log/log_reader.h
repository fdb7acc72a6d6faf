#pragma once

#include "shm/record_log/log_end.h"
#include "shm/record_log/log_index.h"
#include "shm/record_log/record_frame.h"
#include "shm/storage/storage.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pinion::shm {

struct LogEntry {
    std::uint64_t sequence;
    std::span<const std::byte> payload; ///< until the next call to the reader
};

enum class LogRead {
    ready,   ///< there is a record
    end,     ///< nothing more is there yet
    missing, ///< what is asked for is before the log's first segment, or behind its end
    damaged, ///< `problem` says more
};

/// Reads a log from any sequence on, and follows it while it is written.
///
/// Every record is checked: its checksum, its sequence, its place, the chain. What is delivered was
/// written there. `end` says only that there is nothing to deliver yet; who recovers asks
/// `examine_end` then, before he goes on behind it.
///
/// Thread safety: one thread; the log may be written and pruned by others meanwhile. Errors:
/// values.
class LogReader {
  public:
    /// The storage must outlive the reader.
    LogReader(Storage& storage, LogIdentity identity);

    /// Goes to `sequence`, which may be the one after the last. `ready`: poll for it.
    [[nodiscard]] LogRead seek(std::uint64_t sequence);

    /// Goes to the first record that is there. `end`: there are no segments.
    [[nodiscard]] LogRead seek_first();

    /// Goes to the beginning of the newest segment: the shortest way to the end.
    [[nodiscard]] LogRead seek_newest();

    [[nodiscard]] LogRead poll(LogEntry& entry);

    /// After `end`, in a log that nobody writes. Reads all that is left of its files.
    [[nodiscard]] LogEnd examine_end();

    /// The sequence that `poll` will deliver next.
    [[nodiscard]] std::uint64_t next_sequence() const { return next_; }

    /// Where a writer goes on so that `next_sequence` is its first record. All from there on that
    /// the log has is void then.
    [[nodiscard]] SegmentPlace place() const;

    /// The segments as last looked at; the newest one last.
    [[nodiscard]] const std::vector<LogSegmentHeader>& segments() const {
        return index_.segments();
    }

    /// Which file is damaged, where, and what to do.
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    [[nodiscard]] LogRead go_to(std::uint64_t sequence);
    [[nodiscard]] LogRead enter(const LogSegmentHeader& segment);
    [[nodiscard]] LogRead enter_next_segment();
    [[nodiscard]] LogRead refuse(std::uint64_t sequence, const std::string& why);
    [[nodiscard]] std::optional<RecordFrame> whole_record(std::uint64_t sequence);
    [[nodiscard]] bool refill(std::uint64_t offset);

    LogIndex index_;
    LogSegmentHeader segment_{}; ///< the one that is read
    std::unique_ptr<StoredFile> file_;
    std::uint64_t next_ = 0;
    std::uint64_t limit_ = 0; ///< of the segment
    std::uint64_t chain_ = 0;
    std::string problem_;

    std::vector<std::byte> window_; ///< of the file
    std::uint64_t window_offset_ = 0;
    std::size_t window_bytes_ = 0; ///< that are filled
    std::size_t read_bytes_ = 0;   ///< by the next refill
};

} // namespace pinion::shm
