#pragma once

#include "shm/broadcast_ring.h"
#include "shm/cache_line.h"
#include "shm/layout/link_segment.h"
#include "shm/spsc_ring.h"

#include <atomic>
#include <cstdint>

namespace pinion::engine {

/// The matcher's end of a link.
struct LinkEnd {
    LinkEnd(std::uint16_t gateway_index, const shm::LinkView& view)
        : gateway(gateway_index), commands(view.commands()), reports(view.reports()) {}

    std::uint16_t gateway; ///< index in messages
    shm::SpscReader<shm::Command> commands;
    shm::BroadcastWriter<shm::Report> reports;
    /// Set by the gateway's watch when nobody can write commands any more; cleared by the matcher
    /// when it has sequenced the gateway_down.
    alignas(shm::cache_line_bytes) std::atomic<bool> gateway_lost{false};
};

} // namespace pinion::engine
