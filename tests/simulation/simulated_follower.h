#pragma once

#include "engine/follower/followed_engine.h"
#include "engine/follower/follower.h"
#include "tests/simulation/simulated_engine.h"

#include <memory>
#include <vector>

namespace pinion::test {

/// The follower's process: the real one, which gets its turns from the caller. It refuses to go on
/// when the engine is not what it should be.
class SimulatedFollower {
  public:
    explicit SimulatedFollower(SimulatedEngine& engine)
        : journal_(engine.directory("journal")), snapshots_(engine.directory("snapshots")),
          segments_(engine.options().instance, engine.options().engine.engine_id,
                    gateways_of(engine)),
          follower_({.engine = engine.options().engine,
                     .instance = engine.options().instance,
                     .checkpoint_interval = engine.options().checkpoint_interval,
                     .snapshot_interval = 20},
                    *journal_, *snapshots_) {}

    void turn() {
        if (segments_.look()) follower_.meet(*segments_.view());
        const auto are_durable = [this](const engine::MatchingEngine& state) {
            return segments_.has_durable_reports(state);
        };
        static_cast<void>(follower_.follow(*segments_.view(), are_durable));
    }

  private:
    static std::vector<engine::FollowedGateway> gateways_of(const SimulatedEngine& engine) {
        std::vector<engine::FollowedGateway> gateways;
        for (const auto& gateway : engine.options().gateways)
            gateways.push_back({gateway.id, gateway.index});
        return gateways;
    }

    std::unique_ptr<shm::Storage> journal_;
    std::unique_ptr<shm::Storage> snapshots_;
    engine::FollowedEngine segments_;
    engine::Follower follower_;
};

} // namespace pinion::test
