#include "feed-handler/reader/feed_reader.h"
#include "tests/feed-handler/support/model_market.h"
#include "tests/feed-handler/support/test_feed.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <random>
#include <span>
#include <vector>

// Bytes of a feed are flipped at random, before a reader comes and while it reads. It may find the
// feed unreadable or the books strange; it must not crash, hang or read outside of what it mapped.

namespace pinion::feed {
namespace {

/// A feed's memory, its segment header too, as somebody who may write everything sees it.
class OpenMemory {
  public:
    explicit OpenMemory(const std::string& segment_name) {
        const int file = ::open(("/dev/shm/" + segment_name).c_str(), O_RDWR | O_CLOEXEC);
        const auto size = static_cast<std::size_t>(::lseek(file, 0, SEEK_END));
        void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (memory != MAP_FAILED) bytes_ = {static_cast<unsigned char*>(memory), size};
        good_.assign(bytes_.begin(), bytes_.end());
    }

    ~OpenMemory() { ::munmap(bytes_.data(), bytes_.size()); }

    OpenMemory(const OpenMemory&) = delete;
    OpenMemory& operator=(const OpenMemory&) = delete;

    [[nodiscard]] std::span<unsigned char> bytes() const { return bytes_; }

    void repair() { std::ranges::copy(good_, bytes_.begin()); }

  private:
    std::span<unsigned char> bytes_;
    std::vector<unsigned char> good_;
};

class DamagedFeedTest : public testing::Test {
  protected:
    DamagedFeedTest() {
        options.orders_max = 64;
        options.event_slots = 64;
        feed.emplace(options);
        test::ModelMarket market(seed, 3, 64);
        for (int i = 0; i < 500; ++i) feed->publish(market.next());
        memory.emplace(feed->segment.name());
    }

    /// Half of the blows hit what leads to other things: headers and directory.
    void damage() {
        const auto bytes = memory->bytes();
        ASSERT_FALSE(bytes.empty());
        for (auto blows = 1 + random() % 8; blows > 0; --blows) {
            constexpr std::size_t heads = shm::segment_header_bytes + 1024;
            const std::size_t limit = random() % 2 == 0 ? heads : bytes.size();
            bytes[random() % limit] = static_cast<unsigned char>(random());
        }
    }

    static void use(FeedReader& reader) {
        for (int i = 0; i < 20; ++i) reader.poll();
        use_what_is_there(reader);
    }

    static void use_what_is_there(const FeedReader& reader) {
        static_cast<void>(reader.books().hash());
        static_cast<void>(reader.health());
        if (reader.attachment() == nullptr) return;
        const FeedAttachment& attachment = *reader.attachment();
        for (std::uint32_t i = 0; i < attachment.instruments().size(); ++i)
            if (const auto depth = attachment.read_depth(i)) {
                EXPECT_LE(depth->bid_count, shm::depth_levels);
                EXPECT_LE(depth->ask_count, shm::depth_levels);
            }
    }

    std::uint64_t seed = test::test_seed();
    std::mt19937_64 random{seed};
    engine::FeedOptions options = test::feed_options(test::unique_instance());
    std::optional<test::TestFeed> feed;
    std::optional<OpenMemory> memory;
};

TEST_F(DamagedFeedTest, a_reader_survives_a_feed_that_was_damaged_before_it_came) {
    int unreadable = 0;
    int joined = 0;
    for (int round = 0; round < 3000; ++round) {
        damage();
        FeedReader reader({options.instance, 1, ""});
        use(reader);
        if (reader.attachment() == nullptr) ++unreadable;
        if (reader.health().joins_total > 0) ++joined;
        memory->repair();
    }
    EXPECT_GT(unreadable, 0);
    EXPECT_GT(joined, 0);
}

TEST_F(DamagedFeedTest, a_reader_survives_a_feed_that_is_damaged_under_its_hands) {
    for (int round = 0; round < 300; ++round) {
        FeedReader reader({options.instance, 1, ""});
        use(reader);
        for (int i = 0; i < 10; ++i) {
            damage();
            use(reader);
        }
        memory->repair();
    }
}

TEST_F(DamagedFeedTest, an_event_that_no_publisher_writes_is_counted_and_the_book_made_anew) {
    FeedReader reader({options.instance, 1, ""});
    while (reader.poll() > 0 || reader.health().joins_total == 0) {
    }
    shm::FeedEvent impossible{};
    impossible.kind = shm::FeedEventKind::remove;
    impossible.side = shm::Side::buy;
    impossible.order_id = 999'999;
    impossible.order_slot = 70'000;
    const shm::FeedView view(feed->segment.payload());
    shm::BroadcastWriter<shm::FeedEvent> ring(view.events());
    const std::uint64_t sequence = ring.publish(impossible);
    reader.poll();
    EXPECT_EQ(reader.health().damage_total, 1u);
    EXPECT_EQ(reader.health().state, FeedState::joining);

    view.header().image_sequence = sequence; // the image is whole again
    while (reader.health().joins_total < 2) reader.poll();
    EXPECT_EQ(reader.health().state, FeedState::live);
    EXPECT_EQ(reader.sequence(), sequence);
}

} // namespace
} // namespace pinion::feed
