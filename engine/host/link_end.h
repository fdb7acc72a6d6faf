#pragma once

#include "engine/host/host_options.h"
#include "shm/broadcast_ring.h"
#include "shm/cache_line.h"
#include "shm/layout/link_segment.h"
#include "shm/spsc_ring.h"

#include <atomic>
#include <cstdint>

namespace pinion::engine {

/// The matcher's end of a link.
struct LinkEnd {
    LinkEnd(GatewayPeer peer, const shm::LinkView& view)
        : gateway(peer), commands(view.commands()), reports(view.reports()),
          gateway_process(view.header().gateway_process) {}

    GatewayPeer gateway;
    shm::SpscReader<shm::Command> commands;
    shm::BroadcastWriter<shm::Report> reports;
    /// That writes the commands; 0: none said so yet, or it is down. The matcher's to set. It lies
    /// in the link, so that a new engine knows whom the last one met.
    std::atomic<std::uint64_t>& gateway_process;
    /// Set by the gateway's watch when nobody can write commands any more; cleared by the matcher
    /// when it has sequenced the gateway_down.
    alignas(shm::cache_line_bytes) std::atomic<bool> gateway_lost{false};
    /// The last reports that are written, and synced, in the output log: its writer's to set. The
    /// link tells the gateway the same, but there a gateway could write, too.
    alignas(shm::cache_line_bytes) std::atomic<std::uint64_t> reports_in_output_log{0};
    std::atomic<std::uint64_t> reports_synced{0};
};

} // namespace pinion::engine
