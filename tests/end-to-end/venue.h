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
                                            "CLIENT2"}; ///< dealt to the gateways in turn
        std::string transport = "auto";
        std::string day_roll{};          ///< as in the config; empty: never
        std::string durability = "none"; ///< of all engines
    };

    explicit Venue(Shape shape);

    /// Starts every engine, then every gateway.
    void start();

    /// From now on a gateway that is started again listens where it does now, so that its clients
    /// find it.
    void keep_ports();

    /// A new directory for a client's store.
    [[nodiscard]] std::string client_directory(const std::string& client) const;

  private:
    Shape shape_;
};

} // namespace pinion::test
