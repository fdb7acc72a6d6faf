#pragma once

#include "engine/host/release_gate.h"
#include "engine/host/staged_commands.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/report.h"

#include <atomic>
#include <cstdint>

namespace pinion::engine {

/// One gateway's reports on their way: staged in its ring, and visible when the gate lets their
/// command pass. A slot is used again when the output log has its report, or, without one, when the
/// report was visible: then a gateway that is a ring behind is lapped, and knows it.
///
/// Thread safety: none; the matcher's.
class ReportLane {
  public:
    /// `output_log` is the last report that the output log has; null: there is none. Both outlive
    /// the lane.
    ReportLane(shm::BroadcastWriter<shm::Report>& ring,
               const std::atomic<std::uint64_t>* output_log)
        : ring_(ring), output_log_(output_log), reusable_(ring.staged()),
          staged_(ring.slot_count()) {
        look_what_is_reusable();
    }

    /// Where to write the next report, of command `sequence`; null when there is no room for it
    /// now. A report's place in the ring is its number.
    [[nodiscard]] shm::Report* try_claim(std::uint64_t report_sequence, std::uint64_t sequence,
                                         const ReleaseGate& gate);

    /// Keeps the claimed report for `release`.
    void stage(std::uint64_t sequence, const ReleaseGate& gate);

    /// Shows what the gate lets pass. `sequence` is the last command's.
    void release(std::uint64_t sequence, const ReleaseGate& gate);

    [[nodiscard]] bool has_unreleased() const { return ring_.unreleased() > 0; }

  private:
    [[nodiscard]] bool has_room() const { return ring_.staged() - reusable_ < ring_.slot_count(); }

    void look_what_is_reusable();

    shm::BroadcastWriter<shm::Report>& ring_;
    const std::atomic<std::uint64_t>* output_log_;
    std::uint64_t reusable_; ///< slots of reports up to here may be used again
    StagedCommands staged_;
};

} // namespace pinion::engine
