#include "feed-handler/reader/feed_reader.h"
#include "tests/feed-handler/support/equal_depth.h"
#include "tests/feed-handler/support/model_market.h"
#include "tests/feed-handler/support/recording_listener.h"
#include "tests/feed-handler/support/test_feed.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

// Publisher and reader in one thread, beside a slow and obvious model of the market.

namespace pinion::feed {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t instruments = 3;
constexpr std::uint32_t order_slots = 256;

class FeedReaderTest : public testing::Test {
  protected:
    void publish(int count) {
        for (int i = 0; i < count; ++i) feed->publish(market.next());
    }

    /// Polls until the reader is where the market is.
    void expect_equal(FeedReader& reader) { expect_equal(reader, listener); }

    void expect_equal(FeedReader& reader, FeedListener& told) {
        for (int attempt = 0; attempt < 5000; ++attempt) {
            while (reader.poll(told) > 0) {
            }
            if (reader.health().joins_total > 0 && reader.sequence() == market.sequence()) break;
            std::this_thread::sleep_for(1ms);
        }
        ASSERT_EQ(reader.sequence(), market.sequence());
        ASSERT_EQ(reader.books().hash(), market.hash());
    }

    [[nodiscard]] FeedReaderOptions options() const { return {instance, 1, ""}; }

