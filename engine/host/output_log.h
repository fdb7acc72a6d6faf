#pragma once

#include "engine/host/host_options.h"
#include "shm/messages/report.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/segment_header.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace pinion::engine {

/// One gateway's output log while an engine starts and nobody writes it: where it ends, and how it
/// comes to hold what the engine's history has told the gateway, no more and no less.
///
/// What was written in this boot and is not known to be synced is written again, behind what is: a
/// sync of it may have failed, and only the last engine knew.
///
/// Thread safety: one thread. Errors: std::runtime_error, with what to do.
class OutputLog {
  public:
    /// Reads where the log ends. Refuses one that is damaged there. `synced`: what the last engine
    /// says of it; nothing if nobody says anything.
    OutputLog(const HostOptions& options, GatewayPeer peer, shm::Storage& storage,
              std::optional<std::uint64_t> synced);

    /// The last report that it has; 0: none.
    [[nodiscard]] std::uint64_t last() const {
        return unsynced_.empty() ? place_.first_sequence - 1 : unsynced_.back().report_sequence;
    }

    /// Makes the history's last report to the gateway, number `end`, the log's last: voids what
    /// comes behind it, and appends those of `reports` that it lacks, synced.
    void hold_exactly(const std::vector<shm::Report>& reports, std::uint64_t end,
                      const shm::LogOrigin& origin);

    /// Where a writer goes on.
    [[nodiscard]] const shm::SegmentPlace& place() const { return place_; }

  private:
    void find_unsynced(shm::LogReader& reader, std::uint64_t synced);
    void cut(std::uint64_t end, const shm::LogOrigin& origin);
    void go_on_with(std::uint64_t sequence);
    [[nodiscard]] shm::SegmentPlace place_behind(std::uint64_t sequence);

    shm::Storage& storage_;
    shm::LogIdentity identity_;
    std::uint64_t segment_bytes_;
    shm::SegmentPlace place_; ///< behind what is synced
    std::vector<shm::Report> unsynced_;
};

} // namespace pinion::engine
