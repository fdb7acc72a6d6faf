#include "engine/host/links.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

// Which links a new engine takes over from a dead one, and what becomes of the others.

namespace pinion::engine {
namespace {

class LinksTest : public testing::Test {
  protected:
    LinksTest() {
        options_.instance = instance_.name();
        options_.engine = test::small_engine();
        options_.gateways = {{7, 0}, {8, 1}};
        options_.venue_hash = 42;
        options_.command_slots = 64;
        options_.report_slots = 64;
    }

    std::vector<std::unique_ptr<Link>> take() {
        return take_links(options_, recovery_, shm::Counter(dropped_));
    }

    test::LinkPeer gateway(std::uint16_t id) { return {instance_.name(), 1, id}; }

    void leave_commands(std::uint16_t gateway_id, int count) {
        take();
        test::LinkPeer peer = gateway(gateway_id);
        for (int i = 0; i < count; ++i) ASSERT_TRUE(peer.send(maker_.bid()));
    }

    test::UniqueInstance instance_;
    HostOptions options_;
    LogRecovery recovery_;
    std::atomic<std::uint64_t> dropped_{0};
    test::CommandMaker maker_{1};
};

TEST_F(LinksTest, a_link_of_the_same_config_is_adopted_with_its_commands) {
    leave_commands(7, 10);
    const auto links = take();
    EXPECT_TRUE(links[0]->segment().was_adopted());
    EXPECT_TRUE(links[1]->segment().was_adopted());
    EXPECT_EQ(links[0]->commands_left(), 10U);
    EXPECT_EQ(dropped_, 0U);
}

TEST_F(LinksTest, commands_of_a_config_with_other_sessions_are_dropped_and_counted) {
    leave_commands(7, 10);
    recovery_.consumed[7] = 4; // those are done
    options_.venue_hash = 43;
    const auto links = take();
    EXPECT_FALSE(links[0]->segment().was_adopted());
    EXPECT_FALSE(links[1]->segment().was_adopted());
    EXPECT_EQ(links[0]->commands_left(), 0U);
    EXPECT_EQ(links[0]->venue_hash(), 43U);
    EXPECT_EQ(dropped_, 6U);
}

TEST_F(LinksTest, reports_of_a_config_with_other_sessions_are_not_in_the_new_link) {
    options_.venue_hash = 41;
    take()[0]->end().reports.publish({});
    const auto old = shm::Segment::open(shm::link_segment_name(instance_.name(), 1, 7),
                                        shm::SegmentKind::link, 0, shm::SegmentAccess::read_only);
    options_.venue_hash = 42;
    EXPECT_EQ(take()[0]->end().reports.written(), 0U);
    EXPECT_TRUE(old.is_unlinked()); // a gateway that has it mapped learns that it is history
}

TEST_F(LinksTest, the_link_of_a_gateway_that_is_not_in_the_config_any_more_is_removed) {
    leave_commands(8, 5);
    EXPECT_EQ(instance_.segments().size(), 2U);
    options_.gateways = {{7, 0}};
    const auto links = take();
    ASSERT_EQ(links.size(), 1U);
    EXPECT_TRUE(links[0]->segment().was_adopted());
    EXPECT_EQ(instance_.segments(), std::vector{links[0]->segment().name()});
    EXPECT_EQ(dropped_, 5U);
}

TEST_F(LinksTest, the_last_report_is_read_from_a_link_without_taking_it) {
    EXPECT_FALSE(reports_left_in_link(options_, {7, 0})) << "there is none";
    take()[0]->end().reports.publish({});
    EXPECT_EQ(reports_left_in_link(options_, {7, 0})->in_ring, 1U);
    {
        test::LinkPeer peer = gateway(7);
        const_cast<shm::LinkHeader&>(peer.header()).report_slots = 3;
    }
    EXPECT_FALSE(reports_left_in_link(options_, {7, 0})) << "it is damaged";
}

TEST_F(LinksTest, links_of_other_engines_and_venues_stay) {
    options_.engine.engine_id = 11;
    take();
    options_.engine.engine_id = 1;
    options_.gateways.clear();
    take();
    EXPECT_EQ(instance_.segments().size(), 2U);
}

} // namespace
} // namespace pinion::engine
