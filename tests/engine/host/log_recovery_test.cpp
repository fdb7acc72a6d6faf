#include "engine/host/log_recovery.h"
#include "engine/host/ring_memory.h"
#include "engine/host/sequenced_log.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/segment_names.h"
#include "tests/engine/host/unique_instance.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>

// What a successor reads out of a dead engine's log, also when that holds garbage.

namespace pinion::engine {
namespace {

constexpr std::uint64_t log_slots = 8;
constexpr std::uint32_t epoch = 77;

class LogRecoveryTest : public testing::Test {
  protected:
    LogRecoveryTest() {
        shm::EngineView::format(memory_.bytes(), {log_slots}, 1);
        shm::EngineView(memory_.bytes()).header().engine_epoch = epoch;
    }

    /// Logs the next command, as of the ring of gateway `id` at `ring_position`.
    void log(std::uint16_t id, std::uint64_t ring_position, std::uint32_t engine_epoch = epoch) {
        shm::LogRecord record{};
        record.sequenced.sequence = ++sequence_;
        record.gateway_id = id;
        record.ring_position = ring_position;
        record.engine_epoch = engine_epoch;
        SequencedLog(shm::EngineView(memory_.bytes()).log()).append(record);
    }

    LogRecovery recover() { return recover_log(memory_.bytes()); }

    RingMemory memory_{shm::EngineLayout{log_slots}.bytes()};
    std::uint64_t sequence_ = 0;
};

using Positions = std::map<std::uint16_t, std::uint64_t>;

TEST_F(LogRecoveryTest, an_empty_log_has_consumed_nothing) {
    EXPECT_EQ(recover().consumed, (Positions{}));
    EXPECT_EQ(recover().engine_epoch, epoch);
}

TEST_F(LogRecoveryTest, each_gateway_goes_on_behind_its_last_logged_command) {
    log(0, 100);
    log(2, 7);
    log(0, 101);
    log(2, 8);
    EXPECT_EQ(recover().consumed, (Positions{{0, 102}, {2, 9}}));
}

TEST_F(LogRecoveryTest, a_log_that_went_round_gives_its_newest_records) {
    for (std::uint64_t position = 0; position < 5 * log_slots + 3; ++position) log(1, position);
    EXPECT_EQ(recover().consumed, (Positions{{1, 5 * log_slots + 3}}));
}

TEST_F(LogRecoveryTest, a_record_that_the_writers_hint_does_not_count_yet_is_found) {
    log(0, 1);
    log(0, 2);
    auto& hint =
        reinterpret_cast<shm::BroadcastRingHeader*>(shm::EngineView(memory_.bytes()).log().data())
            ->written;
    hint.store(hint.load() - 1);
    EXPECT_EQ(recover().consumed[0], 3U);
}

TEST_F(LogRecoveryTest, records_that_do_not_belong_there_are_passed_over) {
    log(0, 5);
    log(0, shm::LogRecord::no_ring);
    log(0, 900, epoch - 1);
    EXPECT_EQ(recover().consumed, (Positions{{0, 6}}));
}

TEST_F(LogRecoveryTest, a_hint_that_lies_costs_no_more_than_a_look_at_each_slot) {
    auto& hint =
        reinterpret_cast<shm::BroadcastRingHeader*>(shm::EngineView(memory_.bytes()).log().data())
            ->written;
    for (std::uint64_t back = 0; back < 3; ++back) {
        hint.store(std::numeric_limits<std::uint64_t>::max() - back);
        EXPECT_EQ(recover().consumed, (Positions{}));
    }
}

TEST_F(LogRecoveryTest, garbage_never_does_harm) {
    const char* replay = std::getenv("PINION_SEED");
    const std::uint64_t seed = replay != nullptr ? std::stoull(replay) : std::random_device{}();
    RecordProperty("seed", std::to_string(seed));
    std::cout << "PINION_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    for (int round = 0; round < 2000; ++round) {
        auto bytes = memory_.bytes();
        const std::size_t first = round % 2 == 0 ? 0 : sizeof(shm::EngineHeader);
        for (int i = 0; i < 40; ++i)
            bytes[first + random() % (bytes.size() - first)] = static_cast<std::byte>(random());
        try {
            EXPECT_LE(recover().consumed.size(), log_slots);
        } catch (const std::runtime_error&) {
            shm::EngineView::format(bytes, {log_slots}, 1);
        }
    }
}

/// The segment in which a dead engine left its log.
class LastEngineTest : public testing::Test {
  protected:
    [[nodiscard]] shm::Segment segment() const {
        const shm::EngineLayout layout{log_slots};
        return shm::Segment::create(
            {name_, shm::SegmentKind::engine, layout.hash(), layout.bytes(), "", 0600},
            [&](std::span<std::byte> payload) { shm::EngineView::format(payload, layout, 1); });
    }

    test::UniqueInstance instance_;
    std::string name_ = shm::engine_segment_name(instance_.name(), 1);
};

TEST_F(LastEngineTest, is_found_or_not_there) {
    EXPECT_FALSE(open_last_engine(name_));
    EXPECT_TRUE(recover_log(open_last_engine(name_)).consumed.empty());
    static_cast<void>(segment());
    EXPECT_TRUE(open_last_engine(name_));
}

TEST_F(LastEngineTest, that_is_no_segment_is_passed_over) {
    const_cast<shm::SegmentHeader&>(segment().header()).magic = 0;
    EXPECT_FALSE(open_last_engine(name_));
}

TEST_F(LastEngineTest, whose_log_does_not_fit_in_it_is_passed_over) {
    shm::EngineView(segment().payload()).header().log_slots = log_slots * 2;
    EXPECT_FALSE(open_last_engine(name_));
}

TEST_F(LastEngineTest, of_another_version_of_pinion_is_not_passed_over) {
    const_cast<shm::SegmentHeader&>(segment().header()).layout_version += 1;
    EXPECT_THROW(static_cast<void>(open_last_engine(name_)), shm::SegmentError);
}

TEST(NextEngineEpoch, is_the_second_or_the_one_after_the_last_engines) {
    constexpr std::int64_t now_ns = 1'700'000'000'999'999'999;
    EXPECT_EQ(next_engine_epoch(0, now_ns), 1'700'000'000U);
    EXPECT_EQ(next_engine_epoch(1'699'999'999, now_ns), 1'700'000'000U);
    EXPECT_EQ(next_engine_epoch(1'700'000'000, now_ns), 1'700'000'001U);
    EXPECT_EQ(next_engine_epoch(1'800'000'000, now_ns), 1'800'000'001U);
    EXPECT_THROW(
        static_cast<void>(next_engine_epoch(std::numeric_limits<std::uint32_t>::max(), now_ns)),
        std::runtime_error);
}

} // namespace
} // namespace pinion::engine
