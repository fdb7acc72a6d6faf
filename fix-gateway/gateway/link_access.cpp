#include "fix-gateway/gateway/link_access.h"

#include "shm/layout/feed_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/read_once.h"

#include <stdexcept>

namespace pinion::fix {

namespace {

shm::Segment open_any_link(const std::string& instance, std::uint16_t engine, std::uint16_t gateway,
                           shm::SegmentAccess access) {
    constexpr std::uint64_t any_layout = 0; // slot counts are the engine's to choose
    return shm::Segment::open(shm::link_segment_name(instance, engine, gateway),
                              shm::SegmentKind::link, any_layout, access);
}

shm::Segment open_feed(const std::string& instance, std::uint16_t engine) {
    return shm::Segment::open(shm::feed_segment_name(instance, engine), shm::SegmentKind::feed,
                              shm::FeedLayout::hash(), shm::SegmentAccess::read_only);
}

/// Messages name sessions and instruments by their places in the config, so that must be the same.
void require_same_venue(const shm::Segment& link, const EnginePeer& peer) {
    const shm::LinkView view(link.payload());
    if (shm::read_once(view.header().venue_hash) == peer.venue_hash) return;
    throw std::runtime_error("engine " + std::to_string(peer.id) +
                             " runs with other sessions or instruments than this gateway's config "
                             "has; restart both with the same file");
}

} // namespace

void require_own_version(const std::string& instance, std::uint16_t engine, std::uint16_t gateway) {
    const auto require = [](const auto& open) {
        try {
            static_cast<void>(open());
        } catch (const shm::SegmentError& error) {
            if (error.code() == shm::SegmentError::Code::wrong_layout) throw;
        }
    };
    require(
        [&] { return open_any_link(instance, engine, gateway, shm::SegmentAccess::read_only); });
    require([&] { return open_feed(instance, engine); });
}

shm::Segment open_link(const std::string& instance, const EnginePeer& peer, std::uint16_t gateway,
                       shm::SegmentAccess access) {
    shm::Segment link = open_any_link(instance, peer.id, gateway, access);
    require_same_venue(link, peer);
    return link;
}

std::uint32_t ring_of(const shm::Segment& link, const EnginePeer& peer) {
    if (peer.durability != shm::Durability::none) return 0;
    const std::uint64_t id = link.header().instance_id;
    return static_cast<std::uint32_t>(id ^ (id >> 32)) | 1;
}

ReportLog output_log_of(const GatewayOptions& options, const EnginePeer& peer,
                        std::uint16_t gateway) {
    return {peer.directory + "/output." + std::to_string(gateway),
            {shm::LogKind::output, peer.id, gateway, options.instance},
            options.open_output_log};
}

} // namespace pinion::fix
