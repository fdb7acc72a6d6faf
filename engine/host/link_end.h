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
        : gateway(peer), commands(view.commands()), reports(view.reports()) {}

    GatewayPeer gateway;
    std::uint64_t gateway_process = 0; ///< that writes the commands; 0: none said so yet
    shm::SpscReader<shm::Command> commands;
    shm::BroadcastWriter<shm::Report> reports;
    /// Set by the gateway's watch when nobody can write commands any more; cleared by the matcher
    /// when it has sequenced the gateway_down.
    alignas(shm::cache_line_bytes) std::atomic<bool> gateway_lost{false};
};

} // namespace pinion::engine
