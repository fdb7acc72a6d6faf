/// Rings are carried to disks: to real ones on threads, and to disks that fail, turn by turn.
#include "engine/journal/ring_log_writer.h"
#include "shm/storage/posix_storage.h"
#include "shm/sys/clock.h"
#include "tests/engine/journal/ring_log_bed.h"
#include "tests/shm/random_seed.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <thread>

namespace pinion::engine::test {

namespace {

constexpr std::uint64_t segment_bytes = 16 * shm::log_block_bytes;
using pinion::test::FaultyDisk;

std::uint64_t seeds() {
    const char* wanted = std::getenv("PINION_SOAK_SEEDS");
    return wanted != nullptr ? std::stoull(wanted) : 30;
}

/// Thousands of failures need not be told.
struct QuietLog {
    QuietLog() { spdlog::set_level(spdlog::level::off); }

    QuietLog(const QuietLog&) = delete;
    QuietLog& operator=(const QuietLog&) = delete;

    ~QuietLog() { spdlog::set_level(spdlog::level::info); }
};

template <class Message>
class RingLogWriterTest : public testing::Test {};

/// 20 reports, of which the first is synced.
void write_and_put_off_the_sync(RingLogBed<shm::Report>& bed) {
    bed.publish();
    while (bed.durable != 1) bed.turn();
    while (bed.ring->staged() < 20) bed.publish();
    while (bed.written != 20) bed.turn();
    EXPECT_EQ(bed.durable, 1U);
}

using Messages = testing::Types<shm::LogRecord, shm::Report>;
TYPED_TEST_SUITE(RingLogWriterTest, Messages);

} // namespace

TYPED_TEST(RingLogWriterTest, what_was_released_is_written_and_synced) {
    FaultyDisk disk(1);
    const auto storage = disk.storage();
    RingLogBed<TypeParam> bed(*storage, {}, segment_bytes);
    for (int i = 0; i < 100; ++i) bed.publish();
    bed.ring->stage(message_of<TypeParam>(101));
    bed.turns(300);
    EXPECT_EQ(bed.written, 100U) << "what is not released is nobody's business";
    EXPECT_EQ(bed.durable, 100U);
    disk.lose_power();
    const Found found = read_log<TypeParam>(*disk.storage());
    EXPECT_EQ(found.count, 100U) << found.problem;
    EXPECT_TRUE(found.is_right);
}

TYPED_TEST(RingLogWriterTest, a_real_disk_has_everything_over_many_segments) {
    const pinion::test::TemporaryDirectory directory;
    shm::PosixStorage storage(directory.path().string());
    constexpr std::uint64_t count = 20'000;
    {
        RingLogBed<TypeParam> bed(storage, {}, 1 << 20);
        std::atomic<bool> is_over{false};
        std::thread supplier([&] {
            while (!is_over)
                if (bed.supply.make_ahead() == 0) std::this_thread::yield();
        });
        std::atomic<bool> is_published{false};
        std::thread writer([&] {
            while (!is_published) static_cast<void>(bed.writer->do_work());
            bed.writer->finish();
        });
        while (bed.ring->staged() < count)
            if (bed.has_room())
                bed.publish();
            else
                std::this_thread::yield();
        is_published = true;
        writer.join();
        is_over = true;
        supplier.join();
        EXPECT_EQ(bed.durable, count);
        EXPECT_EQ(bed.written, count);
    }
    const Found found = read_log<TypeParam>(storage);
    EXPECT_FALSE(found.is_refused) << found.problem;
    EXPECT_EQ(found.count, count);
    EXPECT_TRUE(found.is_right);
}

TYPED_TEST(RingLogWriterTest, goes_on_in_a_fresh_segment_where_it_is_told) {
    FaultyDisk disk(2);
    const auto storage = disk.storage();
    {
        RingLogBed<TypeParam> bed(*storage, {}, segment_bytes);
        for (int i = 0; i < 50; ++i) bed.publish();
        bed.turns(300);
    }
    shm::LogReader reader(*storage, log_identity<TypeParam>());
    ASSERT_EQ(reader.seek(41), shm::LogRead::ready);
    RingLogBed<TypeParam> bed(*storage, reader.place(), segment_bytes);
    for (int i = 0; i < 5; ++i) bed.publish();
    bed.turns(300);
    EXPECT_EQ(read_log<TypeParam>(*storage).count, 45U);
}

TYPED_TEST(RingLogWriterTest, a_lapped_writer_says_so) {
    FaultyDisk disk(3);
    const auto storage = disk.storage();
    RingLogBed<TypeParam> bed(*storage, {}, segment_bytes);
    for (std::uint64_t i = 0; i < ring_slots + 1; ++i) bed.publish();
    try {
        bed.turns(10);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("record 1 was overwritten"), std::string::npos);
    }
}

