// A follower comes to the state of the engine that it follows, whether it reads the log in shared
// memory or the journal; it sees a difference, and what it saves is enough to go on from.
// PINION_SEED replays a run.
#include "engine/follower/follower.h"
#include "engine/recovery/recovery_error.h"
#include "tests/engine/recovery/past_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

namespace pinion::engine {
namespace {

using testing::HasSubstr;

class Following : public testing::Test {
  protected:
    Following() : past_(seed_) {
        past_.start();
        options_.engine = past_.options;
        options_.instance = past_.instance;
    }

    void begin() {
        follower_ = std::make_unique<Follower>(options_, *past_.journal, *past_.snapshots);
        meet();
    }

    void meet() { follower_->meet(past_.memory->view()); }

    /// Until there is nothing more to do.
    void follow() {
        while (follower_->follow(past_.memory->view(),
                                 [this](const MatchingEngine&) { return reports_are_durable_; })) {
        }
    }

    void expect_at(std::uint64_t sequence) {
        EXPECT_EQ(follower_->sequence(), sequence) << "PINION_SEED=" << seed_;
        EXPECT_EQ(follower_->engine().state_hash(), past_.hashes.at(sequence))
            << "PINION_SEED=" << seed_;
    }

    void publish_checkpoint(std::uint64_t state_hash) {
        past_.memory->view().header().checkpoint.write(
            {past_.point.sequence, state_hash, past_.state->book_hash(), feed_events_},
            past_.point.sequence);
    }

    /// Why it goes no further; "" if it does.
    template <class Step>
    static std::string refusal_of(const Step& step) {
        try {
            step();
        } catch (const RecoveryError& error) {
            return error.what();
        }
        return {};
    }

    std::string refusal() {
        return refusal_of([this] { follow(); });
    }

    /// The journal goes, as if somebody moved it away, and another history begins.
    void begin_another_history() {
        past_.kill();
        past_.memory.reset();
        for (const auto& name : past_.journal->list().value)
            ASSERT_FALSE(past_.journal->remove(name));
        past_.start();
    }

