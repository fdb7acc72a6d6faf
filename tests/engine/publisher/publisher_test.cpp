#include "engine/publisher/publisher.h"
#include "shm/layout/segment_names.h"
#include "tests/feed-handler/support/equal_depth.h"
#include "tests/feed-handler/support/model_market.h"
#include "tests/feed-handler/support/test_feed.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

// The publisher beside a slow and obvious model of the market, event by event.

namespace pinion::engine {
namespace {

using shm::FeedEvent;
using shm::FeedEventKind;

class PublisherTest : public testing::Test {
  protected:
    FeedEvent add(std::uint32_t slot, std::uint64_t id, std::int64_t price) {
        FeedEvent event{};
        event.kind = FeedEventKind::add;
        event.side = shm::Side::buy;
        event.flags = shm::feed_flags::last_of_command;
        event.order_id = id;
        event.order_slot = slot;
        event.price_ticks = price;
        event.quantity_lots = 10;
        return event;
    }

    FeedEvent published(std::uint64_t sequence) {
        shm::BroadcastReader<FeedEvent> reader(view.events());
        reader.seek(sequence);
        FeedEvent event{};
        EXPECT_EQ(reader.poll(event), shm::BroadcastRead::ready);
        return event;
    }

    shm::ImageOrder image(std::uint32_t slot) {
        shm::ImageOrder order{};
        const auto& content = view.image()[slot].content;
        EXPECT_TRUE(content.try_read(order, content.stamp()));
        return order;
    }

    shm::Depth depth(std::uint32_t instrument) {
        shm::Depth value{};
        const auto& content = view.depth()[instrument].content;
        EXPECT_TRUE(content.try_read(value, content.stamp()));
        return value;
    }

