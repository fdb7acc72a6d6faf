// What can be told of a history whose beginning is gone, or whose options changed.
// PINION_SEED replays a run.
#include "engine/audit/progress.h"
#include "engine/recovery/recovery_error.h"
#include "tests/engine/audit/audit_bed.h"

#include <gtest/gtest.h>

#include <sstream>

namespace pinion::engine {
namespace {

class TellingTest : public testing::Test, protected test::AuditBed {
  protected:
    void run(std::uint64_t count) {
        past.run(count);
        past.sync();
    }

    /// The first command that is told.
    std::uint64_t first_told(std::uint64_t first = 1) {
        EventHistory told;
        Telling telling(sources(), first, told);
        EXPECT_TRUE(telling.next()) << "PINION_SEED=" << seed;
        return told.sequences.front();
    }

    std::string why_not(std::uint64_t first = 1) {
        try {
            EventHistory told;
            Telling telling(sources(), first, told);
            while (telling.next()) {
            }
        } catch (const RecoveryError& error) {
            return error.what();
        }
        return "";
    }

    void damage(std::uint64_t sequence) {
        past.disk.flip_bit("snapshots/" + snapshot_file_name(sequence), 5000);
    }
};

TEST_F(TellingTest, begins_with_the_snapshot_next_to_what_is_wanted) {
    for (int i = 0; i < 3; ++i) {
        run(100);
        past.snapshot();
    }
    run(50);
    EXPECT_EQ(first_told(), 1U);
    EXPECT_EQ(first_told(100), 1U);
    EXPECT_EQ(first_told(101), 101U);
    EXPECT_EQ(first_told(350), 301U);
    damage(300);
    EXPECT_EQ(first_told(350), 201U) << "an older one may be good";
}

TEST_F(TellingTest, begins_with_the_oldest_snapshot_if_the_first_commands_are_gone) {
    run(300);
    past.snapshot();
    run(100);
    past.snapshot();
    run(100);
    ASSERT_FALSE(past.journal->remove(shm::segment_file_name(1)));
    EXPECT_EQ(first_told(), 301U);
    damage(300);
    EXPECT_EQ(first_told(), 401U);
    damage(400);
    EXPECT_NE(why_not().find("neither the first one nor behind a good snapshot"), std::string::npos)
        << why_not();
}

TEST_F(TellingTest, refuses_a_journal_with_a_hole) {
    run(1000);
    ASSERT_GT(past.journal->list().value.size(), 3U);
    ASSERT_FALSE(past.journal->remove(shm::segment_file_name(2)));
    EXPECT_NE(why_not(), "") << "PINION_SEED=" << seed;
}

TEST_F(TellingTest, refuses_a_hole_that_comes_while_it_reads) {
    run(600);
    EventHistory told;
    Telling telling(sources(), 1, told);
    ASSERT_TRUE(telling.next());
    ASSERT_FALSE(past.journal->remove(shm::segment_file_name(2)));
    EXPECT_THROW(while (telling.next()){}, RecoveryError) << "PINION_SEED=" << seed;
}

TEST_F(TellingTest, refuses_a_flipped_bit_in_a_record) {
    run(100);
    past.disk.flip_bit("journal/" + shm::segment_file_name(1), 8 * (shm::log_block_bytes + 2000));
    run(1000); // so that it is none of the last ones
    EXPECT_NE(why_not().find(shm::segment_file_name(1)), std::string::npos) << why_not();
}

TEST_F(TellingTest, ends_where_the_journal_is_torn) {
    run(100);
    past.run(50);
    past.write();
    past.lose_host();
    const auto lines = history();
    EXPECT_NE(lines.find("{\"sequence\":100,\"index\":0,"), std::string::npos);
    EXPECT_EQ(why_not(), "") << "PINION_SEED=" << seed;
}

TEST_F(TellingTest, follows_a_journal_that_is_written) {
    run(100);
    EventHistory told;
    Telling telling(sources(), 1, told);
    for (int i = 0; i < 4; ++i) {
        while (telling.next()) {
        }
        EXPECT_EQ(told.sequences.size(), past.point.sequence) << "PINION_SEED=" << seed;
        EXPECT_EQ(telling.sequence(), past.point.sequence);
        run(150);
    }
}

TEST(Progress, is_shown_to_a_terminal_now_and_then_and_wiped_out) {
    std::ostringstream out;
    const auto start = Progress::Clock::now();
    {
        Progress progress(out, true, start);
        for (int i = 0; i < 3000; ++i) progress.count(7);
        EXPECT_EQ(progress.commands(), 3000U);
        EXPECT_EQ(progress.seconds(start + std::chrono::seconds(2)), 2.0);
        progress.show(8, start + std::chrono::seconds(1));
        const auto shown = out.str();
        EXPECT_NE(shown.find("command 8, 3 thousand/s"), std::string::npos) << shown;
        progress.show(9, start + std::chrono::milliseconds(1100));
        EXPECT_EQ(out.str(), shown) << "not too often";
    }
    EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
}

TEST(Progress, is_not_shown_to_a_file) {
    std::ostringstream out;
    {
        Progress progress(out, false);
        for (int i = 0; i < 3000; ++i) progress.count(7);
    }
    EXPECT_EQ(out.str(), "");
}

} // namespace
} // namespace pinion::engine
