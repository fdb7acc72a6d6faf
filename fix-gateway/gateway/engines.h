#pragma once

#include "fix-gateway/gateway/engine_link.h"
#include "fix-gateway/gateway/gateway_counters.h"
#include "fix-gateway/translate/routing_table.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pinion::fix {

/// All engines of the gateway and who trades what.
///
/// Thread safety: none; the gateway's thread. Errors: the constructor throws std::invalid_argument
/// for instruments that cannot be routed and SegmentError for an engine of another version; after
/// that an engine that is not there is a state.
class Engines {
  public:
    /// Called when an engine came, with its link: it knows of no session yet.
    using OnCame = std::function<void(EngineLink&)>;

    Engines(const GatewayOptions& options, EngineLink::LastRecorded last_recorded,
            GatewayCounters& counters);

    /// Looks which engines are there; says in the log what changed.
    void watch(const OnCame& on_came);

    /// Whether there is room for `count` commands that a message about `symbol` causes: at the
    /// engine that trades it, or at all of them if that is not known.
    [[nodiscard]] bool have_room(std::uint64_t count, std::string_view symbol);

    /// Whether there is room to tell the engines that are there of a session.
    [[nodiscard]] bool can_announce();

    /// Whether each durable engine is there.
    [[nodiscard]] bool durable_ones_are_there() const;

    /// Tells every engine that is there of a session's coming or going.
    void announce(const shm::Command& command);

    [[nodiscard]] EngineLink& link(std::uint16_t engine) { return links_[engine]; }

    [[nodiscard]] std::span<EngineLink> links() { return links_; }

    [[nodiscard]] const RoutingTable& routes() const { return routes_; }

  private:
    void came(std::uint16_t engine);
    void went(std::uint16_t engine);
    void say_fault(std::uint16_t engine);

    std::vector<EngineLink> links_; ///< by the engine's index in the routing table
    std::vector<std::string> said_; ///< by engine: the fault that the log has already
    RoutingTable routes_;
    GatewayCounters& counters_;
};

} // namespace pinion::fix
