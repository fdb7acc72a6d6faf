#pragma once

#include "engine/host/host_options.h"
#include "engine/host/matcher.h"
#include "engine/publisher/publisher.h"
#include "shm/counters.h"

#include <vector>

/// The names under which an engine's process counts.
namespace pinion::engine {

[[nodiscard]] Matcher::Counters matcher_counters(shm::Counters& counters);
[[nodiscard]] PublisherCounters publisher_counters(shm::Counters& counters);

/// What is measured now and then and not where it happens.
struct HostGauges {
    HostGauges(shm::Counters& counters, const std::vector<GatewayPeer>& gateways);

    shm::Counter engine_epoch;
    shm::Counter log_position; ///< sequence of the last command executed
    shm::Counter reports;      ///< in the rings of all links, those of former epochs included
    shm::Counter gateways_attached;
    shm::Counter gateways_lost;
    shm::Counter clock_jumps;
    shm::Counter book_event_ring_depth;
    std::vector<shm::Counter> command_ring_depths; ///< in the order of the gateways
};

} // namespace pinion::engine
