#pragma once

#include "tests/support/child_process.h"
#include "tests/support/temporary_directory.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pinion::test {

/// A whole venue of real processes on loopback, under an instance name of its own: as many engines
/// and gateways as asked for, ports that the system picks. Whatever still runs at the end is
/// killed, and what it left is removed.
class Venue {
  public:
    struct Shape {
        std::vector<std::uint16_t> engines = {1};
        std::vector<std::uint16_t> gateways = {1};
        std::map<std::string, std::uint16_t> instruments = {{"PINE", 1},
                                                            {"OAK", 1}}; ///< symbol -> engine
        std::vector<std::string> clients = {"CLIENT1",
                                            "CLIENT2"}; ///< dealt to the gateways in turn
        std::string transport = "auto";
        std::string day_roll{}; ///< as in the config; empty: never
    };

    explicit Venue(Shape shape);
    ~Venue();
    Venue(const Venue&) = delete;
    Venue& operator=(const Venue&) = delete;

    /// Starts an engine and waits until it takes commands. Fails the test if it does not.
    void start_engine(std::uint16_t id);

    /// Starts a gateway and waits until it listens. Fails the test if it does not.
    void start_gateway(std::uint16_t id);

    /// Starts every engine, then every gateway.
    void start();

    [[nodiscard]] ChildProcess& engine(std::uint16_t id) { return engines_.at(id); }

    [[nodiscard]] ChildProcess& gateway(std::uint16_t id) { return gateways_.at(id); }

    [[nodiscard]] int port(std::uint16_t gateway) const { return ports_.at(gateway); }

    [[nodiscard]] const std::string& instance() const { return instance_; }

    [[nodiscard]] std::string config_path() const {
        return (directory_.path() / "venue.toml").string();
    }

    /// A new directory for a client's store.
    [[nodiscard]] std::string client_directory(const std::string& client) const;

    /// What of this venue is in /dev/shm.
    [[nodiscard]] std::vector<std::string> shared_memory_names() const;

  private:
    void write_config() const;

    TemporaryDirectory directory_;
    std::string instance_;
    Shape shape_;
    std::map<std::uint16_t, ChildProcess> engines_;
    std::map<std::uint16_t, ChildProcess> gateways_;
    std::map<std::uint16_t, int> ports_;
};

} // namespace pinion::test
