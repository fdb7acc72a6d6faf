#pragma once

#include "latency/load/fix_session.h"
#include "latency/load/order_flow.h"
#include "latency/venue/local_venue.h"

#include <cstdint>
#include <span>
#include <string>

namespace pinion::latency {

/// Where the threads of a venue run. Each spins on its core, but the publisher: without a core it
/// sleeps between looks, wherever the kernel puts it.
struct VenueCores {
    int gateway;
    int matcher;
    int publisher = -1;
};

/// A venue of one engine and one gateway with an empty book and one client, for a benchmark.
/// Thread safety: none. Errors: the constructor throws std::runtime_error with what a process said.
class OwnVenue {
  public:
    /// `all_cores`: those that the processes may use at all.
    OwnVenue(const VenueCores& cores, std::span<const int> all_cores);

    [[nodiscard]] const std::string& instance() const { return venue_.instance(); }

    [[nodiscard]] const FixAddress& address() const { return address_; }

    [[nodiscard]] static OrderTerms terms() { return {"PINE", "10.00", "1", engine_id}; }

  private:
    static constexpr std::uint16_t engine_id = 1;

    [[nodiscard]] static std::string config_text(const VenueCores& cores);

    LocalVenue venue_;
    FixAddress address_;
};

} // namespace pinion::latency
