// What a journal's source refuses, and how: the file was removed, damaged, or is not what it should
// be. PINION_SEED replays a run.
#include "engine/recovery/recovery_error.h"
#include "tests/engine/recovery/past_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace pinion::engine {
namespace {

using testing::HasSubstr;

class ReadingAJournal : public testing::Test {
  protected:
    ReadingAJournal() : past_(random_seed()) {
        past_.start();
        past_.run(250);
        past_.sync();
        past_.run(250);
        past_.sync();
    }

    [[nodiscard]] JournalSource source() const {
        return {*past_.journal, past_.options.engine_id, past_.instance};
    }

    /// Why the journal cannot be read to its end; "" if it can.
    static std::string refusal(JournalSource& source) {
        try {
            for (shm::LogRecord record; source.read(record);) {
            }
        } catch (const RecoveryError& error) {
            return error.what();
        }
        return {};
    }

    void damage(std::uint64_t segment, std::uint64_t byte) {
        past_.disk.flip_bit("journal/" + shm::segment_file_name(segment), byte * 8);
    }

    static constexpr std::uint64_t in_first_record = shm::log_block_bytes + 40;

    PastEngine past_;
};

TEST_F(ReadingAJournal, from_which_a_file_was_removed_says_what_is_gone) {
    auto journal = source();
    const auto next = journal.segments().at(1).first_sequence;
    ASSERT_FALSE(past_.journal->remove(shm::segment_file_name(2)));
    EXPECT_THAT(refusal(journal),
                HasSubstr("the journal's command " + std::to_string(next) + " is gone"));
}

TEST_F(ReadingAJournal, whose_file_is_damaged_names_it) {
    auto journal = source();
    damage(1, in_first_record);
    EXPECT_THAT(refusal(journal), HasSubstr(shm::segment_file_name(1)));
    damage(1, 8);
    EXPECT_THROW(static_cast<void>(journal.seek(1)), RecoveryError);
    EXPECT_THROW(static_cast<void>(source()), RecoveryError);
}

TEST_F(ReadingAJournal, which_the_disk_does_not_give_is_refused) {
    auto journal = source();
    past_.disk.set_faults({.unreadable = "journal"});
    EXPECT_THAT(refusal(journal), HasSubstr("cannot be read"));
    EXPECT_THROW(static_cast<void>(source()), RecoveryError);
}

TEST_F(ReadingAJournal, whose_record_holds_another_command_is_refused) {
    shm::LogRecord wrong{};
    wrong.sequenced.sequence = 777;
    ASSERT_FALSE(past_.writer->append(shm::payload_of(wrong)));
    ASSERT_FALSE(past_.writer->sync());
    auto journal = source();
    EXPECT_THAT(refusal(journal), HasSubstr("the journal's record 501 holds the command 777"));
}

TEST_F(ReadingAJournal, that_does_not_have_a_command_says_so) {
    auto journal = source();
    EXPECT_TRUE(journal.seek(500));
    EXPECT_TRUE(journal.seek(501)) << "the one behind the last";
    EXPECT_FALSE(journal.seek(502));
    EXPECT_FALSE(journal.seek(5000));
    EXPECT_THROW(journal.go_to(502), RecoveryError);
    EXPECT_THAT(journal.path(), HasSubstr("journal"));
}

TEST(ReadingAJournalWithAGap, does_not_take_a_later_command_for_the_one_asked_for) {
    PastEngine past(random_seed());
    shm::SegmentMaker maker(*past.journal, journal_identity(past.options.engine_id, past.instance),
                            {}, PastEngine::segment_bytes);
    shm::LogSegmentHeader header;
    ASSERT_FALSE(
        maker.begin({.number = 1, .sequence_before = 0, .first_sequence = 5}, header).error);
    JournalSource journal(*past.journal, past.options.engine_id, past.instance);
    EXPECT_TRUE(journal.is_there());
    EXPECT_FALSE(journal.seek(1));
    EXPECT_TRUE(journal.seek(5));
}

TEST_F(ReadingAJournal, knows_the_first_command_that_other_options_made) {
    constexpr auto none = std::numeric_limits<std::uint64_t>::max();
    constexpr std::uint64_t ours = 1;
    constexpr std::uint64_t others = 2;
    const auto segment = [](std::uint64_t number, std::uint64_t first, std::uint64_t options) {
        shm::LogSegmentHeader header{};
        header.number = number;
        header.first_sequence = first;
        header.sequence_before = first - 1;
        header.options_fingerprint = options;
        return header;
    };
    EXPECT_EQ(first_of_other_options({}, 0, ours), none);
    EXPECT_EQ(first_of_other_options({segment(1, 1, ours)}, 0, ours), none);
    EXPECT_EQ(first_of_other_options({segment(1, 1, others)}, 0, ours), 1U);
    EXPECT_EQ(first_of_other_options({segment(1, 1, others), segment(2, 9, ours)}, 8, ours), none);
    EXPECT_EQ(first_of_other_options({segment(1, 1, others), segment(2, 9, ours)}, 7, ours), 8U);
    EXPECT_EQ(first_of_other_options({segment(1, 1, others), segment(2, 1, ours)}, 0, ours), none)
        << "void, as a later segment begins at the same command";
}

} // namespace
} // namespace pinion::engine
