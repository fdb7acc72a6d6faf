#pragma once

#include "fix-gateway/gateway/gateway.h"
#include "shm/messages/report.h"
#include "tests/fix-gateway/gateway/fake_engine.h"
#include "tests/fix-gateway/gateway/fake_network.h"
#include "tests/fix-gateway/support/fix_text.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pinion::fix {

using shm::Command;
using shm::CommandKind;
using test::FakeEngine;
using test::fix_time_now;

/// A whole gateway, turned by hand: the test plays the clients on a network in memory and the
/// engines on their segments, and compares bytes and commands. Engine 1 trades PINE and OAK, engine
/// 2 ELM; the clients are ALICE (session 0) and BOB (session 2).
class GatewayTest : public testing::Test {
  protected:
    GatewayTest();
    ~GatewayTest() override;

    /// Engine `id` promises more from here on; before it and the gateway are started.
    void make_durable(std::uint16_t id);

    /// As the options say; of a durable engine the output log and epoch live on.
    FakeEngine& start_engine(FakeEngine::Options options, std::uint32_t epoch);
    [[nodiscard]] FakeEngine::Options engine_options(std::uint16_t id) const;

    /// Its process dies.
    void kill_engine(std::uint16_t id) { engines_.at(id).reset(); }

    FakeEngine& start_engine(std::uint16_t id, std::uint32_t epoch = 1000,
                             std::uint64_t command_slots = 1024, std::uint64_t report_slots = 1024);
    void stop_engine(std::uint16_t id);

    /// Also takes the place of one that runs, as if that had been killed.
    void start_gateway();

    /// Until nothing moves.
    void turn();

    /// Long enough for ticks and looks at the engines.
    void turn_for(std::chrono::milliseconds time);

    static constexpr std::chrono::milliseconds watch_time{350};

    static std::string frame(const std::string& client, const std::string& type, int sequence,
                             const std::string& body);
    static std::string order(const std::string& client, int sequence, const std::string& id,
                             const std::string& symbol = "PINE");

    transport::ConnectionId log_on(const std::string& client, int sequence = 1,
                                   const std::string& more = "");

    /// Fields `tags` of each frame that came: "35=A 34=1".
    std::vector<std::string> received(transport::ConnectionId id, std::initializer_list<int> tags);

    /// The commands that an engine finds: "kind session id".
    static std::vector<std::string> commands(FakeEngine& engine);

    static shm::Report report(std::uint16_t session, std::uint64_t exec_id);

    std::uint64_t counter(const std::string& name);

    test::TemporaryDirectory directory_;
    GatewayOptions options_;
    test::FakeNetwork network_;
    std::map<std::uint16_t, std::unique_ptr<FakeEngine>> engines_;
    std::unique_ptr<Gateway> gateway_;
};

} // namespace pinion::fix
