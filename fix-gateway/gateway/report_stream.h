#pragma once

#include "fix-gateway/gateway/report_log.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/report.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace pinion::fix {

/// An engine's reports to this gateway, one after the other: from the ring, and from the output log
/// what the ring does not have any more. Without a log what was overwritten is skipped and counted.
///
/// Thread safety: none; the gateway's thread.
class ReportStream {
  public:
    /// Begins at `next`. `log` is null if the engine keeps none. Throws std::runtime_error if
    /// `ring` holds no ring of reports.
    ReportStream(std::span<const std::byte> ring, std::uint64_t next, ReportLog* log);

    /// The oldest report not yet taken with `pop`; null if there is none.
    [[nodiscard]] const shm::Report* front();

    void pop() { has_report_ = false; }

    /// Number of the last report that `front` showed, or passed over.
    [[nodiscard]] std::uint64_t last() const { return ring_.next() - 1; }

    /// Reports in the ring that were not shown yet.
    [[nodiscard]] std::uint64_t unread() const;

    [[nodiscard]] std::uint64_t slot_count() const { return ring_.slot_count(); }

    /// Reports that were overwritten before they were read, since the last call.
    [[nodiscard]] std::uint64_t take_lapped() { return std::exchange(lapped_, 0); }

    /// Reports that were read from the log, since the last call.
    [[nodiscard]] std::uint64_t take_caught_up() { return std::exchange(caught_up_, 0); }

  private:
    [[nodiscard]] bool catch_up();
    [[nodiscard]] bool skip_lost();

    shm::BroadcastReader<shm::Report> ring_;
    ReportLog* log_;
    shm::Report report_{};
    bool has_report_ = false;
    std::uint64_t lapped_ = 0;
    std::uint64_t caught_up_ = 0;
};

} // namespace pinion::fix
