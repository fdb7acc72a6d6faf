// A durable engine is away, comes back, or is ahead: nobody answers for it, and nothing is lost.

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

class GatewayDurabilityTest : public GatewayTest {
  protected:
    GatewayDurabilityTest() { make_durable(1); }
};

TEST_F(GatewayDurabilityTest, orders_wait_while_the_engine_is_away) {
    start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(*engines_[1]);
    kill_engine(1);
    turn_for(watch_time);
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "waits"));
    turn();
    EXPECT_TRUE(network_.is_paused(alice));
    EXPECT_THAT(received(alice, {35}), IsEmpty());

    FakeEngine& second = start_engine(1);
    turn_for(watch_time);
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 waits"));
    EXPECT_FALSE(network_.is_paused(alice));
    EXPECT_THAT(received(alice, {35}), IsEmpty());
}

TEST_F(GatewayDurabilityTest, an_engine_that_was_never_there_is_waited_for) {
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    EXPECT_THAT(received(alice, {35, 34}), ElementsAre("35=A 34=1"));
    network_.write(alice, order("ALICE", 2, "first"));
    turn();
    EXPECT_THAT(received(alice, {35}), IsEmpty());
    FakeEngine& engine = start_engine(1);
    turn_for(watch_time);
    EXPECT_THAT(commands(engine), ElementsAre("12 0 ", "1 0 first"));
}

TEST_F(GatewayDurabilityTest, a_session_lives_on_until_it_sends_what_must_wait) {
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    network_.write(alice, frame("ALICE", "1", 2, "112=here|"));
    turn();
    EXPECT_THAT(received(alice, {35, 112}), ElementsAre("35=0 112=here"));
    network_.write(alice, order("ALICE", 3, "id") + frame("ALICE", "1", 4, "112=behind|"));
    turn();
    EXPECT_THAT(received(alice, {35}), IsEmpty());
}

TEST_F(GatewayDurabilityTest, who_is_not_read_is_not_taken_for_silent) {
    start_gateway();
    const ConnectionId id = network_.connect();
    network_.write(id, frame("ALICE", "A", 1, "98=0|108=1|"));
    turn();
    network_.write(id, order("ALICE", 2, "id"));
    turn_for(std::chrono::milliseconds(3500)); // more than 2.4 heartbeat intervals
    for (const std::string& line : received(id, {35}))
        EXPECT_TRUE(line == "35=A" || line == "35=0");
    EXPECT_FALSE(network_.is_closed(id));
}

TEST_F(GatewayDurabilityTest, orders_for_other_engines_do_not_wait) {
    FakeEngine& other = start_engine(2);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId bob = log_on("BOB");
    commands(other);
    network_.write(alice, order("ALICE", 2, "waits"));
    network_.write(bob, order("BOB", 2, "goes", "ELM"));
    turn();
    EXPECT_THAT(commands(other), ElementsAre("1 2 goes"));
    EXPECT_TRUE(network_.is_paused(alice));
}

TEST_F(GatewayDurabilityTest, what_a_dead_engine_left_in_its_ring_is_for_its_successor) {
    start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(*engines_[1]);
    received(alice, {});
    kill_engine(1);
    network_.write(alice, order("ALICE", 2, "a") + order("ALICE", 3, "b")); // nobody noticed yet
    turn();
    FakeEngine& second = start_engine(1);
    EXPECT_THAT(commands(second), ElementsAre("1 0 a", "1 0 b"));
    turn_for(watch_time);
    EXPECT_THAT(received(alice, {35}), IsEmpty());
}

TEST_F(GatewayDurabilityTest, what_came_too_late_for_a_clean_stop_is_for_the_next_engine) {
    start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(*engines_[1]);
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "late"));
    turn();
    stop_engine(1);
    network_.write(alice, order("ALICE", 3, "later"));
    turn_for(watch_time);
    FakeEngine& second = start_engine(1);
    turn_for(watch_time);
    EXPECT_THAT(commands(second), ElementsAre("1 0 late", "12 0 ", "1 0 later"));
    EXPECT_THAT(received(alice, {35}), IsEmpty());
}

TEST_F(GatewayDurabilityTest, an_engine_of_another_durability_is_not_used) {
    FakeEngine::Options options = engine_options(1);
    options.durability = shm::Durability::async;
    FakeEngine& engine = start_engine(options, 1000);
    start_gateway();
    network_.write(log_on("ALICE"), order("ALICE", 2, "id"));
    turn_for(watch_time);
    EXPECT_THAT(commands(engine), IsEmpty());
    EXPECT_EQ(counter("engines_attached"), 0u);
}

TEST_F(GatewayDurabilityTest, a_lapped_gateway_reads_the_output_log) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 16);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    constexpr std::uint64_t reports = 1000; // of several files of the log
    std::vector<std::string> expected;
    for (std::uint64_t i = 1; i <= reports; ++i) {
        engine.publish(report(0, i));
        expected.push_back("34=" + std::to_string(i + 1));
    }
    for (int i = 0; i < 200 && counter("reports_total") < reports; ++i)
        turn_for(std::chrono::milliseconds(50));
    EXPECT_EQ(received(alice, {34}), expected);
    EXPECT_EQ(counter("reports_lapped_total"), 0u);
    EXPECT_GE(counter("reports_caught_up_total"), reports - 16);
    engine.publish(report(0, reports + 1));
    turn();
    EXPECT_THAT(received(alice, {34}), ElementsAre("34=1002"));
}

TEST_F(GatewayDurabilityTest, a_new_ring_may_begin_anywhere) {
    FakeEngine& first = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    first.publish(report(0, 1));
    turn();
    gateway_.reset();
    for (std::uint64_t i = 2; i <= 4; ++i) first.publish(report(0, i));
    stop_engine(1);

    FakeEngine::Options options = engine_options(1);
    options.reports_before = 4;
    FakeEngine& second = start_engine(options, 1000);
    second.publish(report(0, 5));
    start_gateway();
    turn_for(watch_time);
    const ConnectionId again = log_on("ALICE", 2);
    network_.write(again, frame("ALICE", "2", 3, "7=1|16=0|"));
    turn();
    EXPECT_THAT(received(again, {35, 34, 17}),
                ElementsAre("35=A 34=7 17=", "35=4 34=1 17=", "35=8 34=2 17=1-0000000000000001",
                            "35=8 34=3 17=1-0000000000000002", "35=8 34=4 17=1-0000000000000003",
                            "35=8 34=5 17=1-0000000000000004", "35=8 34=6 17=1-0000000000000005",
                            "35=4 34=7 17="));
    EXPECT_EQ(counter("reports_lapped_total"), 0u);
}

} // namespace
} // namespace pinion::fix