/// Somebody else wrote into the shared memory.
TYPED_TEST(RingLogWriterTest, a_message_that_does_not_follow_the_last_one_is_refused) {
    FaultyDisk disk(3);
    const auto storage = disk.storage();
    RingLogBed<TypeParam> bed(*storage, {}, segment_bytes);
    for (int i = 0; i < 20; ++i) bed.publish();
    bed.ring->publish(message_of<TypeParam>(77));
    try {
        bed.turns(10);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(std::string(error.what()), "log: record 77 is in the place of 21");
    }
}

TYPED_TEST(RingLogWriterTest, a_full_disk_stops_it_until_there_is_room) {
    FaultyDisk disk(4);
    const auto storage = disk.storage();
    RingLogBed<TypeParam> bed(*storage, {}, segment_bytes);
    disk.set_faults({.bytes_max = segment_bytes});
    const auto publish_some = [&] {
        for (int i = 0; i < 2000; ++i) {
            if (bed.has_room()) bed.publish();
            bed.turn();
        }
    };
    publish_some();
    const std::uint64_t durable = bed.durable;
    EXPECT_LT(durable, 300U);
    disk.set_faults({});
    bed.turns(2000);
    publish_some();
    EXPECT_GT(bed.durable, durable + 500);
    const Found found = read_log<TypeParam>(*storage);
    EXPECT_TRUE(found.is_right);
    EXPECT_FALSE(found.is_refused) << found.problem;
    EXPECT_GE(found.count, bed.durable);
}

/// The kernel may call a sync a success after one that failed, and have dropped what was written.
TYPED_TEST(RingLogWriterTest, what_a_failed_sync_covered_is_written_again) {
    FaultyDisk disk(5);
    const auto storage = disk.storage();
    RingLogBed<TypeParam> bed(*storage, {}, segment_bytes);
    for (int i = 0; i < 20; ++i) bed.publish();
    bed.turns(300);
    disk.set_faults({.sync_error = 1});
    for (int i = 0; i < 20; ++i) bed.publish();
    bed.turns(300);
    EXPECT_EQ(bed.durable, 20U);
    disk.set_faults({});
    bed.turns(3000);
    EXPECT_EQ(bed.durable, 40U);
    disk.lose_power();
    const Found found = read_log<TypeParam>(*disk.storage());
    EXPECT_EQ(found.count, 40U) << found.problem;
    EXPECT_TRUE(found.is_right);
}

/// Nothing is written when the time of a sync has come, so it is a sync alone that fails.
TEST(RingLogWriterSync, a_sync_that_was_put_off_may_fail_too) {
    FaultyDisk disk(7);
    const auto storage = disk.storage();
    RingLogBed<shm::Report> bed(*storage, {}, segment_bytes);
    write_and_put_off_the_sync(bed);
    disk.set_faults({.sync_error = 1});
    bed.turns(200);
    EXPECT_EQ(bed.durable, 1U);
    disk.set_faults({});
    bed.turns(3000);
    EXPECT_EQ(bed.durable, 20U);
    disk.lose_power();
    const Found found = read_log<shm::Report>(*disk.storage());
    EXPECT_EQ(found.count, 20U) << found.problem;
    EXPECT_TRUE(found.is_right);
}

