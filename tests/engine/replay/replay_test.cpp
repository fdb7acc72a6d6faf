// A replay comes to the state that the engine had, and to the same events every time.
// PINION_SEED replays a run.
#include "engine/replay/replay.h"
#include "tests/engine/recovery/past_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace pinion::engine {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class Replaying : public testing::Test {
  protected:
    Replaying() : past_(seed_) {
        past_.start();
        past_.run(200);
        past_.sync();
        past_.snapshot();
        past_.run(300);
        past_.sync();
        options_.engine = past_.options;
        options_.instance = past_.instance;
    }

    [[nodiscard]] ReplayResult replay() const {
        return engine::replay(options_, *past_.journal, *past_.snapshots);
    }

    /// Why not; "" if there is no reason.
    [[nodiscard]] std::string refusal() const {
        try {
            static_cast<void>(replay());
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return {};
    }

    std::uint64_t seed_ = random_seed();
    PastEngine past_;
    ReplayOptions options_;
};

TEST_F(Replaying, comes_to_the_state_that_was) {
    const auto result = replay();
    EXPECT_EQ(result.first_sequence, 1U);
    EXPECT_EQ(result.last_sequence, 500U);
    EXPECT_EQ(result.state_hash, past_.hashes.at(500)) << "PINION_SEED=" << seed_;
    EXPECT_EQ(result.event_hash, replay().event_hash);
}

TEST_F(Replaying, ends_where_it_is_told) {
    const auto all = replay();
    options_.until = 123;
    EXPECT_EQ(replay().last_sequence, 123U);
    EXPECT_EQ(replay().state_hash, past_.hashes.at(123)) << "PINION_SEED=" << seed_;
    EXPECT_NE(replay().event_hash, all.event_hash);
}

TEST_F(Replaying, begins_with_a_snapshot) {
    options_.from_snapshot = true;
    const auto result = replay();
    EXPECT_EQ(result.first_sequence, 201U);
    EXPECT_EQ(result.state_hash, past_.hashes.at(500)) << "PINION_SEED=" << seed_;
    options_.until = 199;
    EXPECT_THAT(refusal(), HasSubstr("there is no snapshot to begin with"));
}

TEST_F(Replaying, begins_with_a_snapshot_that_is_not_behind_the_end) {
    past_.snapshot();
    options_.from_snapshot = true;
    options_.until = 400;
    const auto result = replay();
    EXPECT_EQ(result.first_sequence, 201U);
    EXPECT_EQ(result.state_hash, past_.hashes.at(400)) << "PINION_SEED=" << seed_;
}

TEST_F(Replaying, refuses_snapshots_that_are_damaged_or_cannot_be_read) {
    options_.from_snapshot = true;
    past_.disk.set_faults({.unreadable = "snapshots"});
    EXPECT_THAT(refusal(), HasSubstr("snapshots: "));
    past_.disk.set_faults({});
    past_.disk.flip_bit("snapshots/" + snapshot_file_name(200), 300 * 8);
    EXPECT_THAT(refusal(), HasSubstr(snapshot_file_name(200)));
}

TEST_F(Replaying, says_with_what_a_journal_can_be_replayed_whose_beginning_is_gone) {
    ASSERT_FALSE(past_.journal->remove(shm::segment_file_name(1)));
    EXPECT_THAT(refusal(), HasSubstr("does not begin with the command 1; there may be a snapshot"));
    options_.from_snapshot = true;
    EXPECT_THAT(refusal(), EndsWith("does not begin with the command 201"));
    past_.snapshot();
    past_.run(100);
    past_.sync();
    EXPECT_EQ(replay().state_hash, past_.hashes.at(600)) << "PINION_SEED=" << seed_;
}

TEST_F(Replaying, refuses_a_command_that_is_not_later_than_the_one_before) {
    shm::LogRecord wrong{};
    wrong.sequenced.sequence = 501;
    wrong.sequenced.time_ns = past_.point.time_ns;
    ASSERT_FALSE(past_.writer->append(shm::payload_of(wrong)));
    ASSERT_FALSE(past_.writer->sync());
    EXPECT_THAT(refusal(), HasSubstr("the command 501 does not follow 500"));
    options_.until = 500;
    EXPECT_EQ(replay().last_sequence, 500U);
}

TEST_F(Replaying, refuses_a_journal_that_is_damaged_at_its_end) {
    const auto newest = past_.journal->list().value.back();
    past_.disk.flip_bit("journal/" + newest, (shm::log_block_bytes + 100) * 8);
    EXPECT_THAT(refusal(), HasSubstr(newest + " is damaged"));
    options_.until = 100;
    EXPECT_EQ(refusal(), "") << "it is not read so far";
}

TEST_F(Replaying, ends_between_two_batches) {
    for (int i = 0; i < 20; ++i) {
        past_.run(250);
        past_.sync();
    }
    options_.until = 4096;
    EXPECT_EQ(replay().state_hash, past_.hashes.at(4096)) << "PINION_SEED=" << seed_;
}

TEST_F(Replaying, refuses_commands_that_were_made_by_other_options) {
    ++options_.engine.orders_max;
    EXPECT_THAT(refusal(), HasSubstr("commands from 1 on were made by an engine of other options"));
}

TEST_F(Replaying, refuses_a_journal_that_is_not_there) {
    for (const auto& name : past_.journal->list().value) ASSERT_FALSE(past_.journal->remove(name));
    EXPECT_THAT(refusal(), HasSubstr("there is no journal"));
}

TEST_F(Replaying, refuses_another_venues_journal) {
    options_.instance = "another";
    EXPECT_THAT(refusal(), HasSubstr("venue"));
}

} // namespace
} // namespace pinion::engine
