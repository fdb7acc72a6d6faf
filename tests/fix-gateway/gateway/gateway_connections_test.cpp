// Who is let in, who is cut, and what engines hear of it.

#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

TEST_F(GatewayTest, who_may_not_log_on_is_cut) {
    start_gateway();
    const ConnectionId stranger = log_on("MALLORY");
    const ConnectionId order_first = network_.connect();
    network_.write(order_first, order("ALICE", 1, "id"));
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId twin = log_on("ALICE");
    turn();
    EXPECT_TRUE(network_.is_closed(stranger));
    EXPECT_TRUE(network_.is_closed(order_first));
    EXPECT_TRUE(network_.is_closed(twin));
    EXPECT_FALSE(network_.is_closed(alice));
    EXPECT_THAT(received(stranger, {35}), IsEmpty());
    EXPECT_EQ(counter("disconnects_total{reason=\"unknown_session\"}"), 1u);
    EXPECT_EQ(counter("disconnects_total{reason=\"not_a_logon\"}"), 1u);
    EXPECT_EQ(counter("disconnects_total{reason=\"session_in_use\"}"), 1u);
}

TEST_F(GatewayTest, who_does_not_log_on_in_time_is_cut) {
    start_gateway();
    const ConnectionId silent = network_.connect();
    const ConnectionId alice = log_on("ALICE");
    turn_for(std::chrono::milliseconds(500));
    EXPECT_TRUE(network_.is_closed(silent));
    EXPECT_FALSE(network_.is_closed(alice));
    EXPECT_EQ(counter("disconnects_total{reason=\"logon_timeout\"}"), 1u);
}

TEST_F(GatewayTest, connections_for_which_there_is_no_place_are_counted) {
    start_gateway();
    network_.turned_away = 7;
    turn_for(std::chrono::milliseconds(200));
    EXPECT_EQ(counter("connections_turned_away_total"), 7u);
}

TEST_F(GatewayTest, a_faulty_logon_is_cut) {
    start_gateway();
    const ConnectionId id = network_.connect();
    network_.write(id, frame("ALICE", "A", 1, "98=0|108=30|9999=x|"));
    turn();
    EXPECT_TRUE(network_.is_closed(id));
    EXPECT_FALSE(network_.is_closed(log_on("ALICE")));
}

TEST_F(GatewayTest, the_config_may_decide_whether_a_lost_session_cancels) {
    options_.clients[0].cancel_on_disconnect = true;
    options_.clients[1].cancel_on_disconnect = false;
    FakeEngine& engine = start_engine(1);
    start_gateway();
    log_on("ALICE", 1, "8013=N|");
    log_on("BOB", 1, "8013=Y|");
    EXPECT_EQ(engine.next()->flags, shm::command_flags::cancel_on_disconnect);
    EXPECT_EQ(engine.next()->flags, 0);
}

TEST_F(GatewayTest, a_lost_connection_is_told_to_the_engines) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    network_.hang_up(alice);
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("8 0 "));
    EXPECT_EQ(counter("disconnects_total{reason=\"peer_closed\"}"), 1u);
    EXPECT_THAT(received(log_on("ALICE", 2), {35, 34}), ElementsAre("35=A 34=2"));
    EXPECT_THAT(commands(engine), ElementsAre("12 0 "));
}

TEST_F(GatewayTest, a_stop_logs_everybody_out_and_waits_for_nobody) {
    start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId silent = network_.connect();
    turn();
    received(alice, {});
    gateway_->on_close();
    EXPECT_THAT(received(alice, {35}), ElementsAre("35=5"));
    EXPECT_TRUE(network_.is_closed(alice));
    EXPECT_TRUE(network_.is_closed(silent));
}

TEST_F(GatewayTest, a_second_gateway_of_the_same_id_is_refused) {
    start_gateway();
    EXPECT_THROW(Gateway(
                     options_, [this] { return network_.make_transport(); }, [](std::uint16_t) {}),
                 shm::SegmentError);
}

} // namespace
} // namespace pinion::fix
