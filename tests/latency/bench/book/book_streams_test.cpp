// Streams for the book benchmark: the engine's book does with them what an obvious book does, and
// they are what their names say.
#include "latency/bench/book/book_player.h"
#include "latency/bench/book/day_stream.h"
#include "latency/bench/book/mixed_stream.h"
#include "latency/bench/book/oracle.h"
#include "latency/bench/book/stream_file.h"
#include "latency/bench/book/stream_play.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <random>
#include <sstream>
#include <string>

namespace pinion::latency {
namespace {

Stream small_mixed(std::uint32_t instruments) {
    return mixed_stream({.instruments = instruments,
                         .live_orders = 2'000,
                         .depth_ticks = 150,
                         .operations = 60'000,
                         .seed = 7});
}

Stream small_day(std::int64_t swing_percent) {
    return day_stream({.live_orders = 1'000,
                       .depth_doublings = 11,
                       .swing_percent = swing_percent,
                       .messages = 60'000,
                       .seed = 7});
}

TradeTally by_the_oracle(const Stream& stream) {
    Oracle oracle;
    for (const auto& operation : stream.operations) oracle.play(operation);
    return oracle.tally();
}

TradeTally by_the_book(const Stream& stream, std::size_t batch) {
    BookPlayer player(stream.shape);
    player.play(stream.operations, batch);
    return player.tally();
}

void expect_agreement(const Stream& stream) {
    const auto expected = by_the_oracle(stream);
    EXPECT_GT(expected.trades, 1000U);
    for (const std::size_t batch : {1U, 7U, 64U, 256U}) {
        const auto found = by_the_book(stream, batch);
        EXPECT_EQ(found.trades, expected.trades);
        EXPECT_EQ(found.lots, expected.lots);
        EXPECT_EQ(found.hash, expected.hash);
    }
}

TEST(BookStreams, the_book_trades_a_mixed_stream_as_the_oracle_does) {
    expect_agreement(small_mixed(1));
    expect_agreement(small_mixed(64));
}

/// More orders than from which on the book looks ahead.
TEST(BookStreams, the_book_trades_what_it_looks_ahead_at_as_the_oracle_does) {
    expect_agreement(mixed_stream({.instruments = 8,
                                   .live_orders = BookPlayer::LookAhead::orders_min + 3'000,
                                   .depth_ticks = 150,
                                   .operations = 60'000,
                                   .seed = 7}));
}

TEST(BookStreams, the_book_trades_a_day_as_the_oracle_does) {
    expect_agreement(small_day(0));
    expect_agreement(small_day(60));
}

/// Ids that are used again, ids that nobody knows, everything at few prices.
TEST(BookStreams, the_book_trades_a_senseless_stream_as_the_oracle_does) {
    std::mt19937_64 random(7);
    Stream stream;
    Oracle oracle;
    for (int i = 0; i < 60'000; ++i) {
        stream.operations.push_back({.id = random() % 500,
                                     .price_ticks = static_cast<std::int64_t>(random() % 200) - 100,
                                     .quantity_lots = random() % 8,
                                     .instrument = static_cast<std::uint32_t>(random() % 3),
                                     .kind = static_cast<OperationKind>(1 + random() % 5),
                                     .side = random() % 2 == 0 ? shm::Side::buy : shm::Side::sell,
                                     .spare = 0});
        oracle.play(stream.operations.back());
    }
    stream.shape = oracle.shape();
    expect_agreement(stream);
}

TEST(BookStreams, a_mixed_stream_has_its_mix_and_keeps_its_size) {
    const auto stream = small_mixed(1);
    const auto share = [&](OperationKind kind) {
        const auto measured = stream.measured();
        const auto count =
            std::count_if(measured.begin(), measured.end(),
                          [&](const auto& operation) { return operation.kind == kind; });
        return static_cast<double>(count) / static_cast<double>(measured.size());
    };
    EXPECT_NEAR(share(OperationKind::add), 0.57, 0.02); // 52 % rest, 5 % trade
    EXPECT_NEAR(share(OperationKind::cancel), 0.38, 0.02);
    EXPECT_NEAR(share(OperationKind::size_down), 0.025, 0.005);
    EXPECT_NEAR(share(OperationKind::reprice), 0.025, 0.005);
    EXPECT_LT(stream.shape.orders_max, 2'200U);
}

class StreamFile : public testing::Test {
  protected:
    ~StreamFile() override { std::filesystem::remove(path_); }

    void overwrite(std::streamoff at, char byte) {
        std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(at);
        file.put(byte);
    }

    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("pinion-stream-" + std::to_string(::getpid()));
};

TEST_F(StreamFile, what_is_written_is_read) {
    const auto stream = small_mixed(2);
    write_stream(path_, stream);
    const auto read = read_stream(path_);
    EXPECT_EQ(read.warm_up, stream.warm_up);
    ASSERT_EQ(read.operations.size(), stream.operations.size());
    EXPECT_EQ(by_the_oracle(read), by_the_oracle(stream));
}

TEST_F(StreamFile, playing_it_tells_what_its_trades_come_to) {
    const auto stream = small_mixed(2);
    write_stream(path_, stream);
    std::ostringstream out;
    play_stream_file(path_, out);
    std::ostringstream expected;
    expected << "trades " << stream.expected.trades << " quantity " << stream.expected.lots
             << " hash " << std::hex << std::setfill('0') << std::setw(16) << stream.expected.hash;
    EXPECT_EQ(out.str().substr(0, expected.str().size()), expected.str());
}

TEST_F(StreamFile, prices_too_far_apart_are_refused) {
    Stream stream;
    for (const std::int64_t price : {std::int64_t{0}, std::int64_t{1} << 40})
        stream.operations.push_back({.id = 1,
                                     .price_ticks = price,
                                     .quantity_lots = 1,
                                     .instrument = 0,
                                     .kind = OperationKind::immediate,
                                     .side = shm::Side::buy,
                                     .spare = 0});
    write_stream(path_, stream);
    std::ostringstream out;
    EXPECT_THROW(play_stream_file(path_, out), std::runtime_error);
}

TEST_F(StreamFile, a_damaged_file_is_refused) {
    const auto stream = small_day(0);
    write_stream(path_, stream);
    overwrite(32 + 28, 9);
    EXPECT_THROW(static_cast<void>(read_stream(path_)), std::runtime_error) << "a kind";
    write_stream(path_, stream);
    overwrite(32 + 29, 'x');
    EXPECT_THROW(static_cast<void>(read_stream(path_)), std::runtime_error) << "a side";
    write_stream(path_, stream);
    overwrite(0, 'Q');
    EXPECT_THROW(static_cast<void>(read_stream(path_)), std::runtime_error) << "the magic";
    write_stream(path_, stream);
    std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 1);
    EXPECT_THROW(static_cast<void>(read_stream(path_)), std::runtime_error) << "the length";
    std::filesystem::remove(path_);
    EXPECT_THROW(static_cast<void>(read_stream(path_)), std::runtime_error) << "no file";
}

} // namespace
} // namespace pinion::latency
