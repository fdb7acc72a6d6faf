#include "engine/follower/followed_engine.h"

#include "shm/layout/link_segment.h"
#include "shm/layout/segment_names.h"

#include <algorithm>
#include <utility>

namespace pinion::engine {

FollowedEngine::FollowedEngine(std::string instance, std::uint16_t engine,
                               std::vector<FollowedGateway> gateways)
    : instance_(std::move(instance)), engine_(engine), gateways_(std::move(gateways)) {}

std::optional<shm::Segment> FollowedEngine::open_if_there(const std::string& name,
                                                          shm::SegmentKind kind) const {
    constexpr std::uint64_t any_layout = 0;
    try {
        return shm::Segment::open(name, kind, any_layout, shm::SegmentAccess::read_only);
    } catch (const shm::SegmentError& error) {
        if (error.code() == shm::SegmentError::Code::missing) return std::nullopt;
        throw;
    }
}

bool FollowedEngine::look() {
    if (segment_ && !segment_->is_unlinked()) return false;
    view_.reset();
    segment_ =
        open_if_there(shm::engine_segment_name(instance_, engine_), shm::SegmentKind::engine);
    if (segment_) view_.emplace(segment_->payload());
    return segment_.has_value();
}

std::optional<shm::Segment> FollowedEngine::link_of(const FollowedGateway& gateway) const {
    return open_if_there(shm::link_segment_name(instance_, engine_, gateway.id),
                         shm::SegmentKind::link);
}

bool FollowedEngine::has_durable_reports(const MatchingEngine& state) const {
    return std::all_of(gateways_.begin(), gateways_.end(), [&](const FollowedGateway& gateway) {
        const auto link = link_of(gateway);
        return link && shm::LinkView(link->payload())
                               .header()
                               .reports_durable.load(std::memory_order_acquire) >=
                           state.report_sequence(gateway.index);
    });
}

std::uint64_t FollowedEngine::last_handled(const FollowedGateway& gateway,
                                           const MatchingEngine& state) const {
    const auto link = link_of(gateway);
    if (!link) return 0;
    const auto handled =
        shm::LinkView(link->payload()).header().reports_read.load(std::memory_order_acquire);
    return std::min(handled, state.report_sequence(gateway.index));
}

} // namespace pinion::engine
