#pragma once

#include "shm/record_log/segment_header.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <memory>
#include <system_error>

namespace pinion::shm {

/// Makes the files of a log's segments. A file gets the name of a segment when all its blocks are
/// there and synced, so that one with less was cut by somebody else.
///
/// Thread safety: `make_blank` and `begin` may run in two threads. Errors: values.
class SegmentMaker {
  public:
    /// `segment_bytes`: a multiple of log_block_bytes. The storage must outlive the maker.
    SegmentMaker(Storage& storage, LogIdentity identity, LogOrigin origin,
                 std::uint64_t segment_bytes);

    /// Removes what another maker made ahead and nobody began. A blank file before one that was
    /// begun stays: segments have no gaps.
    [[nodiscard]] std::error_code remove_blank();

    /// Makes the file of segment `number` ahead. Takes as long as writing it full of zeros.
    [[nodiscard]] std::error_code make_blank(std::uint64_t number);

    /// Begins a segment: its header is synced on return. Makes the file if that was not done ahead.
    [[nodiscard]] Stored<std::unique_ptr<StoredFile>> begin(const SegmentPlace& place,
                                                            LogSegmentHeader& header);

    [[nodiscard]] Storage& storage() const { return storage_; }

    [[nodiscard]] const LogIdentity& identity() const { return identity_; }

  private:
    [[nodiscard]] std::error_code fill_with_zeros(const std::string& name);

    Storage& storage_;
    LogIdentity identity_;
    LogOrigin origin_;
    std::uint64_t segment_bytes_;
};

} // namespace pinion::shm
