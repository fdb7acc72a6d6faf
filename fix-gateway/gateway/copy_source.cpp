#include "fix-gateway/gateway/copy_source.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

namespace pinion::fix {

CopySource::Ring::Ring(shm::Segment opened, std::uint32_t ring_number, std::uint64_t next,
                       ReportLog* log)
    : segment(std::move(opened)), view(segment.payload()), reports(view.reports(), next, log),
      number(ring_number) {}

CopySource::CopySource(const GatewayOptions& options, const CopiedLink& copied)
    : instance_(options.instance), peer_(options.engines.at(copied.engine)), copied_(copied),
      log_(output_log_of(options, peer_, copied.gateway)) {}

void CopySource::watch(std::span<const ReportOrigin> positions) {
    if (ring_ && ring_->segment.is_unlinked() && front() == nullptr) ring_.reset();
    if (!ring_) attach(positions);
}

void CopySource::attach(std::span<const ReportOrigin> positions) {
    try {
        shm::Segment link =
            open_link(instance_, peer_, copied_.gateway, shm::SegmentAccess::read_only);
        if (!keeps_its_promise(link)) return;
        const auto last =
            std::find_if(positions.begin(), positions.end(), [&](const ReportOrigin& each) {
                return each.engine == peer_.id && each.gateway == copied_.gateway;
            });
        const bool is_new = last == positions.end();
        const std::uint32_t number = ring_of(link, peer_);
        std::uint64_t next = is_new && is_durable() ? log_.first() : 1;
        if (!is_new && last->ring == number) next = last->report_sequence + 1;
        ring_.emplace(std::move(link), number, next, is_durable() ? &log_ : nullptr);
        taken_ = next - 1;
        fault_.clear();
        if (!is_new) return;
        static_cast<void>(front());
        static_cast<void>(ring_->reports.take_lapped()); // what was before us is not lost to us
    } catch (const std::runtime_error& error) {
        fault_ = error.what();
    }
}

/// How reports are counted depends on it. An engine that is only coming says it later.
bool CopySource::keeps_its_promise(const shm::Segment& link) {
    const shm::LinkView view(link.payload());
    if (view.header().engine_epoch.load(std::memory_order_acquire) == 0) return false;
    if (view.header().durability.load(std::memory_order_acquire) == peer_.durability) return true;
    fault_ = "engine " + std::to_string(peer_.id) +
             " runs with another durability than this gateway's config has";
    return false;
}

void CopySource::pop() {
    taken_ = ring_->reports.last();
    ring_->reports.pop();
}

std::uint64_t CopySource::lag_max() const {
    constexpr std::uint64_t of_a_log = 1 << 16;
    if (is_durable() || !ring_) return of_a_log;
    return std::min(of_a_log, ring_->reports.slot_count() / 4);
}

std::optional<ReportOrigin> CopySource::recovered() const {
    if (!ring_ || !ring_->segment.is_locked(shm::SegmentRole::owner) ||
        ring_->view.header().engine_epoch.load(std::memory_order_acquire) == 0)
        return std::nullopt;
    return at(ring_->view.header().reports_recovered.load(std::memory_order_acquire));
}

ReportOrigin CopySource::at(std::uint64_t sequence) const {
    return {sequence, ring_ ? ring_->number : 0, peer_.id, copied_.gateway};
}

} // namespace pinion::fix
