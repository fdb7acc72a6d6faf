#pragma once

#include "latency/bench/child_program.h"
#include "latency/load/fix_session.h"
#include "latency/load/order_flow.h"

#include <cstdint>
#include <filesystem>
#include <memory>
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

/// A venue of real processes on loopback, under an instance name of its own, with an empty book and
/// a port that the system picks. It goes, with all that it left, at the end.
/// Thread safety: none. Errors: the constructor throws std::runtime_error with what a process said.
class OwnVenue {
  public:
    /// `all_cores`: those that the processes may use at all.
    OwnVenue(const VenueCores& cores, std::span<const int> all_cores);
    ~OwnVenue();

    OwnVenue(const OwnVenue&) = delete;
    OwnVenue& operator=(const OwnVenue&) = delete;

    [[nodiscard]] const std::string& instance() const { return instance_; }

    [[nodiscard]] const FixAddress& address() const { return address_; }

    [[nodiscard]] static OrderTerms terms() { return {"PINE", "10.00", "1", engine_id}; }

  private:
    static constexpr std::uint16_t engine_id = 1;

    [[nodiscard]] std::string config_text(const VenueCores& cores) const;
    void wait_for_engine() const;

    std::string instance_;
    std::filesystem::path directory_;
    FixAddress address_;
    std::unique_ptr<ChildProgram> engine_;
    std::unique_ptr<ChildProgram> gateway_; ///< last: it stops first
};

} // namespace pinion::latency