/// What a failing disk may lose only the writer has, once the ring has moved on.
TEST(RingLogWriterSync, while_no_sync_succeeds_the_ring_stops_and_nothing_is_lost) {
    const QuietLog quiet;
    FaultyDisk disk(8);
    const auto storage = disk.storage();
    RingLogBed<shm::Report> bed(*storage, {}, 4096 * shm::log_block_bytes);
    bed.publish();
    while (bed.durable != 1) bed.turn();
    disk.set_faults({.sync_error = 1});
    for (int turn = 0; turn < 50'000; ++turn) {
        for (int i = 0; i < 16 && bed.has_room(); ++i) bed.publish();
        bed.turn();
    }
    EXPECT_EQ(bed.durable, 1U);
    EXPECT_GT(bed.written, ring_slots) << "the ring has moved on";
    EXPECT_FALSE(bed.has_room());
    disk.set_faults({});
    bed.turns(10'000);
    EXPECT_EQ(bed.durable, bed.ring->staged());
    const Found found = read_log<shm::Report>(*storage);
    EXPECT_EQ(found.count, bed.ring->staged()) << found.problem;
    EXPECT_TRUE(found.is_right);
}

/// Several boots on a disk that fails at random; each goes on where the last one's log ends.
TYPED_TEST(RingLogWriterTest, nothing_durable_is_lost_on_disks_that_fail_at_random) {
    const QuietLog quiet;
    const std::uint64_t first = shm::test::random_seed();
    for (std::uint64_t seed = first; seed < first + seeds(); ++seed) {
        std::mt19937_64 random(seed);
        FaultyDisk disk(seed);
        shm::SegmentPlace place;
        for (int boot = 0; boot < 3; ++boot) {
            const auto storage = disk.storage();
            RingLogBed<TypeParam> bed(*storage, place, segment_bytes);
            ASSERT_FALSE(bed.maker.remove_blank());
            disk.set_faults({.write_error = static_cast<double>(random() % 3) / 100,
                             .sync_error = static_cast<double>(random() % 3) / 100,
                             .lost_min = random() % 2 == 0 ? 0.8 : 0.0});
            for (std::uint64_t turn = random() % 1000; turn > 0; --turn) {
                for (std::uint64_t i = random() % 10; i > 0 && bed.has_room(); --i) bed.publish();
                bed.turn();
            }
            disk.set_faults({});
            disk.lose_power();
            const Found found = read_log<TypeParam>(*disk.storage());
            ASSERT_FALSE(found.is_refused) << "seed " << seed << ": " << found.problem;
            ASSERT_TRUE(found.is_right) << "seed " << seed;
            ASSERT_GE(found.count, bed.durable) << "seed " << seed;
            ASSERT_LE(found.count, bed.ring->staged()) << "seed " << seed;
            place = found.place;
        }
    }
}

TEST(RingLogWriterEnd, syncs_what_is_written_though_its_time_has_not_come) {
    FaultyDisk disk(9);
    const auto storage = disk.storage();
    RingLogBed<shm::Report> bed(*storage, {}, segment_bytes);
    write_and_put_off_the_sync(bed);
    bed.writer->finish();
    EXPECT_EQ(bed.durable, 20U);
}

TEST(RingLogWriterEnd, gives_up_a_disk_that_goes_on_failing) {
    FaultyDisk disk(6);
    const auto storage = disk.storage();
    disk.set_faults({.bytes_max = 0});
    RingLogBed<shm::LogRecord> bed(*storage, {}, segment_bytes);
    bed.publish();
    std::atomic<bool> is_over{false};
    std::thread others([&] {
        while (!is_over) {
            static_cast<void>(bed.supply.make_ahead());
            bed.now_ns += 1'000'000;
        }
    });
    bed.writer->finish();
    is_over = true;
    others.join();
    EXPECT_EQ(bed.durable, 0U);
}

} // namespace pinion::engine::test
