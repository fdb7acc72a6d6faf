// Engines come, go, crash and fall behind while clients are logged on.

#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

TEST_F(GatewayTest, without_the_engine_orders_are_answered_with_380_4_and_sessions_live) {
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "id"));
    turn();
    EXPECT_THAT(received(alice, {35, 34, 372, 45, 380}), ElementsAre("35=j 34=2 372=D 45=2 380=4"));
    EXPECT_FALSE(network_.is_closed(alice));

    FakeEngine& engine = start_engine(1);
    turn_for(watch_time);
    network_.write(alice, order("ALICE", 3, "again"));
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("12 0 ", "1 0 again"));
    EXPECT_EQ(counter("engines_attached"), 1u);
}

TEST_F(GatewayTest, an_engine_that_stops_and_comes_back_is_found_again) {
    FakeEngine& first = start_engine(1, 1000);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(first);
    received(alice, {});
    first.publish(report(0, 1)); // its last word
    stop_engine(1);
    network_.write(alice, order("ALICE", 2, "lost"));
    turn();
    EXPECT_THAT(received(alice, {35, 380}),
                testing::UnorderedElementsAre("35=8 380=", "35=j 380=4"));
    turn_for(watch_time);

    FakeEngine& second = start_engine(1, 2000);
    turn_for(watch_time);
    network_.write(alice, order("ALICE", 3, "found"));
    turn();
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 found"));
    second.publish(report(0, 2));
    turn();
    EXPECT_THAT(received(alice, {35}), ElementsAre("35=8"));
}

TEST_F(GatewayTest, an_engine_that_crashes_is_met_again_on_the_same_rings) {
    start_engine(1, 1000);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(*engines_[1]);
    engines_[1].reset();
    turn_for(watch_time);
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "lost"));
    turn();
    EXPECT_THAT(received(alice, {380}), ElementsAre("380=4"));

    FakeEngine& second = start_engine(1, 2000);
    turn_for(watch_time);
    network_.write(alice, order("ALICE", 3, "found"));
    turn();
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 found"));
}

TEST_F(GatewayTest, each_gateway_process_tells_every_engine_that_it_is_another_one) {
    FakeEngine& first = start_engine(1, 1000);
    start_gateway();
    commands(first);
    gateway_.reset();
    start_gateway();
    commands(first);
    ASSERT_EQ(first.gateway_processes().size(), 2U);
    const std::uint64_t process = first.gateway_processes()[1];
    EXPECT_NE(process, first.gateway_processes()[0]);

    engines_[1].reset();
    turn_for(watch_time);
    FakeEngine& second = start_engine(1, 2000);
    turn_for(watch_time);
    commands(second);
    EXPECT_EQ(second.gateway_processes(), std::vector{process});
}

TEST_F(GatewayTest, an_engine_with_another_config_is_not_used) {
    options_.engines[0].venue_hash = 1;
    FakeEngine& engine = start_engine(1);
    options_.engines[0].venue_hash = 2;
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "id"));
    turn();
    EXPECT_THAT(received(alice, {380}), ElementsAre("380=4"));
    EXPECT_THAT(commands(engine), IsEmpty());
}

TEST_F(GatewayTest, a_full_command_ring_stops_the_reading_and_loses_nothing) {
    FakeEngine& engine = start_engine(1, 1000, 8);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    constexpr int orders = 100;
    std::vector<std::string> expected{"12 0 "};
    for (int i = 0; i < orders; ++i) {
        network_.write(alice, order("ALICE", 2 + i, std::to_string(i)));
        expected.push_back("1 0 " + std::to_string(i));
    }
    turn();
    EXPECT_TRUE(network_.is_paused(alice));
    std::vector<std::string> found;
    for (int round = 0; round < 2 * orders && found.size() < expected.size(); ++round) {
        for (const std::string& line : commands(engine)) found.push_back(line);
        turn();
    }
    EXPECT_EQ(found, expected);
    EXPECT_FALSE(network_.is_paused(alice));
    EXPECT_GE(counter("stalls_total"), 1u);
}

TEST_F(GatewayTest, a_burst_of_orders_waits_for_the_reports_of_those_before_and_none_is_lost) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 256);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    constexpr std::uint64_t orders = 500;
    for (std::uint64_t i = 0; i < orders; ++i)
        network_.write(alice, order("ALICE", static_cast<int>(2 + i), std::to_string(i)));
    std::uint64_t taken = 0;
    for (std::uint64_t round = 0; round < 2 * orders && taken <= orders; ++round) {
        turn();
        const std::uint64_t now = commands(engine).size();
        for (std::uint64_t i = 0; i < 3 * now; ++i) engine.publish(report(0, 1));
        taken += now;
    }
    for (int i = 0; i < 10; ++i) turn();
    EXPECT_EQ(taken, orders + 1); // and the one that tells of the logon
    EXPECT_EQ(counter("reports_total"), 3 * taken);
    EXPECT_EQ(counter("reports_lapped_total"), 0u);
    EXPECT_FALSE(network_.is_paused(alice));
}

} // namespace
} // namespace pinion::fix
