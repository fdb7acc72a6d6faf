#include "feed-handler/reader/feed_reader.h"
#include "feed-handler/reader/image_join.h"
#include "tests/feed-handler/support/model_market.h"
#include "tests/feed-handler/support/recording_listener.h"
#include "tests/feed-handler/support/test_feed.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

// Readers join again and again while the publisher writes as fast as it can. For each number of
// events it is known which book is right; no join may give another.

namespace pinion::feed {
namespace {

using namespace std::chrono_literals;

class ImageJoinTest : public testing::Test {
  protected:
    static constexpr std::uint32_t order_slots = 64;
    static constexpr int event_count = 20'000;
    static constexpr int reader_count = 3;

    ImageJoinTest() {
        options.orders_max = order_slots;
        test::ModelMarket market(test::test_seed(), 3, order_slots);
        for (int i = 0; i < event_count; ++i) {
            events.push_back(market.next());
            hashes.push_back(market.hash());
        }
    }

    void publish_all(test::TestFeed& feed) {
        std::size_t written = 0;
        while (written < events.size()) {
            const std::size_t burst = std::min(events.size(), written + 1 + written * 7919 % 40);
            while (written < burst && feed.try_write(events[written])) ++written;
            feed.publisher.do_work();
            if (written % 64 < 4) std::this_thread::sleep_for(10us);
        }
        feed.publisher.on_close();
        is_done = true;
    }

    void check(const Books& books, std::uint64_t sequence) {
        if (books.hash() != hashes[sequence]) ++wrong_books;
        ++checks;
    }

    void join_again_and_again() {
        const FeedAttachment attachment(options.instance, 1);
        ImageJoin::Events ring = attachment.events();
        ImageJoin image_join;
        Books books(3, order_slots);
        bool was_done = false;
        while (!was_done) {
            was_done = is_done; // the last look is at the whole market
            const Join outcome = image_join.join(attachment.feed(), ring, 0, books);
            if (outcome == Join::damaged) ++wrong_books;
            if (outcome == Join::joined) check(books, ring.next() - 1);
        }
    }

    void follow_to_the_end() {
        FeedReader reader({options.instance, 1, ""});
        test::RecordingListener listener;
        while (reader.sequence() < events.size()) reader.poll(listener);
        check(reader.books(), reader.sequence());
        EXPECT_EQ(listener.events + reader.health().lost_total + first_of(listener), events.size());
    }

    /// Events that were in the first image already.
    static std::uint64_t first_of(const test::RecordingListener& listener) {
        return listener.last_sequence - listener.events - listener.lost_total;
    }

    engine::FeedOptions options = test::feed_options(test::unique_instance());
    std::vector<shm::FeedEvent> events;
    std::vector<std::uint64_t> hashes{shm::BookHash().value()}; ///< by number of events
    std::atomic<bool> is_done{false};
    std::atomic<int> wrong_books{0};
    std::atomic<int> checks{0};
};

TEST_F(ImageJoinTest, no_join_under_concurrent_updates_gives_a_wrong_book) {
    test::TestFeed feed(options);
    std::vector<std::thread> readers;
    for (int i = 0; i < reader_count; ++i) readers.emplace_back([this] { join_again_and_again(); });
    publish_all(feed);
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(wrong_books, 0);
    EXPECT_GE(checks, reader_count);
    std::cout << checks << " books compared" << std::endl;
}

TEST_F(ImageJoinTest, three_readers_follow_a_busy_feed_to_its_end) {
    test::TestFeed feed(options);
    std::vector<std::thread> readers;
    for (int i = 0; i < reader_count; ++i) readers.emplace_back([this] { follow_to_the_end(); });
    publish_all(feed);
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(wrong_books, 0);
    EXPECT_EQ(checks, reader_count);
}

TEST_F(ImageJoinTest, a_slot_that_stays_half_written_is_not_waited_for) {
    test::TestFeed feed(options);
    for (int i = 0; i < 500; ++i) feed.publish(events[static_cast<std::size_t>(i)]);
    const shm::FeedView view(feed.segment.payload());
    auto& content = view.image()[0].content;
    const std::uint64_t stamp = content.stamp();
    ASSERT_NE(stamp, 0u);
    content.stage({}, stamp);

    FeedReader reader({options.instance, 1, ""});
    for (int i = 0; i < 10; ++i) EXPECT_EQ(reader.poll(), 0u);
    EXPECT_EQ(reader.health().state, FeedState::joining);
    EXPECT_EQ(reader.health().damage_total, 0u);
}

TEST_F(ImageJoinTest, an_image_that_lags_behind_the_ring_is_completed_from_it) {
    test::TestFeed feed(options);
    for (int i = 0; i < 300; ++i) feed.publish(events[static_cast<std::size_t>(i)]);
    // As if the publisher were between the ring and the image.
    shm::BroadcastWriter<shm::FeedEvent> ring(shm::FeedView(feed.segment.payload()).events());
    for (std::size_t i = 300; i < 350; ++i) ring.publish(events[i]);

    FeedReader reader({options.instance, 1, ""});
    while (reader.poll() > 0 || reader.sequence() < 350) {
    }
    EXPECT_EQ(reader.books().hash(), hashes[350]);
}

} // namespace
} // namespace pinion::feed