    std::uint64_t seed_ = random_seed();
    PastEngine past_;
    FollowerOptions options_;
    std::unique_ptr<Follower> follower_;
    bool reports_are_durable_ = true;
    std::uint64_t feed_events_ = 0;
};

TEST_F(Following, applies_what_is_durable_and_no_more) {
    begin();
    past_.run(100);
    past_.sync();
    past_.run(50);
    past_.write();
    follow();
    expect_at(100);
    past_.sync();
    follow();
    expect_at(150);
    EXPECT_EQ(follower_->counts().commands_from_journal, 0U);
}

TEST_F(Following, reads_the_journal_when_the_log_has_moved_on) {
    begin();
    past_.run(3 * LogMemory::log_slots);
    past_.sync();
    follow();
    expect_at(3 * LogMemory::log_slots);
    EXPECT_GT(follower_->counts().commands_from_journal, 0U);
}

TEST_F(Following, goes_on_with_an_engine_that_was_restarted) {
    begin();
    past_.run(100);
    past_.sync();
    follow();
    past_.run(50);
    past_.kill();
    past_.start();
    meet();
    past_.run(20);
    past_.sync();
    follow();
    expect_at(170);
}

TEST_F(Following, sees_that_the_engine_has_the_same_state_or_another) {
    options_.checkpoint_interval = 50;
    begin();
    past_.run(50);
    past_.sync();
    follow();
    EXPECT_EQ(follower_->counts().checkpoints_equal, 0U) << "the engine has not told yet";
    EventHistory history;
    feed_events_ = past_.recover(history).point.feed_sequence;
    publish_checkpoint(past_.state->state_hash());
    follow();
    EXPECT_EQ(follower_->counts().checkpoints_equal, 1U);
    past_.run(50);
    past_.sync();
    feed_events_ = past_.recover(history).point.feed_sequence;
    publish_checkpoint(past_.state->state_hash() ^ 1);
    EXPECT_THAT(refusal(), HasSubstr("differ after the command 100"));
}

TEST_F(Following, sees_another_book_and_another_feed) {
    options_.checkpoint_interval = 50;
    begin();
    past_.run(50);
    past_.sync();
    EventHistory history;
    const auto feed_events = past_.recover(history).point.feed_sequence;
    const auto state_hash = past_.state->state_hash();
    const auto book_hash = past_.state->book_hash();
    auto& cell = past_.memory->view().header().checkpoint;
    cell.write({50, state_hash, book_hash ^ 1, feed_events}, 50);
    EXPECT_THAT(refusal(), HasSubstr("differ after the command 50"));
    cell.write({50, state_hash, book_hash, feed_events + 1}, 50);
    EXPECT_THAT(refusal(), HasSubstr("differ after the command 50"));
    cell.write({50, state_hash, book_hash, feed_events}, 50);
    EXPECT_EQ(refusal(), "");
}

TEST_F(Following, passes_over_a_checkpoint_that_is_gone) {
    options_.checkpoint_interval = 50;
    begin();
    past_.run(75);
    past_.sync();
    past_.memory->view().header().applied_sequence = 75;
    follow();
    expect_at(75);
}

TEST_F(Following, refuses_an_engine_of_other_options) {
    begin();
    past_.run(10);
    past_.sync();
    follow();
    past_.kill();
    past_.snapshot();
    ++past_.options.orders_max;
    past_.memory.reset();
    past_.start();
    past_.run(1);
    past_.sync();
    EXPECT_THAT(refusal_of([this] { meet(); }), HasSubstr("the engine has other options"));
}

TEST_F(Following, refuses_an_engine_without_a_journal) {
    past_.memory->view().header().durability = shm::Durability::none;
    EXPECT_THAT(refusal_of([this] { begin(); }), HasSubstr("durability \"none\""));
}

TEST_F(Following, refuses_an_engine_whose_journal_is_elsewhere) {
    for (const auto& name : past_.journal->list().value) ASSERT_FALSE(past_.journal->remove(name));
    EXPECT_THAT(refusal_of([this] { begin(); }), HasSubstr("does not hold the history"));
}

TEST_F(Following, refuses_another_history_that_is_longer_or_shorter) {
    for (const std::uint64_t commands : {150U, 50U}) {
        begin();
        past_.run(100);
        past_.sync();
        follow();
        begin_another_history();
        past_.run(commands);
        past_.sync();
        EXPECT_THAT(refusal_of([this] { meet(); }), HasSubstr("followed up to the command 100"));
        begin_another_history();
    }
}

TEST_F(Following, needs_of_the_journal_only_what_is_behind_it) {
    begin();
    past_.run(100);
    past_.sync();
    follow();
    past_.kill();
    past_.start();
    ASSERT_FALSE(past_.journal->remove(shm::segment_file_name(1)));
    meet();
    past_.run(10);
    past_.sync();
    follow();
    expect_at(110);
}

TEST_F(Following, begins_before_there_is_an_engine) {
    PastEngine later(seed_);
    options_.engine.engine_epoch += 7; // the journal knows better
    Follower follower(options_, *later.journal, *later.snapshots);
    EXPECT_EQ(follower.sequence(), 0U);
    later.start();
    later.run(50);
    later.sync();
    later.snapshot();
    later.run(50);
    later.sync();
    follower.meet(later.memory->view());
    EXPECT_EQ(follower.sequence(), 50U) << "a snapshot that came in between";
    const auto always = [](const MatchingEngine&) { return true; };
    while (follower.follow(later.memory->view(), always)) {
    }
    EXPECT_EQ(follower.sequence(), 100U);
    EXPECT_EQ(follower.engine().state_hash(), later.hashes.at(100)) << "PINION_SEED=" << seed_;
}

TEST_F(Following, refuses_if_what_it_needs_of_the_journal_is_gone) {
    begin();
    past_.run(3 * LogMemory::log_slots);
    past_.sync();
    ASSERT_FALSE(past_.journal->remove(shm::segment_file_name(1)));
    EXPECT_THAT(refusal(), HasSubstr("the command 1 is not there any more"));
}

TEST_F(Following, refuses_a_log_that_does_not_go_on) {
    begin();
    shm::LogRecord wrong{};
    wrong.sequenced.sequence = 2;
    past_.log->publish(wrong);
    past_.durable(1);
    EXPECT_THAT(refusal(), HasSubstr("the command 2 does not follow 0"));
}

TEST_F(Following, waits_for_what_is_said_to_be_durable_and_cannot_be_found) {
    begin();
    past_.durable(5);
    EXPECT_FALSE(
        follower_->follow(past_.memory->view(), [](const MatchingEngine&) { return true; }));
    EXPECT_EQ(follower_->sequence(), 0U);
}

TEST_F(Following, saves_only_what_the_output_logs_hold) {
    options_.snapshot_interval = 60;
    begin();
    past_.run(100);
    past_.sync();
    reports_are_durable_ = false;
    follow();
    EXPECT_EQ(follower_->sequence(), 60U);
    EXPECT_TRUE(past_.snapshots->list().value.empty());
    reports_are_durable_ = true;
    follow();
    expect_at(100);
    EXPECT_EQ(past_.snapshots->list().value.size(), 1U);
}

TEST_F(Following, saves_by_time_if_there_was_a_command_since) {
    static std::int64_t now_ns;
    now_ns = 0;
    options_.snapshot_interval_ns = 1000;
    options_.clock = [] { return now_ns; };
    begin();
    now_ns = 5000;
    follow();
    EXPECT_EQ(follower_->counts().snapshots, 0U) << "nothing was done";
    past_.run(10);
    past_.sync();
    follow();
    expect_at(10);
    EXPECT_EQ(follower_->counts().snapshots, 1U);
    past_.run(10);
    past_.sync();
    follow();
    EXPECT_EQ(follower_->counts().snapshots, 1U);
    now_ns = 6000;
    follow();
    EXPECT_EQ(follower_->snapshot_sequence(), 20U);
    EXPECT_EQ(past_.snapshots->list().value.size(), 2U);
}

TEST_F(Following, what_it_saved_and_left_of_the_journal_is_enough) {
    options_.snapshot_interval = 100;
    begin();
    for (int i = 0; i < 20; ++i) {
        past_.run(90);
        past_.sync();
        follow();
    }
    EXPECT_EQ(past_.snapshots->list().value.size(), 2U);
    EXPECT_GT(follower_->counts().segments_removed, 0U);
    past_.lose_host();
    EXPECT_EQ(past_.recover().engine->state_hash(), past_.hashes.at(1800));
    past_.disk.flip_bit("snapshots/" + past_.snapshots->list().value.back(), 300 * 8);
    EXPECT_EQ(past_.recover().engine->state_hash(), past_.hashes.at(1800)) << "the older one";

    past_.start();
    begin();
    EXPECT_EQ(follower_->sequence(), 1700U);
    past_.run(50);
    past_.sync();
    follow();
    expect_at(1850);
}

TEST_F(Following, with_one_snapshot_to_keep_the_journal_goes_up_to_it) {
    options_.snapshot_interval = 600;
    options_.snapshots_max = 1;
    begin();
    past_.run(250);
    past_.sync();
    past_.run(250);
    past_.sync();
    past_.run(150);
    past_.sync();
    follow();
    expect_at(650);
    EXPECT_GT(follower_->counts().segments_removed, 0U);
    past_.lose_host();
    EXPECT_EQ(past_.recover().engine->state_hash(), past_.hashes.at(650))
        << "PINION_SEED=" << seed_;
}

TEST_F(Following, goes_on_if_a_file_cannot_be_removed) {
    options_.snapshot_interval = 400;
    begin();
    for (const std::uint64_t sequence : {400U, 800U}) {
        past_.run(400);
        past_.sync();
        past_.disk.set_faults({.undeletable = "journal"});
        follow();
        expect_at(sequence);
    }
    EXPECT_EQ(follower_->counts().snapshots, 2U);
    EXPECT_EQ(follower_->counts().segments_removed, 0U);
    past_.disk.set_faults({.undeletable = "snapshots"});
    past_.run(400);
    past_.sync();
    follow();
    expect_at(1200);
    EXPECT_EQ(follower_->counts().snapshot_failures, 1U) << "there is one too many";
    past_.disk.set_faults({});
    past_.run(400);
    past_.sync();
    follow();
    EXPECT_EQ(past_.snapshots->list().value.size(), 2U);
    EXPECT_GT(follower_->counts().segments_removed, 0U);
}

TEST_F(Following, goes_on_if_a_snapshot_cannot_be_written) {
    options_.snapshot_interval = 60;
    begin();
    past_.run(100);
    past_.sync();
    past_.disk.set_faults({.sync_error = 1});
    follow();
    expect_at(100);
    EXPECT_EQ(follower_->counts().snapshot_failures, 1U);
    EXPECT_THAT(follower_->snapshot_problem(), HasSubstr(snapshot_file_name(60)));
    past_.disk.set_faults({});
    past_.run(30);
    past_.sync();
    follow();
    EXPECT_EQ(follower_->counts().snapshots, 1U);
}

} // namespace
} // namespace pinion::engine
