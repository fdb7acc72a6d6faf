#include "config/segment_plan.h"

#include "shm/counters.h"
#include "shm/layout/admin_link.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/feed_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"

namespace pinion::config {

namespace {

PlannedSegment segment(const std::string& name, std::size_t payload_bytes) {
    return {name, shm::segment_header_bytes + payload_bytes};
}

PlannedSegment counters(const VenueConfig& venue, const std::string& process) {
    return segment(shm::counters_segment_name(venue.instance, process),
                   shm::counters_payload_bytes);
}

} // namespace

std::vector<PlannedSegment> plan_segments(const VenueConfig& venue) {
    std::vector<PlannedSegment> plan;
    for (const EngineConfig& engine : venue.engines) {
        const shm::FeedLayout feed{venue.instruments_of(engine.id).size(), engine.orders_max,
                                   engine.feed_slots};
        const shm::LinkLayout link{engine.command_slots, engine.report_slots,
                                   venue.sessions.size()};
        plan.push_back(segment(shm::engine_segment_name(venue.instance, engine.id),
                               shm::EngineLayout{engine.log_slots}.bytes()));
        plan.push_back(segment(shm::feed_segment_name(venue.instance, engine.id), feed.bytes()));
        plan.push_back(
            segment(shm::link_segment_name(venue.instance, engine.id, shm::admin_gateway_id),
                    link.bytes()));
        for (const GatewayConfig& gateway : venue.gateways_of(engine.id))
            plan.push_back(segment(shm::link_segment_name(venue.instance, engine.id, gateway.id),
                                   link.bytes()));
        plan.push_back(counters(venue, "engine." + std::to_string(engine.id)));
    }
    for (const GatewayConfig& gateway : venue.gateways)
        plan.push_back(counters(venue, "gateway." + std::to_string(gateway.id)));
    return plan;
}

} // namespace pinion::config
