#pragma once

#include "config/config_error.h"
#include "config/venue_config.h"
#include "shm/sys/agent.h"

#include <cstdint>
#include <string>
#include <vector>

/// Which thread of the venue runs where and how it waits: what the config says, and for `auto` what
/// the host can bear.
///
/// A host with a usable core for each thread and one to spare lets each `auto` thread spin on a
/// core of its own, the highest first, since the lowest ones serve interrupts. Any other host
/// leaves `auto` threads unpinned; matchers yield, the others sleep. Threads that wait for disks
/// are not counted: where they may choose they are unpinned and sleep.
namespace pinion::config {

enum class ThreadRole : std::uint8_t { matcher, publisher, journal, output_log, gateway };

struct PlannedThread {
    ThreadRole role;
    std::uint16_t id; ///< of the engine or gateway
    shm::AgentPlacement placement;

    [[nodiscard]] std::string name() const; ///< "engine 1 matcher", "gateway 2"
};

struct CorePlan {
    std::vector<PlannedThread> threads; ///< of every process of the venue

    [[nodiscard]] shm::AgentPlacement matcher(std::uint16_t engine) const;
    [[nodiscard]] shm::AgentPlacement publisher(std::uint16_t engine) const;
    /// Of an engine with a durability other than "none".
    [[nodiscard]] shm::AgentPlacement journal(std::uint16_t engine) const;
    [[nodiscard]] shm::AgentPlacement output_log(std::uint16_t engine) const;
    [[nodiscard]] shm::AgentPlacement gateway(std::uint16_t id) const;
};

/// `usable_cores` is shm::usable_cores(). Throws ConfigError for a core that is not usable, a
/// thread that would share the core on which another one spins, or more spinning threads than
/// cores.
[[nodiscard]] CorePlan plan_cores(const VenueConfig& venue, const std::vector<int>& usable_cores);

} // namespace pinion::config
