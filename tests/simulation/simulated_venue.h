#pragma once

#include "feed-handler/reader/feed_reader.h"
#include "fix-gateway/gateway/gateway.h"
#include "shm/byte_hash.h"
#include "tests/engine/support/random.h"
#include "tests/fix-gateway/gateway/fake_network.h"
#include "tests/simulation/engine_watch.h"
#include "tests/simulation/simulated_client.h"
#include "tests/simulation/simulated_engine.h"
#include "tests/simulation/simulated_follower.h"
#include "tests/simulation/store_disks.h"
#include "tests/simulation/virtual_time.h"
#include "tests/support/temporary_directory.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pinion::test {

/// A venue in one thread, all of it real but time, disks and network: an engine, its publisher and
/// what writes its files, a follower, gateways, a reader of the feed, and FIX clients. One seed
/// decides who has the next turn, who dies and what breaks. What must hold is checked all the time;
/// failures are gtest's.
class SimulatedVenue {
  public:
    explicit SimulatedVenue(std::uint64_t seed);
    ~SimulatedVenue();
    SimulatedVenue(const SimulatedVenue&) = delete;
    SimulatedVenue& operator=(const SimulatedVenue&) = delete;

    /// Trades for a while, with everything that can go wrong.
    void trade();

    /// Nothing goes wrong any more and nobody asks for anything, until all is said. Then all must
    /// agree.
    void settle();

    /// Of all that the clients received, and when.
    [[nodiscard]] std::uint64_t trace() const { return trace_.value(); }

    /// How much happened.
    struct Counts {
        std::uint64_t commands = 0;
        std::uint64_t kills = 0;
        std::uint64_t hosts_lost = 0;
    };

    [[nodiscard]] const Counts& counts() const { return counts_; }

  private:
    struct GatewayProcess {
        fix::GatewayOptions options;
        FakeNetwork network;
        std::unique_ptr<fix::Gateway> gateway;
        std::vector<std::unique_ptr<SimulatedClient>> clients;
    };

    [[nodiscard]] engine::HostOptions host_options();
    void add_gateway(std::uint16_t id, std::uint16_t index);
    void step();
    void break_something();
    void fail_at_random();
    void turn_of_somebody();
    void everybodys_turn();
    void engines_turn(std::size_t agent);
    void followers_turn();
    void readers_turn();
    void gateways_turn(GatewayProcess& process);
    void clients_turn(GatewayProcess& process, SimulatedClient& client);
    void start_what_is_down();
    void start_engine();
    void start_gateway(GatewayProcess& process);
    void kill_engine();
    void lose_host();
    void sync();

    [[nodiscard]] GatewayProcess& any_gateway() {
        return *gateways_[random_.below(gateways_.size())];
    }

    [[nodiscard]] std::string what_is_not_said() const;
    void expect_one_book();

    engine::Random random_;
    VirtualTime time_;
    TemporaryDirectory directory_;
    SimulatedEngine engine_;
    EngineWatch watch_;
    StoreDisks store_disks_;
    std::optional<SimulatedFollower> follower_;
    feed::FeedReader reader_;
    std::vector<std::unique_ptr<GatewayProcess>> gateways_;
    shm::ByteHash trace_;
    Counts counts_;
    bool is_host_lost_ = false;
    std::uint64_t syncs_left_ = 0; ///< until the host dies; 0: it does not
};

} // namespace pinion::test
