#include "engine/host/output_log.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "tests/support/faulty_disk.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

// A start finds an output log that a dead engine wrote and did not sync: that may be in the cache
// only, whatever a later sync says.

namespace pinion::engine {
namespace {

constexpr std::uint64_t segment_bytes = 16 * shm::log_block_bytes;
constexpr std::uint64_t boot_id = 5;
constexpr shm::LogOrigin origin{1, boot_id, 3, {4, 5}};

class OutputLogTest : public testing::Test {
  protected:
    OutputLogTest() {
        options_.boot_id = boot_id;
        options_.output_log_segment_bytes = segment_bytes;
    }

    [[nodiscard]] shm::LogIdentity identity() const {
        return {shm::LogKind::output, options_.engine.engine_id, peer_.id, options_.instance};
    }

    /// The dead engine's: `synced` reports are on the disk, others up to `written` may be.
    void write(std::uint64_t synced, std::uint64_t written) {
        shm::SegmentMaker maker(*storage_, identity(), origin, segment_bytes);
        shm::LogWriter writer(maker, 4 * shm::log_block_bytes);
        ASSERT_FALSE(writer.begin({}));
        for (std::uint64_t i = 1; i <= written; ++i) {
            ASSERT_FALSE(writer.append(shm::payload_of(report(i))));
            if (i == synced) {
                ASSERT_FALSE(writer.sync());
            }
        }
        ASSERT_FALSE(writer.flush());
    }

    static shm::Report report(std::uint64_t sequence) {
        shm::Report report{};
        report.report_sequence = sequence;
        return report;
    }

    /// Reports 1, 2, ... on the disk itself.
    [[nodiscard]] std::uint64_t left_after_loss_of_power() {
        disk_.set_faults({.lost_min = 1});
        disk_.lose_power();
        storage_ = disk_.storage();
        shm::LogReader reader(*storage_, identity());
        shm::LogEntry entry{};
        std::uint64_t count = 0;
        while (reader.poll(entry) == shm::LogRead::ready) EXPECT_EQ(entry.sequence, ++count);
        EXPECT_EQ(reader.examine_end(), shm::LogEnd::clean) << reader.problem();
        return count;
    }

    test::FaultyDisk disk_{1};
    std::unique_ptr<shm::Storage> storage_ = disk_.storage();
    HostOptions options_;
    GatewayPeer peer_{7, 0};
};

TEST_F(OutputLogTest, what_is_not_known_to_be_synced_is_written_again) {
    write(4, 10);
    OutputLog log(options_, peer_, *storage_, 4);
    EXPECT_EQ(log.last(), 10U);
    log.hold_exactly({report(9), report(10), report(11)}, 11, origin);
    EXPECT_EQ(log.last(), 11U);
    EXPECT_EQ(log.place().first_sequence, 12U);
    EXPECT_EQ(left_after_loss_of_power(), 11U);
}

TEST_F(OutputLogTest, if_nobody_says_what_is_synced_all_of_the_newest_segment_is_written_again) {
    write(4, 10);
    OutputLog log(options_, peer_, *storage_, std::nullopt);
    log.hold_exactly({}, 10, origin);
    EXPECT_EQ(left_after_loss_of_power(), 10U);
}

TEST_F(OutputLogTest, what_was_read_after_another_boot_came_from_the_disk) {
    write(10, 10);
    ++options_.boot_id;
    OutputLog log(options_, peer_, *storage_, std::nullopt);
    log.hold_exactly({}, 10, origin);
    EXPECT_EQ(disk_.files().size(), 1U);
}

TEST_F(OutputLogTest, what_is_void_is_not_written_again) {
    write(4, 10);
    OutputLog log(options_, peer_, *storage_, 4);
    log.hold_exactly({}, 6, origin);
    EXPECT_EQ(log.last(), 6U);
    EXPECT_EQ(left_after_loss_of_power(), 6U);
}

TEST_F(OutputLogTest, all_that_is_not_synced_may_be_void) {
    write(4, 10);
    OutputLog log(options_, peer_, *storage_, 4);
    log.hold_exactly({}, 3, origin);
    EXPECT_EQ(log.last(), 3U);
    EXPECT_EQ(left_after_loss_of_power(), 3U);
}

} // namespace
} // namespace pinion::engine