    std::uint64_t seed = test::test_seed();
    std::string instance = test::unique_instance();
    test::ModelMarket market{seed, instruments, order_slots};
    engine::FeedOptions feed_options = test::feed_options(instance);
    std::optional<test::TestFeed> feed{feed_options};
    test::RecordingListener listener;
};

TEST_F(FeedReaderTest, after_every_event_the_book_is_the_markets) {
    FeedReader reader(options());
    ASSERT_EQ(reader.poll(), 0u);
    for (int count = 0; count < 5000; ++count) {
        publish(1);
        ASSERT_EQ(reader.poll(), 1u);
        ASSERT_EQ(reader.sequence(), market.sequence());
        ASSERT_EQ(reader.books().hash(), market.hash());
    }
    EXPECT_EQ(reader.health().joins_total, 1u);
    EXPECT_EQ(reader.health().state, FeedState::live);
}

TEST_F(FeedReaderTest, a_reader_that_comes_late_has_the_whole_book) {
    for (int round = 0; round < 200; ++round) {
        publish(1 + round);
        FeedReader reader(options());
        reader.poll();
        ASSERT_EQ(reader.sequence(), market.sequence());
        ASSERT_EQ(reader.books().hash(), market.hash());
    }
}

TEST_F(FeedReaderTest, a_reader_of_one_symbol_has_that_book_alone) {
    FeedReader all(options());
    FeedReader one({instance, 1, "OAK"});
    publish(500);
    all.poll();
    one.poll();
    publish(500);
    while (all.poll() + one.poll() > 0) {
    }
    ASSERT_NE(one.find_book("OAK"), nullptr);
    EXPECT_EQ(one.find_book("NONE"), nullptr);
    for (const shm::Side side : {shm::Side::buy, shm::Side::sell}) {
        EXPECT_EQ(one.find_book("PINE")->level_count(side), 0u);
        const Book& expected = *all.find_book("OAK");
        const Book& found = *one.find_book("OAK");
        ASSERT_EQ(found.level_count(side), expected.level_count(side));
        ASSERT_GT(found.level_count(side), 0u);
        for (std::size_t rank = 0; rank < expected.level_count(side); ++rank)
            EXPECT_EQ(found.level(side, rank).quantity_lots,
                      expected.level(side, rank).quantity_lots);
    }
}

TEST_F(FeedReaderTest, depth_can_be_had_without_a_book) {
    const FeedAttachment attachment(instance, 1);
    do publish(1);
    while (market.sequence() < 500 || !market.is_at_rest());
    for (std::uint32_t instrument = 0; instrument < instruments; ++instrument)
        EXPECT_TRUE(*attachment.read_depth(instrument) == market.depth(instrument));
}

TEST_F(FeedReaderTest, a_poll_applies_no_more_than_it_is_asked_to) {
    FeedReader reader(options());
    reader.poll();
    publish(10);
    EXPECT_EQ(reader.health().behind, 10u);
    EXPECT_EQ(reader.poll(3), 3u);
    EXPECT_EQ(reader.sequence(), 3u);
    EXPECT_EQ(reader.health().behind, 7u);
}

TEST_F(FeedReaderTest, a_lapped_reader_knows_how_many_events_it_lost) {
    std::mt19937_64 random(seed);
    FeedReader reader(options());
    reader.poll(listener);
    ASSERT_EQ(listener.joins, 1u);
    for (int round = 0; round < 50; ++round) {
        publish(static_cast<int>(random() % (3 * feed_options.event_slots)));
        reader.poll(listener, random() % 512);
    }
    expect_equal(reader);
    EXPECT_GT(listener.lost_total, 0u);
    EXPECT_EQ(listener.events + listener.lost_total, market.sequence());
    EXPECT_EQ(reader.health().lost_total, listener.lost_total);
}

TEST_F(FeedReaderTest, a_reader_waits_for_a_feed_that_is_not_there_yet) {
    feed.reset();
    FeedReader reader(options());
    EXPECT_EQ(reader.poll(), 0u);
    EXPECT_EQ(reader.health().state, FeedState::waiting);
    EXPECT_EQ(reader.attachment(), nullptr);
    EXPECT_EQ(reader.last_error(), "");
    feed.emplace(feed_options);
    publish(100);
    expect_equal(reader);
}

TEST_F(FeedReaderTest, a_reader_goes_on_with_the_feed_that_replaced_its_own) {
    FeedReader reader(options());
    publish(100);
    expect_equal(reader);
    publish(20); // still unread when the engine goes
    feed.reset();

    while (reader.poll(listener) > 0) {
    }
    EXPECT_EQ(reader.sequence(), 120u);
    EXPECT_EQ(reader.books().hash(), market.hash());

    feed_options.engine_epoch = 2;
    feed.emplace(feed_options);
    market = test::ModelMarket(seed + 1, instruments, order_slots);
    publish(50);
    listener = {};
    expect_equal(reader);
    EXPECT_EQ(reader.health().engine_epoch, 2u);
    EXPECT_EQ(reader.health().lost_total, 0u);
}

TEST_F(FeedReaderTest, a_new_epoch_in_the_same_feed_is_a_new_history) {
    FeedReader reader(options());
    publish(100);
    expect_equal(reader);
    shm::FeedView(feed->segment.payload()).header().engine_epoch = 2;
    expect_equal(reader);
    EXPECT_EQ(listener.joins, 2u);
    EXPECT_EQ(reader.health().engine_epoch, 2u);
}

TEST_F(FeedReaderTest, a_publisher_that_says_nothing_is_stale) {
    FeedReader reader(options());
    publish(10);
    expect_equal(reader);
    EXPECT_EQ(reader.health().state, FeedState::live);
    feed->segment.beat(1);
    EXPECT_EQ(reader.health().state, FeedState::stale);
}

TEST_F(FeedReaderTest, three_readers_at_once_see_the_same) {
    FeedReader readers[] = {FeedReader(options()), FeedReader(options()), FeedReader(options())};
    std::mt19937_64 random(seed);
    for (int round = 0; round < 500; ++round) {
        publish(static_cast<int>(random() % 8));
        readers[random() % 3].poll(random() % 16);
    }
    for (FeedReader& reader : readers) {
        FeedListener nobody;
        expect_equal(reader, nobody);
    }
}

TEST_F(FeedReaderTest, a_segment_of_another_kind_is_named_and_waited_out) {
    feed.reset();
    const shm::SegmentSpec spec{
        "pinion." + instance + ".feed.1", shm::SegmentKind::link, 7, 4096, "", 0600};
    std::optional<shm::Segment> other(shm::Segment::create(spec, [](std::span<std::byte>) {}));
    FeedReader reader(options());
    reader.poll();
    EXPECT_EQ(reader.health().state, FeedState::waiting);
    EXPECT_NE(reader.last_error(), "");
    other->unlink();
    other.reset();
    feed.emplace(feed_options);
    publish(10);
    expect_equal(reader);
    EXPECT_EQ(reader.last_error(), "");
}

} // namespace
} // namespace pinion::feed
