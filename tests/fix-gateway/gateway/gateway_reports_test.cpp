// Engines' reports reach their clients once, whoever was away meanwhile.

#include "fix-gateway/gateway/resend.h"
#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

TEST_F(GatewayTest, a_report_reaches_its_client_and_nobody_else) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId bob = log_on("BOB");
    received(alice, {});
    received(bob, {});
    engine.publish(report(2, 77));
    turn();
    EXPECT_THAT(received(alice, {35}), IsEmpty());
    EXPECT_THAT(received(bob, {35, 34, 49, 56, 55, 11, 44}),
                ElementsAre("35=8 34=2 49=PINION 56=BOB 55=PINE 11=order 44=1.5"));
}

TEST_F(GatewayTest, reports_made_while_the_client_was_away_are_replayed) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    network_.hang_up(alice);
    turn();
    engine.publish(report(0, 0xabc));
    turn();
    const ConnectionId again = log_on("ALICE", 2);
    EXPECT_THAT(received(again, {35, 34}), ElementsAre("35=A 34=3"));
    network_.write(again, frame("ALICE", "2", 3, "7=2|16=0|"));
    turn();
    EXPECT_THAT(received(again, {35, 34, 43, 17, 36}),
                ElementsAre("35=8 34=2 43=Y 17=1-0000000000000abc 36=", "35=4 34=3 43=Y 17= 36=4"));
}

TEST_F(GatewayTest, reports_made_while_the_gateway_was_dead_are_delivered_once) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    log_on("ALICE");
    engine.publish(report(0, 1));
    engine.publish(report(2, 2));
    turn();
    gateway_.reset();
    engine.publish(report(0, 3));
    start_gateway();
    turn();
    const ConnectionId alice = log_on("ALICE", 2);
    network_.write(alice, frame("ALICE", "2", 3, "7=1|16=0|"));
    turn();
    EXPECT_THAT(received(alice, {35, 34, 17}),
                ElementsAre("35=A 34=4 17=", "35=4 34=1 17=", "35=8 34=2 17=1-0000000000000001",
                            "35=8 34=3 17=1-0000000000000003", "35=4 34=4 17="));
    const ConnectionId bob = log_on("BOB");
    EXPECT_THAT(received(bob, {35, 34}), ElementsAre("35=A 34=2"));
}

TEST_F(GatewayTest, a_reset_of_a_client_does_not_bring_old_reports_back) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.hang_up(log_on("ALICE"));
    engine.publish(report(0, 1));
    turn();
    network_.hang_up(log_on("ALICE", 1, "141=Y|"));
    turn();
    start_gateway();
    turn();
    EXPECT_THAT(received(log_on("ALICE", 2), {35, 34}), ElementsAre("35=A 34=2"));
}

TEST_F(GatewayTest, a_slice_of_a_resend_does_not_end_before_a_logon) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.hang_up(log_on("ALICE"));
    turn();
    for (std::uint64_t i = 1; i <= Resend::slice_messages; ++i) engine.publish(report(0, i));
    turn();
    const ConnectionId alice = log_on("ALICE", 2);
    received(alice, {});
    network_.is_slow = true;
    network_.write(alice, frame("ALICE", "2", 3, "7=2|16=0|"));
    turn_for(std::chrono::milliseconds(20));
    const std::vector<std::string> found = received(alice, {35, 34, 36});
    ASSERT_EQ(found.size(), Resend::slice_messages + 1);
    EXPECT_EQ(found.back(), "35=4 34=252 36=253"); // the Logon
}

TEST_F(GatewayTest, a_long_resend_comes_in_slices_while_others_are_served) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.hang_up(log_on("ALICE"));
    turn();
    constexpr std::uint64_t reports = 600;
    for (std::uint64_t i = 1; i <= reports; ++i) engine.publish(report(0, i));
    turn();
    const ConnectionId alice = log_on("ALICE", 2);
    received(alice, {});
    network_.is_slow = true;
    network_.write(alice, frame("ALICE", "2", 3, "7=2|16=0|"));
    turn_for(std::chrono::milliseconds(20));
    std::vector<std::string> found = received(alice, {35, 34, 43, 36});
    EXPECT_EQ(found.size(), Resend::slice_messages); // the network did not take more
    network_.write(alice, order("ALICE", 4, "meanwhile"));
    turn();
    EXPECT_EQ(commands(engine).back(), "1 0 meanwhile");
    network_.is_slow = false;
    turn_for(std::chrono::milliseconds(50));
    for (const std::string& line : received(alice, {35, 34, 43, 36})) found.push_back(line);
    std::vector<std::string> expected;
    for (std::uint64_t i = 0; i < reports; ++i)
        expected.push_back("35=8 34=" + std::to_string(2 + i) + " 43=Y 36=");
    expected.push_back("35=4 34=602 43=Y 36=603"); // our second Logon
    EXPECT_EQ(found, expected);
}

TEST_F(GatewayTest, a_lapped_gateway_knows_how_much_it_lost) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 16);
    start_gateway();
    turn();
    for (std::uint64_t i = 1; i <= 100; ++i) engine.publish(report(0, i));
    turn();
    const std::uint64_t delivered = counter("reports_total");
    EXPECT_GT(delivered, 0u);
    EXPECT_EQ(counter("reports_lapped_total") + delivered, 100u);
}

TEST_F(GatewayTest, reports_for_nobody_here_are_counted) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    engine.publish(report(1, 1));
    engine.publish(report(60'000, 1));
    turn();
    EXPECT_EQ(counter("reports_untold_total"), 2u);
}

} // namespace
} // namespace pinion::fix
