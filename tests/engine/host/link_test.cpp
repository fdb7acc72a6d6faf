#include "engine/host/link.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <memory>

// A link outlives the engine that made it: what the next one finds in it, and how far it skips.

namespace pinion::engine {
namespace {

class LinkTest : public testing::Test {
  protected:
    LinkTest() {
        options_.instance = instance_.name();
        options_.command_slots = 64;
        options_.report_slots = 64;
    }

    std::unique_ptr<Link> take() { return std::make_unique<Link>(options_, GatewayPeer{1, 0}); }

    test::LinkPeer gateway() { return {instance_.name(), 1, 1}; }

    test::UniqueInstance instance_;
    HostOptions options_;
    test::CommandMaker maker_{1};
};

TEST_F(LinkTest, a_link_lets_no_gateway_in_before_it_is_opened) {
    auto link = take();
    EXPECT_EQ(gateway().engine_epoch(), 0U);
    link->open({42, {}, shm::Durability::none, 0, {}});
    EXPECT_EQ(gateway().engine_epoch(), 42U);
    link->close();
    EXPECT_EQ(gateway().engine_epoch(), 0U);
}

TEST_F(LinkTest, a_gateway_is_told_what_it_must_know_before_it_is_let_in) {
    auto link = take();
    const test::LinkPeer peer = gateway();
    link->open({2, {11, 12}, shm::Durability::sync, 99, {{3, 4}, {5, 6}}});
    EXPECT_EQ(peer.engine_epoch(), 2U);
    EXPECT_EQ(peer.header().cl_ord_id_key[0], 11U);
    EXPECT_EQ(peer.header().cl_ord_id_key[1], 12U);
    EXPECT_EQ(peer.header().durability.load(), shm::Durability::sync);
    EXPECT_EQ(peer.header().reports_recovered.load(), 99U);
    const auto sessions = shm::LinkView(peer.segment().payload()).sessions();
    EXPECT_EQ(sessions[0].load(), (shm::SessionProgress{3, 4}));
    EXPECT_EQ(sessions[1].load(), (shm::SessionProgress{5, 6}));
}

TEST_F(LinkTest, the_next_engine_knows_whose_commands_the_last_one_met) {
    take()->end().gateway_process = 77;
    EXPECT_EQ(take()->end().gateway_process, 77U);
}

TEST_F(LinkTest, a_successor_adopts_the_ring_and_skips_what_was_consumed) {
    auto first = take();
    EXPECT_FALSE(first->segment().was_adopted());
    test::LinkPeer peer = gateway();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(peer.send(maker_.bid()));
    for (int i = 0; i < 40; ++i) {
        ASSERT_NE(first->end().commands.peek(), nullptr);
        first->end().commands.pop();
    }
    first.reset();

    auto second = take();
    EXPECT_TRUE(second->segment().was_adopted());
    EXPECT_LT(second->end().commands.position(), 40U); // what the ring itself remembers
    second->skip_to(40);
    EXPECT_EQ(second->end().commands.position(), 40U);
    ASSERT_NE(second->end().commands.peek(), nullptr);
    EXPECT_EQ(second->end().commands.peek()->msg_seq_num, 41U);
}

TEST_F(LinkTest, commands_outlive_a_change_of_the_slots_in_the_config) {
    take();
    {
        test::LinkPeer peer = gateway();
        for (int i = 0; i < 50; ++i) ASSERT_TRUE(peer.send(maker_.bid()));
    }
    for (const std::uint64_t slots : {32U, 256U}) {
        options_.command_slots = slots;
        options_.report_slots = slots;
        auto link = take();
        EXPECT_TRUE(link->segment().was_adopted());
        EXPECT_EQ(link->end().commands.slot_count(), 64U);
        for (std::uint32_t i = 0; i < 50; ++i) {
            const shm::Command* command = link->end().commands.peek_ahead(i);
            ASSERT_NE(command, nullptr) << i;
            EXPECT_EQ(command->msg_seq_num, i + 1);
        }
    }
}

TEST_F(LinkTest, a_position_that_lies_skips_no_further_than_what_is_there) {
    auto link = take();
    test::LinkPeer peer = gateway();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(peer.send(maker_.bid()));
    link->skip_to(std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(link->end().commands.position(), 10U);
    ASSERT_TRUE(peer.send(maker_.bid()));
    ASSERT_NE(link->end().commands.peek(), nullptr);
    EXPECT_EQ(link->end().commands.peek()->msg_seq_num, 11U);
}

TEST_F(LinkTest, a_position_behind_the_ring_changes_nothing) {
    auto link = take();
    test::LinkPeer peer = gateway();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(peer.send(maker_.bid()));
    link->skip_to(5);
    link->skip_to(2);
    EXPECT_EQ(link->end().commands.position(), 5U);
}

TEST_F(LinkTest, a_damaged_link_is_refused_with_its_name) {
    {
        auto link = take();
        test::LinkPeer peer = gateway();
        const_cast<shm::LinkHeader&>(peer.header()).command_slots = std::uint64_t{1} << 60;
    }
    try {
        take();
        FAIL() << "a damaged link was taken";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(instance_.name()), std::string::npos)
            << error.what();
    }
}

} // namespace
} // namespace pinion::engine
