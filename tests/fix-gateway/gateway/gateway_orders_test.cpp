// What clients ask reaches the engine that it concerns, or is refused by the gateway.

#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

TEST_F(GatewayTest, an_order_becomes_a_command_of_the_engine_that_owns_the_symbol) {
    FakeEngine& first = start_engine(1);
    FakeEngine& second = start_engine(2);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    EXPECT_THAT(received(alice, {35, 34}), ElementsAre("35=A 34=1"));
    network_.write(alice, order("ALICE", 2, "pine") + order("ALICE", 3, "elm", "ELM"));
    turn();
    EXPECT_THAT(commands(first), ElementsAre("12 0 ", "1 0 pine"));
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 elm"));
}

TEST_F(GatewayTest, a_command_says_where_it_comes_from) {
    FakeEngine& engine = start_engine(1, 1234);
    start_gateway();
    const ConnectionId bob = log_on("BOB", 1, "8013=Y|");
    network_.write(bob, order("BOB", 2, "id", "OAK"));
    turn();
    const auto up = engine.next();
    ASSERT_TRUE(up);
    EXPECT_EQ(up->kind, CommandKind::session_up);
    EXPECT_EQ(up->flags, shm::command_flags::cancel_on_disconnect);
    EXPECT_EQ(up->engine_epoch, 1234u);
    EXPECT_EQ(up->msg_seq_num, 0u);
    const auto placed = engine.next();
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->session, 2);
    EXPECT_EQ(placed->msg_seq_num, 2u);
    EXPECT_EQ(placed->session_epoch, up->session_epoch);
    EXPECT_NE(placed->session_epoch, 0u);
    EXPECT_EQ(placed->engine_epoch, 1234u);
    EXPECT_EQ(placed->instrument, 1u);
    EXPECT_EQ(placed->price_ticks, 150);
    EXPECT_EQ(placed->account.view(), "B1");
    EXPECT_NE(placed->cl_ord_id_hash, 0u);
}

TEST_F(GatewayTest, a_mass_request_goes_to_every_engine_that_it_concerns) {
    FakeEngine& first = start_engine(1, 1000);
    FakeEngine& second = start_engine(2, 2000);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(first);
    commands(second);
    const std::string now = fix_time_now();
    network_.write(alice, frame("ALICE", "q", 2, "11=all|530=7|60=" + now + "|"));
    turn();
    const auto in_first = first.next();
    const auto in_second = second.next();
    ASSERT_TRUE(in_first && in_second);
    EXPECT_EQ(in_first->engine_epoch, 1000u);
    EXPECT_EQ(in_second->engine_epoch, 2000u);
    EXPECT_EQ(in_first->msg_seq_num, in_second->msg_seq_num);

    network_.write(alice, frame("ALICE", "q", 3, "11=one|530=1|55=ELM|60=" + now + "|"));
    network_.write(alice, frame("ALICE", "AF", 4, "584=status|585=7|"));
    turn();
    EXPECT_THAT(commands(first), ElementsAre("6 0 "));
    EXPECT_THAT(commands(second), ElementsAre("5 0 one", "6 0 "));
}

TEST_F(GatewayTest, a_mass_request_names_the_engine_that_is_not_there) {
    FakeEngine& first = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(first);
    received(alice, {});
    network_.write(alice, frame("ALICE", "q", 2, "11=all|530=7|60=" + fix_time_now() + "|") +
                              frame("ALICE", "q", 3, "11=one|530=1|60=" + fix_time_now() + "|"));
    turn();
    EXPECT_THAT(commands(first), ElementsAre("5 0 all"));
    EXPECT_THAT(received(alice, {35, 45, 372, 380}),
                ElementsAre("35=j 45=2 372=q 380=4", "35=j 45=3 372=q 380=5"));
}

TEST_F(GatewayTest, an_unknown_symbol_is_told_to_an_engine_as_refused) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    network_.write(alice, order("ALICE", 2, "id", "NOPE"));
    turn();
    const auto command = engine.next();
    ASSERT_TRUE(command);
    EXPECT_EQ(command->kind, CommandKind::rejected);
    EXPECT_EQ(command->reason, shm::RejectReason::unknown_symbol);
}

