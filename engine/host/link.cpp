#include "engine/host/link.h"

#include "shm/layout/segment_names.h"

#include <sys/random.h>

#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace pinion::engine {

namespace {

shm::Segment adopt_or_create(const HostOptions& options, GatewayPeer peer) {
    const shm::LinkLayout layout{options.command_slots, options.report_slots};
    const shm::SegmentSpec spec{
        shm::link_segment_name(options.instance, options.engine.engine_id, peer.id),
        shm::SegmentKind::link,
        layout.hash(),
        layout.bytes(),
        "",
        0600};
    return shm::Segment::adopt_or_create(
        spec, [&](std::span<std::byte> payload) { shm::LinkView::format(payload, layout); });
}

shm::LinkView view_of(const shm::Segment& segment) {
    try {
        return shm::LinkView(segment.payload());
    } catch (const std::runtime_error& error) {
        throw std::runtime_error("link " + segment.name() + " is damaged: " + error.what() +
                                 "; stop its gateway and remove it from /dev/shm");
    }
}

std::uint64_t random_word() {
    std::uint64_t word = 0;
    if (::getrandom(&word, sizeof word, 0) != sizeof word)
        throw std::system_error(errno, std::generic_category(), "getrandom");
    return word;
}

} // namespace

Link::Link(const HostOptions& options, GatewayPeer peer)
    : peer_(peer), segment_(adopt_or_create(options, peer)), view_(view_of(segment_)),
      end_(peer.index, view_), watch_(segment_, end_.gateway_lost) {
    close();
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

void Link::open(std::uint32_t engine_epoch) {
    for (std::uint64_t& word : view_.header().cl_ord_id_key)
        std::atomic_ref(word).store(random_word(), std::memory_order_release);
    view_.header().engine_epoch.store(engine_epoch, std::memory_order_release);
}

void Link::close() { view_.header().engine_epoch.store(0, std::memory_order_release); }

} // namespace pinion::engine