    std::string instance = test::unique_instance();
    test::TestFeed feed{test::feed_options(instance)};
    shm::FeedView view{feed.segment.payload()};
};

TEST_F(PublisherTest, the_directory_is_complete_when_the_feed_gets_its_name) {
    const auto segment =
        shm::Segment::open(shm::feed_segment_name(instance, 1), shm::SegmentKind::feed,
                           shm::FeedLayout::hash(), shm::SegmentAccess::read_only);
    const shm::FeedView opened(segment.payload());
    EXPECT_EQ(opened.header().engine_epoch, 1u);
    ASSERT_EQ(opened.header().instrument_count, 3u);
    EXPECT_EQ(opened.directory()[1], test::instrument("OAK"));
}

TEST_F(PublisherTest, each_event_goes_out_as_it_came_under_the_next_sequence) {
    test::ModelMarket market(test::test_seed(), 3, 256);
    for (std::uint64_t sequence = 1; sequence <= 500; ++sequence) {
        const FeedEvent event = market.next();
        feed.publish(event);
        EXPECT_EQ(feed.publisher.feed_sequence(), sequence);
        const FeedEvent found = published(sequence);
        ASSERT_EQ(std::memcmp(&found, &event, sizeof(event)), 0);
        ASSERT_EQ(view.header().image_sequence, sequence);
    }
}

TEST_F(PublisherTest, the_image_holds_an_order_as_its_last_event_left_it) {
    feed.publish(add(7, 70, 100));
    feed.publish(add(3, 30, 101));
    FeedEvent trade = add(7, 70, 100);
    trade.kind = FeedEventKind::execute;
    trade.quantity_lots = 4;
    trade.remaining_lots = 6;
    feed.publish(trade);

    EXPECT_EQ(image(7).order_id, 70u);
    EXPECT_EQ(image(7).quantity_lots, 6u);
    EXPECT_EQ(image(7).priority, 1u);
    EXPECT_EQ(view.image()[7].content.stamp(), 3u);
    EXPECT_EQ(image(3).priority, 2u);
    EXPECT_EQ(view.header().image_high_water, 8u);

    trade.kind = FeedEventKind::remove;
    feed.publish(trade);
    EXPECT_EQ(image(7).order_id, 0u);
    EXPECT_EQ(view.image()[7].content.stamp(), 4u);
}

TEST_F(PublisherTest, depth_cells_equal_the_best_levels_of_any_market) {
    test::ModelMarket market(test::test_seed(), 3, 256);
    for (int count = 0; count < 20'000; ++count) {
        feed.publish(market.next());
        if (!market.is_at_rest()) continue;
        for (std::uint32_t instrument = 0; instrument < 3; ++instrument)
            ASSERT_TRUE(depth(instrument) == market.depth(instrument))
                << "instrument " << instrument << " after event " << market.sequence();
    }
}

TEST_F(PublisherTest, depth_waits_until_the_book_is_at_rest) {
    FeedEvent first = add(1, 10, 100);
    first.flags = 0;
    feed.publish(first);
    EXPECT_EQ(depth(0).bid_count, 0u);
    feed.publish(add(2, 20, 101));
    EXPECT_EQ(depth(0).bid_count, 2u);
    EXPECT_EQ(depth(0).bids[0].price_ticks, 101);
    EXPECT_EQ(view.depth()[0].content.stamp(), 2u);
}

TEST_F(PublisherTest, a_trade_with_an_order_that_nobody_sees_is_a_last_trade_and_changes_no_book) {
    feed.publish(add(1, 10, 100));
    FeedEvent trade{};
    trade.kind = FeedEventKind::trade;
    trade.side = shm::Side::sell;
    trade.flags = shm::feed_flags::last_of_command;
    trade.price_ticks = 101;
    trade.quantity_lots = 7;
    feed.publish(trade);

    EXPECT_EQ(published(2).kind, FeedEventKind::trade);
    EXPECT_EQ(depth(0).last_price_ticks, 101);
    EXPECT_EQ(depth(0).last_quantity_lots, 7u);
    EXPECT_EQ(depth(0).bid_count, 1u);
    EXPECT_EQ(depth(0).ask_count, 0u);
    EXPECT_EQ(view.depth()[0].content.stamp(), 2u);
    EXPECT_EQ(view.image()[0].content.stamp(), 0u); // though its order_slot is 0
}

TEST_F(PublisherTest, a_day_roll_goes_out_and_changes_no_book) {
    feed.publish(add(1, 10, 100));
    FeedEvent day_roll{};
    day_roll.kind = FeedEventKind::day_roll;
    day_roll.flags = shm::feed_flags::last_of_command;
    feed.publish(day_roll);
    EXPECT_EQ(published(2).kind, FeedEventKind::day_roll);
    EXPECT_EQ(view.header().image_sequence, 2u);
    EXPECT_EQ(image(1).order_id, 10u);
    EXPECT_EQ(view.depth()[0].content.stamp(), 1u);
}

TEST_F(PublisherTest, an_event_that_names_what_is_not_there_goes_out_as_a_heartbeat) {
    std::vector<FeedEvent> impossible(7, add(1, 10, 100));
    impossible[0].order_slot = 256;
    impossible[1].instrument = 3;
    impossible[2].kind = FeedEventKind{0};
    impossible[3].kind = FeedEventKind{99};
    impossible[4].side = shm::Side{'x'};
    impossible[5].kind = impossible[6].kind = FeedEventKind::trade;
    impossible[5].instrument = 3;
    impossible[6].side = shm::Side{};
    for (const FeedEvent& event : impossible) {
        feed.publish(event);
        EXPECT_EQ(published(feed.publisher.feed_sequence()).kind, FeedEventKind::heartbeat);
    }
    EXPECT_EQ(feed.publisher.feed_sequence(), impossible.size());
    EXPECT_EQ(view.header().image_high_water, 0u);
}

TEST_F(PublisherTest, an_event_that_contradicts_the_image_changes_nothing_in_it) {
    feed.publish(add(1, 10, 100));
    feed.publish(add(1, 11, 105)); // the slot is taken
    FeedEvent other = add(1, 12, 100);
    other.kind = FeedEventKind::remove; // not the order that lies there
    feed.publish(other);
    FeedEvent grown = add(1, 10, 100);
    grown.kind = FeedEventKind::reduce;
    grown.remaining_lots = 11; // more than there was
    feed.publish(grown);

    EXPECT_EQ(image(1).order_id, 10u);
    EXPECT_EQ(image(1).quantity_lots, 10u);
    EXPECT_EQ(view.image()[1].content.stamp(), 1u);
    EXPECT_EQ(depth(0).bid_count, 1u);
}

TEST_F(PublisherTest, closing_publishes_what_the_matcher_left) {
    for (std::uint32_t slot = 0; slot < 200; ++slot)
        ASSERT_TRUE(feed.try_write(add(slot, slot + 1, 100)));
    feed.publisher.on_close();
    EXPECT_EQ(feed.publisher.feed_sequence(), 200u);
    EXPECT_EQ(depth(0).bids[0].order_count, 200u);
}

TEST_F(PublisherTest, a_feed_that_was_written_before_is_refused) {
    feed.publish(add(1, 10, 100));
    alignas(64) std::byte memory[shm::SpscRing<FeedEvent>::bytes(4)] = {};
    shm::SpscRing<FeedEvent>::format(memory, 4);
    EXPECT_THROW(Publisher(memory, feed.segment), std::runtime_error);
}

} // namespace
} // namespace pinion::engine
