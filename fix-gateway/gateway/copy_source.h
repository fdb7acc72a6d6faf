#pragma once

#include "fix-gateway/gateway/gateway_options.h"
#include "fix-gateway/gateway/link_access.h"
#include "fix-gateway/gateway/report_log.h"
#include "fix-gateway/gateway/report_stream.h"
#include "fix-gateway/store/store_layout.h"
#include "shm/layout/link_segment.h"
#include "shm/messages/report.h"
#include "shm/segment.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace pinion::fix {

/// What an engine tells a gateway, read along beside that gateway, whether it runs or not: from the
/// ring, from the output log, from the rings of the engine's successors. Writes nothing.
///
/// Thread safety: none; the gateway's thread. Errors: none; what cannot be read is not there, and
/// `fault` says why.
class CopySource {
  public:
    CopySource(const GatewayOptions& options, const CopiedLink& copied);

    /// Looks whether there is something to read. It is read on behind its position among
    /// `positions`; without one from the oldest report that is still had. System calls: every 200
    /// ms or so is enough.
    void watch(std::span<const ReportOrigin> positions);

    /// The oldest report not yet taken with `pop`; null if there is none.
    [[nodiscard]] const shm::Report* front() { return ring_ ? ring_->reports.front() : nullptr; }

    /// Where the report is that `front` shows.
    [[nodiscard]] ReportOrigin position() const { return at(ring_->reports.last()); }

    void pop();

    /// The last report that was taken; its sequence is 0 if none was, or there is nothing to read.
    [[nodiscard]] ReportOrigin taken() const { return at(ring_ ? taken_ : 0); }

    /// How far a recorded position may lag, so that what is behind it is still had.
    [[nodiscard]] std::uint64_t lag_max() const;

    /// The engine's index in the gateway's list.
    [[nodiscard]] std::uint16_t engine() const { return copied_.engine; }

    [[nodiscard]] bool is_durable() const { return peer_.durability != shm::Durability::none; }

    /// The last report that the engine knew of when it started; nothing while it is not there.
    [[nodiscard]] std::optional<ReportOrigin> recovered() const;

    [[nodiscard]] ReportStream* reports() { return ring_ ? &ring_->reports : nullptr; }

    [[nodiscard]] const std::string& fault() const {
        return fault_.empty() ? log_.fault() : fault_;
    }

  private:
    struct Ring {
        Ring(shm::Segment opened, std::uint32_t ring_number, std::uint64_t next, ReportLog* log);

        shm::Segment segment;
        shm::LinkView view;
        ReportStream reports;
        std::uint32_t number;
    };

    void attach(std::span<const ReportOrigin> positions);
    [[nodiscard]] bool keeps_its_promise(const shm::Segment& link);
    [[nodiscard]] ReportOrigin at(std::uint64_t sequence) const;

    std::string instance_;
    EnginePeer peer_;
    CopiedLink copied_;
    ReportLog log_;
    std::optional<Ring> ring_;
    std::uint64_t taken_ = 0;
    std::string fault_;
};

} // namespace pinion::fix
