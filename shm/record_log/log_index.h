#pragma once

#include "shm/record_log/segment_header.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace pinion::shm {

/// A log's segments, in the order of their numbers, and who of them has the say about a sequence:
/// the newest one that begins at or before it. Segments that were made ahead are blank, and none
/// yet. So are those whose header was never synced, although later ones were begun: such a header
/// was lost with the host, and nobody wrote a record behind it.
///
/// Thread safety: none; one thread. Errors: a sentence that says which file, what is wrong with it,
/// and what to do; "" if nothing is.
class LogIndex {
  public:
    LogIndex(Storage& storage, LogIdentity identity);

    /// Reads all headers anew.
    [[nodiscard]] std::string load();

    /// Looks for segments begun since, if there are any. A file that cannot be read is none yet.
    void look_for_new();

    /// Null if the log begins later, or has no segments.
    [[nodiscard]] const LogSegmentHeader* owner(std::uint64_t sequence) const;

    /// The last sequence about which this segment may have the say.
    [[nodiscard]] std::uint64_t limit(const LogSegmentHeader& segment) const;

    [[nodiscard]] const std::vector<LogSegmentHeader>& segments() const { return segments_; }

    /// Names of the files that are no segments.
    [[nodiscard]] const std::vector<std::string>& blank() const { return blank_; }

    [[nodiscard]] std::string path(const LogSegmentHeader& segment) const;

    [[nodiscard]] Storage& storage() const { return storage_; }

  private:
    enum class Found { segment, blank, missing, problem };

    [[nodiscard]] Found read(std::uint64_t number, LogSegmentHeader& header, std::string& problem);
    [[nodiscard]] bool is_file_blank(const std::string& name);

    Storage& storage_;
    LogIdentity identity_;
    std::vector<LogSegmentHeader> segments_;
    std::vector<std::string> blank_;
};

} // namespace pinion::shm
