#pragma once

#include "shm/record_log/record_blocks.h"
#include "shm/record_log/segment_maker.h"
#include "shm/storage/storage.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <system_error>

namespace pinion::shm {

/// Writes a log, plainly: whoever calls waits for the disk.
///
/// After an error nothing more can be written until `begin` has begun a segment anew, behind
/// `durable`: the records since then have to be appended again.
///
/// Thread safety: none; one thread. Errors: values.
class LogWriter {
  public:
    /// The maker must outlive the writer.
    LogWriter(SegmentMaker& maker, std::size_t buffer_bytes);

    /// Begins a segment. All records of before it must be synced.
    [[nodiscard]] std::error_code begin(const SegmentPlace& place);

    /// Adds the next record. Writes if the buffer is full, and begins a segment when one is.
    [[nodiscard]] std::error_code append(std::span<const std::byte> payload);

    /// Writes what was appended: readers can see it.
    [[nodiscard]] std::error_code flush();

    /// Writes and syncs.
    [[nodiscard]] std::error_code sync();

    [[nodiscard]] std::uint64_t next_sequence() const { return blocks_.next_sequence(); }

    /// The last record that is written.
    [[nodiscard]] std::uint64_t written() const { return written_; }

    /// Where a segment has to begin after an error: behind the last record that is synced.
    [[nodiscard]] const SegmentPlace& durable() const { return durable_; }

  private:
    SegmentMaker& maker_;
    RecordBlocks blocks_;
    std::unique_ptr<StoredFile> file_;
    std::uint64_t written_ = 0;
    std::uint64_t written_chain_ = 0;
    SegmentPlace durable_;
};

} // namespace pinion::shm