TEST_F(GatewayTest, what_the_translator_refuses_becomes_a_reject) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "more-than-twenty-characters"));
    network_.write(alice, frame("ALICE", "x", 3, "320=a|559=4|"));
    turn();
    EXPECT_THAT(received(alice, {35, 45, 371, 373, 380}),
                ElementsAre("35=3 45=2 371=11 373=5 380=", "35=j 45=3 371= 373= 380=3"));
    EXPECT_THAT(commands(engine), IsEmpty());
    EXPECT_EQ(counter("session_rejects_total"), 1u);
}

TEST_F(GatewayTest, bytes_may_come_one_by_one) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.piece_bytes = 1;
    const ConnectionId alice = log_on("ALICE");
    network_.write(alice, order("ALICE", 2, "a") + order("ALICE", 3, "b"));
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("12 0 ", "1 0 a", "1 0 b"));
}

TEST_F(GatewayTest, garbage_between_frames_is_dropped_and_counted) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    std::string broken = order("ALICE", 2, "id");
    broken[broken.size() - 3] ^= 1; // the checksum
    network_.write(alice, "noise" + broken + order("ALICE", 2, "good"));
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("1 0 good"));
    EXPECT_GE(counter("garbled_total"), 1u);
    EXPECT_FALSE(network_.is_closed(alice));
}

TEST_F(GatewayTest, messages_beyond_a_gap_are_kept_within_bounds_and_all_arrive_in_the_end) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 8192);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    constexpr int last = 600;
    std::vector<std::string> expected{"12 0 "};
    for (int sequence = 2; sequence <= last; ++sequence) {
        expected.push_back("1 0 " + std::to_string(sequence));
        if (sequence > 2) network_.write(alice, order("ALICE", sequence, std::to_string(sequence)));
    }
    turn();
    EXPECT_THAT(received(alice, {35, 7}), ElementsAre("35=A 7=", "35=2 7=2"));
    EXPECT_GT(counter("early_total"), 0u);
    for (int sequence = 2; sequence <= last; ++sequence)
        network_.write(alice,
                       frame("ALICE", "D", sequence,
                             "43=Y|122=" + fix_time_now() + "|11=" + std::to_string(sequence) +
                                 "|55=PINE|54=1|60=" + fix_time_now() + "|38=10|40=2|44=1.50|"));
    turn();
    EXPECT_EQ(commands(engine), expected);
}

/// Every good order sent between damaged bytes arrives, once and in order, or is asked for again.
TEST_F(GatewayTest, random_bytes_never_cost_a_good_order) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId bob = log_on("BOB");
    int bob_sequence = 1;
    std::vector<std::string> expected;
    std::vector<std::string> found;
    ConnectionId mallory = network_.connect();
    for (int round = 0; round < 3000; ++round) {
        if (network_.is_closed(mallory)) {
            mallory = network_.connect();
            if (random() % 2 == 0)
                network_.write(mallory, frame("ALICE", "A", 1, "98=0|108=30|141=Y|"));
        }
        std::string bytes = order("ALICE", static_cast<int>(random() % 5), "evil");
        for (auto changes = random() % 6; changes > 0; --changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (random() % 4 == 0) bytes.resize(random() % bytes.size());
        if (random() % 16 == 0) network_.hang_up(mallory);
        network_.write(mallory, bytes);
        network_.piece_bytes = 1 + random() % 300;
        if (random() % 4 == 0) {
            network_.write(bob, order("BOB", ++bob_sequence, std::to_string(round)));
            expected.push_back("1 2 " + std::to_string(round));
        }
        turn();
        for (const std::string& line : commands(engine))
            if (line.starts_with("1 2 ")) found.push_back(line);
    }
    EXPECT_EQ(found, expected);
    EXPECT_FALSE(network_.is_closed(bob));
}

} // namespace
} // namespace pinion::fix
