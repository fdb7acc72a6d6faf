#include "engine/host/link.h"

#include "shm/layout/segment_names.h"
#include "shm/read_once.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>

namespace pinion::engine {

namespace {

shm::LinkView view_of(const shm::Segment& segment) {
    try {
        return shm::LinkView(segment.payload());
    } catch (const std::runtime_error& error) {
        throw std::runtime_error("link " + segment.name() + " is damaged: " + error.what() +
                                 "; stop its gateway and remove it from /dev/shm");
    }
}

/// The link that a dead engine left keeps its slots, whatever the config says by now: there may be
/// commands in them.
shm::LinkLayout layout_for(const std::string& name, const shm::LinkLayout& wanted) {
    try {
        const auto left =
            shm::Segment::open(name, shm::SegmentKind::link, 0, shm::SegmentAccess::read_only);
        const shm::LinkLayout found = view_of(left).layout();
        if (found == wanted || found.hash() != left.header().layout_hash) return wanted;
        spdlog::warn("{} keeps its {} command and {} report slots until the engine is stopped "
                     "cleanly: a dead one may have left commands in them",
                     name, found.command_slots, found.report_slots);
        return found;
    } catch (const shm::SegmentError&) { // there is none, or none that could be adopted
        return wanted;
    }
}

shm::Segment adopt_or_create(const HostOptions& options, GatewayPeer peer,
                             std::uint64_t reports_begin) {
    const std::string name =
        shm::link_segment_name(options.instance, options.engine.engine_id, peer.id);
    const shm::LinkLayout layout = layout_for(
        name, {options.command_slots, options.report_slots, options.engine.sessions_max});
    return shm::Segment::adopt_or_create(
        {name, shm::SegmentKind::link, layout.hash(), layout.bytes(), "", 0600},
        [&](std::span<std::byte> payload) {
            shm::LinkView::format(payload, layout, reports_begin);
            shm::LinkHeader& header = shm::LinkView(payload).header();
            header.venue_hash = options.venue_hash;
            header.durability = options.durability;
        });
}

} // namespace

Link::Link(const HostOptions& options, GatewayPeer peer, std::uint64_t reports_begin)
    : peer_(peer), segment_(adopt_or_create(options, peer, reports_begin)),
      view_(view_of(segment_)), end_(peer, view_),
      watch_(segment_, end_.gateway_lost, end_.gateway_process) {
    close();
}

std::uint64_t Link::venue_hash() const { return shm::read_once(view_.header().venue_hash); }

bool Link::promises_durability() const {
    return view_.header().durability.load(std::memory_order_acquire) != shm::Durability::none;
}

std::uint64_t Link::commands_left() const {
    std::uint64_t count = 0;
    while (count < end_.commands.slot_count() && end_.commands.peek_ahead(count) != nullptr)
        ++count;
    return count;
}

void Link::skip_to(std::uint64_t position) {
    shm::SpscReader<shm::Command>& commands = end_.commands;
    // `position` comes from a dead process's memory: go only over commands that are there, once.
    for (std::uint64_t left = commands.slot_count(); left > 0; --left) {
        if (commands.position() >= position || commands.peek() == nullptr) break;
        commands.pop();
    }
    commands.publish_consumed();
}

void Link::open(const LinkOpening& opening) {
    shm::LinkHeader& header = view_.header();
    for (std::size_t i = 0; i < opening.cl_ord_id_key.size(); ++i)
        std::atomic_ref(header.cl_ord_id_key[i])
            .store(opening.cl_ord_id_key[i], std::memory_order_release);
    header.durability.store(opening.durability, std::memory_order_release);
    header.reports_recovered.store(opening.reports_recovered, std::memory_order_release);
    const auto cells = view_.sessions();
    for (std::size_t i = 0; i < std::min(cells.size(), opening.sessions.size()); ++i)
        cells[i].store(opening.sessions[i], std::memory_order_release);
    header.engine_epoch.store(opening.engine_epoch, std::memory_order_release);
}

void Link::tell_output_log() {
    shm::LinkHeader& header = view_.header();
    header.reports_written.store(end_.reports_in_output_log.load(std::memory_order_acquire),
                                 std::memory_order_release);
    header.reports_durable.store(end_.reports_synced.load(std::memory_order_acquire),
                                 std::memory_order_release);
}

void Link::close() { view_.header().engine_epoch.store(0, std::memory_order_release); }

} // namespace pinion::engine
