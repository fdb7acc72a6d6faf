#include "feed-handler/reader/feed_reader.h"
#include "tests/feed-handler/support/model_market.h"
#include "tests/feed-handler/support/test_feed.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

// The publisher is a process of its own that is killed at random instants and started again, while
// a reader follows.

namespace pinion::feed {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t instruments = 3;
constexpr std::uint32_t order_slots = 128;
using test::patience;

[[noreturn]] void publish_for_ever(const engine::FeedOptions& options, std::uint64_t seed) {
    try {
        test::TestFeed feed(options);
        test::ModelMarket market(seed, instruments, order_slots);
        while (true) {
            feed.publish(market.next());
            if (market.sequence() % 50 == 0) std::this_thread::sleep_for(100us);
        }
    } catch (...) {
        ::_exit(1);
    }
}

class WriterDeathTest : public testing::Test {
  protected:
    WriterDeathTest() { options.orders_max = order_slots; }

    ~WriterDeathTest() override {
        std::filesystem::remove("/dev/shm/pinion." + instance + ".feed.1");
    }

    void start_writer() {
        ++options.engine_epoch;
        writer = ::fork();
        if (writer == 0) publish_for_ever(options, seed + options.engine_epoch);
        ASSERT_GT(writer, 0);
    }

    void kill_writer() const {
        ::kill(writer, SIGKILL);
        ::waitpid(writer, nullptr, 0);
    }

    void expect_the_markets_book(const FeedReader& reader) const {
        test::ModelMarket market(seed + reader.health().engine_epoch, instruments, order_slots);
        while (market.sequence() < reader.sequence()) market.next();
        ASSERT_EQ(reader.books().hash(), market.hash());
    }

    template <class Condition>
    void poll_until(FeedReader& reader, Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < deadline) {
            const bool is_idle = reader.poll() == 0;
            if (condition()) return;
            if (is_idle) std::this_thread::sleep_for(100us);
        }
        FAIL() << "state: " << word_for(reader.health().state) << " " << reader.last_error();
    }

    std::uint64_t seed = test::test_seed();
    std::string instance = test::unique_instance();
    engine::FeedOptions options = test::feed_options(instance);
    pid_t writer = -1;
};

TEST_F(WriterDeathTest, a_killed_publisher_is_noticed_and_its_successor_followed) {
    std::mt19937_64 random(seed);
    FeedReader reader({instance, 1, ""});
    for (int round = 0; round < 10; ++round) {
        start_writer();
        poll_until(reader, [&] {
            return reader.health().engine_epoch == options.engine_epoch && reader.sequence() > 100;
        });
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 5000));
        kill_writer();
        poll_until(reader, [&] { return reader.health().state == FeedState::down; });
        EXPECT_EQ(reader.health().behind, 0u);
        expect_the_markets_book(reader);
    }
    EXPECT_EQ(reader.health().damage_total, 0u);
}

TEST_F(WriterDeathTest, the_book_of_a_dead_publisher_can_still_be_joined) {
    start_writer();
    FeedReader first({instance, 1, ""});
    poll_until(first, [&] { return first.sequence() > 100; });
    kill_writer();
    FeedReader late({instance, 1, ""});
    poll_until(late, [&] { return late.health().joins_total > 0 && late.health().behind == 0; });
    EXPECT_EQ(late.health().state, FeedState::down);
    expect_the_markets_book(late);
}

} // namespace
} // namespace pinion::feed
