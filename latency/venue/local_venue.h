#pragma once

#include "shm/sys/child_process.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pinion::latency {

/// Engines and gateways of one config as real processes on loopback, for benchmarks and tests,
/// under an instance name of their own. Whatever still runs at the end is killed, and what it left
/// is removed. Thread safety: none. Errors: std::runtime_error with what a process said.
class LocalVenue {
  public:
    /// `purpose` begins the instance's name; `programs` is the directory of the venue's programs;
    /// `cores` are those that the processes may use at all, if not all.
    LocalVenue(const std::string& purpose, std::filesystem::path programs,
               std::vector<int> cores = {});
    ~LocalVenue();

    LocalVenue(const LocalVenue&) = delete;
    LocalVenue& operator=(const LocalVenue&) = delete;

    [[nodiscard]] const std::string& instance() const { return instance_; }

    /// For whatever belongs to the venue.
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

    [[nodiscard]] std::string config_path() const { return directory_ / "venue.toml"; }

    /// Before anything starts. `text` names engines, gateways and what they serve; instance and
    /// directory of state are added.
    void write_config(const std::string& text) const;

    /// Starts an engine and waits until it takes commands: a gateway that starts before would
    /// refuse orders until it looks again.
    void start_engine(std::uint16_t id);

    /// Starts a gateway and waits until it listens.
    void start_gateway(std::uint16_t id);

    [[nodiscard]] shm::ChildProcess& engine(std::uint16_t id) { return engines_.at(id); }

    [[nodiscard]] shm::ChildProcess& gateway(std::uint16_t id) { return gateways_.at(id); }

    [[nodiscard]] int port(std::uint16_t gateway) const { return ports_.at(gateway); }

    /// What of this venue is in /dev/shm.
    [[nodiscard]] std::vector<std::string> shared_memory_names() const;

  protected:
    /// Starts a program of the venue, for the engine or gateway that `role` and `id` name.
    [[nodiscard]] shm::ChildProcess run(const char* program, const char* role,
                                        std::uint16_t id) const;

  private:
    std::string instance_;
    std::filesystem::path directory_;
    std::filesystem::path programs_;
    std::vector<int> cores_;
    std::map<std::uint16_t, shm::ChildProcess> engines_;
    std::map<std::uint16_t, shm::ChildProcess> gateways_;
    std::map<std::uint16_t, int> ports_;
};

} // namespace pinion::latency
