#include "engine/host/gateway_watch.h"
#include "engine/host/link.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"

#include <gtest/gtest.h>

#include <memory>

// A gateway comes and goes; the line under its commands is drawn while nobody can write behind it.

namespace pinion::engine {
namespace {

using Event = GatewayWatch::Event;

class GatewayWatchTest : public testing::Test {
  protected:
    static HostOptions options(const std::string& instance) {
        HostOptions options;
        options.instance = instance;
        options.command_slots = 64;
        options.report_slots = 64;
        return options;
    }

    [[nodiscard]] shm::Segment open_link() const {
        return shm::Segment::open(link_.segment().name(), shm::SegmentKind::link, 0,
                                  shm::SegmentAccess::read_write);
    }

    test::UniqueInstance instance_;
    mutable Link link_{options(instance_.name()), {1, 0}};
    GatewayWatch& watch_ = link_.watch();
    std::atomic<bool>& gateway_lost_ = link_.end().gateway_lost;
};

TEST_F(GatewayWatchTest, a_gateway_that_never_came_is_not_lost) {
    EXPECT_EQ(watch_.poll(), Event::none);
    EXPECT_FALSE(watch_.is_attached());
    EXPECT_FALSE(gateway_lost_);
}

TEST_F(GatewayWatchTest, a_living_gateway_stays_attached) {
    shm::Segment gateway = open_link();
    ASSERT_TRUE(gateway.try_lock(shm::SegmentRole::producer));
    EXPECT_EQ(watch_.poll(), Event::attached);
    EXPECT_EQ(watch_.poll(), Event::none);
    EXPECT_TRUE(watch_.is_attached());
    EXPECT_FALSE(gateway_lost_);
}

TEST_F(GatewayWatchTest, a_gateway_that_came_and_died_between_two_polls_is_lost) {
    ASSERT_EQ(watch_.poll(), Event::none);
    link_.end().gateway_process = 7; // as the matcher does, at its gateway_up
    EXPECT_EQ(watch_.poll(), Event::lost);
    EXPECT_TRUE(gateway_lost_);
    EXPECT_TRUE(watch_.is_settling());
    link_.end().gateway_process = 0;
    gateway_lost_ = false;
    EXPECT_EQ(watch_.poll(), Event::none);
    EXPECT_EQ(watch_.poll(), Event::none);
    EXPECT_FALSE(gateway_lost_);
}

TEST_F(GatewayWatchTest, no_successor_can_write_before_the_loss_is_sequenced) {
    auto gateway = std::make_unique<shm::Segment>(open_link());
    ASSERT_TRUE(gateway->try_lock(shm::SegmentRole::producer));
    ASSERT_EQ(watch_.poll(), Event::attached);
    gateway.reset();
    EXPECT_EQ(watch_.poll(), Event::lost);
    EXPECT_TRUE(gateway_lost_);
    EXPECT_TRUE(watch_.is_settling());

    shm::Segment successor = open_link();
    EXPECT_FALSE(successor.try_lock(shm::SegmentRole::producer));
    EXPECT_EQ(watch_.poll(), Event::none);
    EXPECT_FALSE(successor.try_lock(shm::SegmentRole::producer));

    gateway_lost_ = false; // as the matcher does
    EXPECT_EQ(watch_.poll(), Event::none);
    EXPECT_FALSE(watch_.is_settling());
    EXPECT_TRUE(successor.try_lock(shm::SegmentRole::producer));
    EXPECT_EQ(watch_.poll(), Event::attached);
    EXPECT_FALSE(gateway_lost_);
}

} // namespace
} // namespace pinion::engine
