#pragma once

#include "shm/record_log/log_end.h"
#include "shm/record_log/log_index.h"
#include "shm/record_log/segment_header.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <string>

/// Tells what a loss of power leaves at the end of a log from everything else.
///
/// A segment is made of zeros, and each byte is written with one value only. So a sector of 512
/// bytes that did not come to the disk holds zeros from its first missing record on, and every
/// other one what was written. A record behind the end may therefore be
///  - blank;
///  - whole: then it came to the disk before another one did. It says how much was known to be
///    synced when it was written: if that holds the record that is missing, this is damage;
///  - missing one of its sectors, which is blank there; if its head is there, it is the right one.
/// Anything else was not left by a loss of power.
namespace pinion::shm {

struct TailFinding {
    LogEnd end;
    std::uint64_t sequence; ///< where it is damaged
    std::string why;
};

/// Looks at everything in the segment from record `next` on, which is not whole.
[[nodiscard]] TailFinding check_tail(StoredFile& file, const LogSegmentHeader& segment,
                                     std::uint64_t next);

/// Files without a header must be blank to their ends. "" if they are.
[[nodiscard]] std::string check_blank(const LogIndex& index);

} // namespace pinion::shm
