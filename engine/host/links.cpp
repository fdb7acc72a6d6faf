#include "engine/host/links.h"

#include "engine/host/matcher.h"
#include "shm/layout/log_room.h"
#include "shm/layout/segment_names.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace pinion::engine {

namespace {

static_assert(shm::log_slots_per_gateway_min == 4 * Matcher::commands_per_turn);

void require_usable(const HostOptions& options) {
    if (options.log_slots < options.gateways.size() * shm::log_slots_per_gateway_min)
        throw std::runtime_error(
            "log_slots is too small: " + std::to_string(shm::log_slots_per_gateway_min) +
            " are needed for each gateway");
    for (const GatewayPeer& peer : options.gateways)
        if (peer.index >= options.engine.gateways_max)
            throw std::runtime_error("gateway index is not below gateways_max");
}

std::unique_ptr<Link> adopt_or_create(const HostOptions& options, GatewayPeer peer,
                                      const LogRecovery& recovery,
                                      std::uint64_t reports_begin = 0) {
    auto link = std::make_unique<Link>(options, peer, reports_begin);
    const auto consumed = recovery.consumed.find(peer.id);
    if (link->segment().was_adopted() && consumed != recovery.consumed.end())
        link->skip_to(consumed->second);
    return link;
}

void drop(Link& link, std::string_view reason, shm::Counter& dropped) {
    await_last_commands();
    const std::uint64_t left = link.commands_left();
    dropped.add(left);
    link.segment().unlink();
    spdlog::warn("removed {}, dropping {} commands: {}", link.segment().name(), left, reason);
}

/// Shows what the ring lacks. The output log has all of it, so nothing is lost where the ring is
/// too small.
bool release_what_was_told(Link& link, const ToldReports& told) {
    auto& ring = link.end().reports;
    for (const shm::Report& report : told.reports[link.peer().index])
        if (report.report_sequence == ring.staged() + 1) ring.publish(report);
    return ring.staged() == told.last[link.peer().index];
}

/// Why a link that the last engine left cannot be used; nothing: it can.
std::string_view flaw_of(const HostOptions& options, Link& link, const ToldReports* told) {
    if (link.venue_hash() != options.venue_hash)
        return "the config has other sessions or instruments by now";
    if (link.promises_durability() != (told != nullptr)) return "the durability has changed";
    if (told != nullptr && !release_what_was_told(link, *told))
        return "its reports are not those of the engine's history";
    return {};
}

std::unique_ptr<Link> take_link(const HostOptions& options, GatewayPeer peer,
                                const LogRecovery& recovery, shm::Counter& dropped,
                                const ToldReports* told) {
    const std::uint64_t reports_begin = told == nullptr ? 0 : told->last[peer.index];
    auto link = adopt_or_create(options, peer, recovery, reports_begin);
    if (const std::string_view flaw = flaw_of(options, *link, told); !flaw.empty()) {
        drop(*link, flaw, dropped);
        link = std::make_unique<Link>(options, peer, reports_begin);
    }
    spdlog::info("{} {}", link->segment().was_adopted() ? "adopted" : "created",
                 link->segment().name());
    return link;
}

bool is_gateway(const HostOptions& options, std::uint16_t id) {
    return std::any_of(options.gateways.begin(), options.gateways.end(),
                       [&](const GatewayPeer& peer) { return peer.id == id; });
}

/// Ids of the gateways to which /dev/shm has a link of this engine, but the config none.
std::vector<std::uint16_t> gateways_gone(const HostOptions& options) {
    std::vector<std::uint16_t> ids;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
        const std::string name = entry.path().filename().string();
        const std::size_t id_begin = name.rfind('.') + 1; // npos + 1 is 0
        std::uint16_t id = 0;
        std::from_chars(name.data() + id_begin, name.data() + name.size(), id);
        if (name == shm::link_segment_name(options.instance, options.engine.engine_id, id) &&
            !is_gateway(options, id))
            ids.push_back(id);
    }
    return ids;
}

} // namespace

std::vector<std::unique_ptr<Link>> take_links(const HostOptions& options,
                                              const LogRecovery& recovery, shm::Counter dropped,
                                              const ToldReports* told) {
    require_usable(options);
    std::vector<std::unique_ptr<Link>> links;
    for (const GatewayPeer& peer : options.gateways)
        links.push_back(take_link(options, peer, recovery, dropped, told));
    for (const std::uint16_t id : gateways_gone(options))
        drop(*adopt_or_create(options, {id, 0}, recovery),
             "its gateway is not in the config any more", dropped);
    return links;
}

std::optional<LeftReports> reports_left_in_link(const HostOptions& options, GatewayPeer peer) {
    const std::string name =
        shm::link_segment_name(options.instance, options.engine.engine_id, peer.id);
    try {
        const auto link =
            shm::Segment::open(name, shm::SegmentKind::link, 0, shm::SegmentAccess::read_only);
        const shm::LinkView view(link.payload());
        return LeftReports{shm::BroadcastRing<shm::Report>(view.reports()).written(),
                           view.header().reports_durable.load(std::memory_order_acquire)};
    } catch (const std::runtime_error&) { // none, or none that will be adopted
        return std::nullopt;
    }
}

void await_last_commands() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }

} // namespace pinion::engine
