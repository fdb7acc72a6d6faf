#pragma once

#include "shm/record_log/segment_header.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace pinion::shm {

/// Lays records out in whole blocks, as they are written to a segment. The last block of a batch is
/// written again with the next one, with the same bytes in front.
///
/// There are two buffers: while one batch is written, the next one grows in the other.
///
/// Thread safety: none; one thread.
class RecordBlocks {
  public:
    /// `buffer_bytes` is a multiple of log_block_bytes, at least two of them.
    explicit RecordBlocks(std::size_t buffer_bytes);

    /// From now on records belong to this segment; what was not taken is dropped.
    void begin(const LogSegmentHeader& header);

    /// Whether buffer and segment have room for another record.
    [[nodiscard]] bool has_room() const {
        return used_ + header_.record_bytes() <= buffer_bytes_ && !is_segment_full();
    }

    /// Adds the record after the last one. `unsynced`: with this one, how many are not known to be
    /// synced when it is written. False if there is no room.
    [[nodiscard]] bool append(std::span<const std::byte> payload, std::uint64_t unsynced);

    struct Batch {
        std::uint64_t offset;             ///< in the file, of a block
        std::span<const std::byte> bytes; ///< whole blocks, aligned to log_block_bytes
        std::uint64_t last_sequence;
        std::uint64_t chain; ///< after the last record
    };

    /// What was appended since the last batch. Its bytes stay as they are until the batch after it
    /// is taken.
    [[nodiscard]] Batch take();

    /// Whether there is something to take.
    [[nodiscard]] bool is_empty() const { return used_ == taken_; }

    /// Whether the segment has no room for another record.
    [[nodiscard]] bool is_segment_full() const {
        return next_sequence_ - header_.first_sequence == header_.capacity();
    }

    [[nodiscard]] std::uint64_t next_sequence() const { return next_sequence_; }

  private:
    struct Free {
        void operator()(std::byte* memory) const;
    };

    using Buffer = std::unique_ptr<std::byte, Free>;

    [[nodiscard]] static Buffer allocate(std::size_t bytes);

    std::size_t buffer_bytes_;
    Buffer filling_; ///< begins with the last block of the batch that was taken
    Buffer other_;
    LogSegmentHeader header_{};
    std::uint64_t offset_ = 0; ///< in the file, of the filling buffer
    std::size_t used_ = 0;     ///< of the filling buffer
    std::size_t taken_ = 0;    ///< of these bytes the last batch has told
    std::uint64_t next_sequence_ = 0;
    std::uint64_t chain_ = 0;
};

} // namespace pinion::shm
