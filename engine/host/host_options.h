#pragma once

#include "engine/engine_options.h"
#include "shm/layout/durability.h"
#include "shm/sys/agent.h"
#include "shm/sys/host_identity.h"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pinion::engine {

/// A gateway that may talk to the engine.
struct GatewayPeer {
    std::uint16_t id;    ///< in names of segments
    std::uint16_t index; ///< in messages
};

/// What an engine's process is made of. Slot counts are powers of two.
struct HostOptions {
    std::string instance = "pinion";
    EngineOptions engine; ///< its epoch is the host's to choose
    std::vector<GatewayPeer> gateways;
    shm::Durability durability = shm::Durability::none;
    std::string directory; ///< of journal, snapshots and output logs; not used with "none"
    std::uint64_t journal_segment_bytes = 64 << 20;
    std::uint64_t output_log_segment_bytes = 16 << 20;
    std::uint32_t snapshots_max = 2;
    std::uint64_t boot_id = shm::boot_id(); ///< another one: this host lost what was not on disk
    std::uint64_t venue_hash = 0;           ///< shm/layout/link_segment.h
    std::uint64_t command_slots = 1 << 12;
    std::uint64_t report_slots = 1 << 14;
    std::uint64_t log_slots = 1 << 15; ///< at least log_slots_per_gateway_min for each gateway
    std::uint64_t book_event_slots = 1 << 16;
    std::uint64_t feed_slots = 1 << 16;
    std::uint64_t checkpoint_interval = 0; ///< commands; 0: never
    std::string group;                     ///< of the feed and the counters; empty: the creator's
    ::mode_t mode = 0600; ///< of the same; links and log hold clients' orders and stay 0600
    shm::AgentPlacement matcher;
    shm::AgentPlacement publisher;
    shm::AgentPlacement journal;
    shm::AgentPlacement output_log;
};

} // namespace pinion::engine
