#include "engine/admin/admin_link.h"

#include "shm/layout/admin_link.h"
#include "shm/layout/segment_names.h"
#include "shm/read_once.h"
#include "shm/sys/host_identity.h"

#include <stdexcept>
#include <thread>

namespace pinion::engine {

namespace {

using namespace std::chrono_literals;

constexpr auto nap = 1ms;

std::string name_of(const AdminPeer& peer) { return "engine " + std::to_string(peer.engine); }

shm::Segment open_link(const AdminPeer& peer) {
    constexpr std::uint64_t any_layout = 0; // slot counts are the engine's to choose
    try {
        return shm::Segment::open(
            shm::link_segment_name(peer.instance, peer.engine, shm::admin_gateway_id),
            shm::SegmentKind::link, any_layout, shm::SegmentAccess::read_write);
    } catch (const shm::SegmentError& error) {
        throw std::runtime_error(name_of(peer) + " of venue " + peer.instance +
                                 " cannot be reached: " + error.what());
    }
}

} // namespace

AdminLink::AdminLink(const AdminPeer& peer)
    : peer_(peer), segment_(open_link(peer)), view_(segment_.payload()),
      commands_((take_role(), view_.commands())), reports_(view_.reports()) {
    if (shm::read_once(view_.header().venue_hash) != peer_.venue_hash)
        throw std::runtime_error(name_of(peer_) +
                                 " runs with other sessions or instruments than this config has: "
                                 "use the config with which it was started");
    view_.header().reports_read.store(reports_.written(), std::memory_order_relaxed);
    shm::Command command{};
    command.kind = shm::CommandKind::gateway_up;
    command.order_id = shm::random_id() | 1;
    const auto deadline = std::chrono::steady_clock::now() + peer_.patience;
    command.engine_epoch = epoch(deadline);
    send(command, deadline);
}

/// Whoever writes commands must be alone. A predecessor's end is sequenced before it is over.
void AdminLink::take_role() {
    const auto deadline = std::chrono::steady_clock::now() + peer_.patience;
    while (!segment_.try_lock(shm::SegmentRole::producer)) {
        require_engine();
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("another operator is at work at " + name_of(peer_) +
                                     ": nothing was asked of it");
        std::this_thread::sleep_for(nap);
    }
}

void AdminLink::require_engine() const {
    if (segment_.is_unlinked() || !segment_.is_locked(shm::SegmentRole::owner))
        throw std::runtime_error(name_of(peer_) + " of venue " + peer_.instance + " does not run");
}

std::uint32_t AdminLink::epoch(Time deadline) {
    while (true) {
        const auto epoch = view_.header().engine_epoch.load(std::memory_order_acquire);
        if (epoch != 0) return epoch;
        require_engine();
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error(name_of(peer_) + " takes no commands: nothing was done");
        std::this_thread::sleep_for(nap);
    }
}

void AdminLink::send(const shm::Command& command, Time deadline) {
    while (!commands_.try_write(command)) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error(name_of(peer_) +
                                     " has no room for a command: nothing was done");
        std::this_thread::sleep_for(nap);
    }
}

bool AdminLink::next(shm::ControlReport& report) {
    shm::Report next;
    switch (reports_.poll(next)) {
    case shm::BroadcastRead::empty: return false;
    case shm::BroadcastRead::lapped:
        throw std::runtime_error(name_of(peer_) +
                                 " answered more than its ring holds: ask it what it did");
    case shm::BroadcastRead::ready: break;
    }
    view_.header().reports_read.store(reports_.next() - 1, std::memory_order_relaxed);
    report = shm::control_of(next);
    return true;
}

shm::ControlReport AdminLink::ask(shm::ControlCommand command,
                                  const std::function<void(const shm::ControlReport&)>& on_row) {
    const auto deadline = std::chrono::steady_clock::now() + peer_.patience;
    command.kind = shm::CommandKind::control;
    command.engine_epoch = epoch(deadline);
    command.request = static_cast<std::uint32_t>(shm::random_id());
    send(shm::command_of(command), deadline);
    for (shm::ControlReport report{};;) {
        if (!next(report)) {
            if (std::chrono::steady_clock::now() > deadline)
                throw std::runtime_error(name_of(peer_) +
                                         " did not answer in time: it may still do what was asked");
            std::this_thread::sleep_for(nap);
            continue;
        }
        // Others are answers to an operator who did not wait for them.
        if (report.kind != shm::ReportKind::control || report.request != command.request) continue;
        if ((report.flags & shm::report_flags::last_of_mass) != 0) return report;
        if (on_row) on_row(report);
    }
}

} // namespace pinion::engine
