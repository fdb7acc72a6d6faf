#pragma once

#include "latency/venue/local_venue.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pinion::test {

/// A whole venue for a test: as many engines and gateways as asked for, ports that the system
/// picks. What does not start fails the test by an exception.
class Venue : public latency::LocalVenue {
  public:
    struct Shape {
        std::vector<std::uint16_t> engines = {1};
        std::vector<std::uint16_t> gateways = {1};
        std::map<std::string, std::uint16_t> instruments = {{"PINE", 1},
                                                            {"OAK", 1}}; ///< symbol -> engine
        std::vector<std::string> clients = {"CLIENT1",
                                            "CLIENT2"};      ///< dealt to the gateways in turn
        std::map<std::string, std::string> drop_copies = {}; ///< session of the last gateway ->
                                                             ///< what it copies, as in the config
        std::string transport = "auto";
        std::string calendar{};          ///< keys of a [[calendar]] of all instruments; empty: none
        std::string instrument_terms{};  ///< more keys of each instrument
        std::string day_roll{};          ///< as in the config; empty: never
        std::string durability = "none"; ///< of all engines
        int snapshot_interval = 1'000'000; ///< commands between two of a follower's snapshots
        int snapshots_max = 2;
        bool has_risk = false; ///< PINE is traded in dollars, which accounts need; 100 lots at most
    };

    explicit Venue(Shape shape);

    /// Starts every engine, then every gateway.
    void start();

    /// Starts a follower of an engine, and does not wait.
    [[nodiscard]] shm::ChildProcess start_follower(std::uint16_t engine) const;

    /// Starts one more process of an engine or gateway and does not wait: to kill it on its way.
    [[nodiscard]] shm::ChildProcess launch_engine(std::uint16_t id) const;
    [[nodiscard]] shm::ChildProcess launch_gateway(std::uint16_t id) const;

    /// From now on a gateway that is started again listens where it does now, so that its clients
    /// find it.
    void keep_ports();

    /// Waits until the gateway has written that; false if it does not.
    [[nodiscard]] bool gateway_says(std::uint16_t id, const std::string& text);

    /// A new directory for a client's store.
    [[nodiscard]] std::string client_directory(const std::string& client) const;

  private:
    Shape shape_;
};

} // namespace pinion::test
