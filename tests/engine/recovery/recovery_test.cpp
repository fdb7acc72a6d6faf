// An engine dies in every way, on a disk that fails, and is taken up where it was; or it is said
// what is missing. PINION_SEED replays a run.
#include "tests/engine/recovery/past_engine.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace pinion::engine {
namespace {

class Recovering : public testing::Test {
  protected:
    Recovering() : past_(seed_) { past_.start(); }

    void expect_state_of(const Recovered& recovered, std::uint64_t sequence) {
        EXPECT_EQ(recovered.point.sequence, sequence) << "PINION_SEED=" << seed_;
        EXPECT_EQ(recovered.engine->state_hash(), past_.hashes.at(sequence))
            << "PINION_SEED=" << seed_;
    }

    void expect_refused(const std::string& because) {
        EXPECT_NE(past_.refusal().find(because), std::string::npos)
            << past_.refusal() << ", PINION_SEED=" << seed_;
    }

    void damage_newest_snapshot() {
        const auto names = past_.snapshots->list().value;
        past_.disk.flip_bit("snapshots/" + names.back(), 300 * 8);
    }

    std::uint64_t seed_ = random_seed();
    PastEngine past_;
};

TEST_F(Recovering, nothing_gives_an_engine_that_has_done_nothing) {
    PastEngine fresh(seed_);
    const auto recovered = fresh.recover();
    EXPECT_EQ(recovered.point.sequence, 0U);
    EXPECT_EQ(recovered.engine->engine_epoch(), fresh.options.engine_epoch);
    EXPECT_FALSE(recovered.journal_origin);
    EXPECT_EQ(recovered.journal_place.first_sequence, 1U);
    EXPECT_TRUE(recovered.unsynced.empty());
}

TEST_F(Recovering, a_journal_gives_its_state_and_events_again) {
    past_.run(300);
    past_.sync();
    past_.lose_host();
    ++past_.options.engine_epoch; // a new engine's would be; the history's is what counts
    EventHistory history;
    const auto recovered = past_.recover(history);
    expect_state_of(recovered, 300);
    EXPECT_EQ(recovered.engine->engine_epoch(), past_.state->engine_epoch());
    EXPECT_EQ(recovered.journal_origin->boot_id, 1U);
    EXPECT_EQ(recovered.journal_place.first_sequence, 301U);
    EXPECT_EQ(history.sequences.size(), 300U);
    EventBytes events;
    MatchingEngine twin(past_.source.options());
    RandomCommands again(seed_);
    for (int i = 0; i < 300; ++i) twin.apply(again.next(), events);
    EXPECT_TRUE(history.events.bytes == events.bytes) << "PINION_SEED=" << seed_;
}

TEST_F(Recovering, a_snapshot_and_the_journal_behind_it_give_the_state) {
    past_.run(300);
    past_.sync();
    past_.snapshot();
    past_.run(200);
    past_.sync();
    past_.lose_host();
    EventHistory history;
    expect_state_of(past_.recover(history), 500);
    EXPECT_EQ(history.sequences.front(), 301U);
    EXPECT_EQ(history.sequences.back(), 500U);
}

TEST_F(Recovering, an_older_snapshot_serves_if_the_newest_is_damaged) {
    for (int i = 0; i < 2; ++i) {
        past_.run(100);
        past_.sync();
        past_.snapshot();
    }
    past_.lose_host();
    damage_newest_snapshot();
    const auto recovered = past_.recover();
    expect_state_of(recovered, 200);
    EXPECT_NE(recovered.story.front().find("passed over"), std::string::npos);
}

TEST_F(Recovering, is_refused_if_neither_snapshot_nor_journal_begins_it) {
    past_.run(300);
    past_.sync();
    past_.snapshot();
    past_.lose_host();
    damage_newest_snapshot();
    ASSERT_FALSE(past_.journal->remove(shm::segment_file_name(1)));
    expect_refused("does not begin with the first command");
    expect_refused("checksum");
}

TEST_F(Recovering, goes_on_with_a_snapshot_alone_if_the_journal_was_taken_away) {
    past_.run(300);
    past_.sync();
    past_.snapshot();
    past_.lose_host();
    for (const auto& name : past_.journal->list().value) ASSERT_FALSE(past_.journal->remove(name));
    const auto recovered = past_.recover();
    expect_state_of(recovered, 300);
    EXPECT_EQ(recovered.journal_place.first_sequence, 301U);
}

TEST_F(Recovering, is_refused_if_the_journal_ends_before_the_snapshot) {
    past_.run(200);
    past_.sync();
    past_.lose_host();
    past_.start();
    past_.run(200);
    past_.sync();
    past_.snapshot();
    past_.lose_host();
    while (past_.journal->list().value.size() > 1)
        ASSERT_FALSE(past_.journal->remove(past_.journal->list().value.back()));
    expect_refused("commands that were synced are gone");
}

TEST_F(Recovering, the_log_in_shared_memory_goes_on_where_the_journal_was_not_written) {
    past_.run(100);
    past_.sync();
    past_.run(150);
    past_.kill();
    const auto recovered = past_.recover();
    expect_state_of(recovered, 250);
    EXPECT_EQ(recovered.unsynced.size(), 150U);
    EXPECT_EQ(recovered.journal_place.first_sequence, 101U);
}

TEST_F(Recovering, what_was_written_and_not_synced_is_written_again) {
    past_.run(100);
    past_.sync();
    past_.run(50);
    past_.write();
    past_.run(25);
    past_.kill();
    const auto recovered = past_.recover();
    expect_state_of(recovered, 175);
    EXPECT_EQ(recovered.unsynced.size(), 75U);
    EXPECT_EQ(recovered.unsynced.front().sequenced.sequence, 101U);
    EXPECT_EQ(recovered.journal_place.first_sequence, 101U);
    past_.start();
    past_.lose_host();
    expect_state_of(past_.recover(), 175);
}

TEST_F(Recovering, without_the_last_segment_all_is_written_again_that_may_not_be_synced) {
    past_.run(100);
    past_.sync();
    past_.kill();
    past_.memory.reset(); // somebody removed it
    const auto recovered = past_.recover();
    expect_state_of(recovered, 100);
    EXPECT_EQ(recovered.unsynced.size(), 100U);
    past_.boot();
    EXPECT_TRUE(past_.recover().unsynced.empty()) << "after another boot it came from the disk";
}

TEST_F(Recovering, what_a_snapshot_holds_is_not_written_again) {
    past_.run(100);
    past_.sync();
    past_.snapshot();
    past_.run(10);
    past_.sync();
    past_.kill();
    past_.memory.reset();
    const auto recovered = past_.recover();
    expect_state_of(recovered, 110);
    EXPECT_EQ(recovered.unsynced.size(), 10U);
    EXPECT_EQ(recovered.journal_place.first_sequence, 101U);
}

TEST_F(Recovering, is_refused_if_something_lies_between_journal_and_shared_memory) {
    past_.run(100);
    past_.sync();
    past_.run(LogMemory::log_slots + 1);
    past_.kill();
    expect_refused("begins behind the command 100");
}

TEST_F(Recovering, is_refused_if_shared_memory_is_of_another_history) {
    past_.run(100);
    past_.sync();
    shm::LogRecord other{};
    other.sequenced.sequence = 100;
    past_.log = nullptr;
    past_.memory = std::make_unique<LogMemory>(99);
    shm::BroadcastWriter<shm::LogRecord>(past_.memory->view().log()).publish(other);
    past_.durable(100);
    expect_refused("another history");
}

TEST_F(Recovering, is_refused_if_the_log_in_shared_memory_does_not_go_on) {
    past_.run(100);
    past_.sync();
    shm::LogRecord wrong{};
    wrong.sequenced.sequence = 102;
    wrong.sequenced.time_ns = past_.point.time_ns + 1;
    past_.log->publish(wrong);
    past_.kill();
    expect_refused("does not follow");
}

TEST_F(Recovering, is_refused_if_the_journal_is_damaged_in_its_middle) {
    past_.run(100);
    past_.sync();
    past_.lose_host();
    past_.disk.flip_bit("journal/" + shm::segment_file_name(1), (shm::log_block_bytes + 3000) * 8);
    expect_refused(shm::segment_file_name(1));
}

TEST_F(Recovering, is_refused_with_other_options_unless_a_snapshot_has_it_all) {
    past_.run(100);
    past_.sync();
    past_.kill();
    past_.memory.reset();
    past_.options.orders_max += 10;
    expect_refused("start once with the old config and stop cleanly");
    past_.options.orders_max -= 10;
    past_.start();
    past_.snapshot(); // as a clean stop does
    past_.kill();
    past_.memory.reset();
    past_.options.orders_max += 10;
    expect_state_of(past_.recover(), 100);
    past_.start();
    past_.run(10);
    past_.sync();
    past_.lose_host();
    expect_state_of(past_.recover(), 110);
    past_.options.orders_max -= 10;
    expect_refused("start once with the old config and stop cleanly");
}

TEST_F(Recovering, a_snapshot_of_another_history_is_passed_over) {
    past_.run(100);
    past_.sync();
    past_.snapshot();
    auto files = SnapshotFiles(*past_.snapshots, past_.options.engine_id, past_.instance);
    auto point = past_.point;
    point.journal_chain = 12345;
    ASSERT_FALSE(files.write(*past_.state, point));
    past_.lose_host();
    const auto recovered = past_.recover();
    expect_state_of(recovered, 100);
    EXPECT_NE(recovered.story.front().find("another history"), std::string::npos);
}

TEST_F(Recovering, is_refused_with_other_options_if_only_shared_memory_has_it) {
    past_.run(100);
    past_.kill();
    past_.options.orders_max += 10;
    expect_refused("commands from 1 on were made by the old ones");
}

TEST_F(Recovering, goes_on_with_shared_memory_alone) {
    past_.run(100);
    past_.kill();
    for (const auto& name : past_.journal->list().value) ASSERT_FALSE(past_.journal->remove(name));
    const auto recovered = past_.recover();
    expect_state_of(recovered, 100);
    EXPECT_EQ(recovered.unsynced.size(), 100U);
}

TEST_F(Recovering, is_refused_if_a_command_is_not_later_than_the_one_before) {
    past_.run(100);
    past_.sync();
    shm::LogRecord wrong{};
    wrong.sequenced.sequence = 101;
    wrong.sequenced.time_ns = past_.point.time_ns;
    past_.log->publish(wrong);
    past_.kill();
    expect_refused("the command 101 does not follow 100");
}

TEST_F(Recovering, is_refused_if_the_disk_does_not_give_the_snapshots) {
    past_.run(100);
    past_.sync();
    past_.lose_host();
    past_.disk.set_faults({.unreadable = "snapshots"});
    expect_refused("snapshots: ");
    past_.disk.set_faults({.unreadable = "journal"});
    expect_refused("journal cannot be read");
}

TEST_F(Recovering, is_refused_if_there_is_no_journal_and_no_good_snapshot) {
    past_.run(100);
    past_.sync();
    past_.snapshot();
    past_.lose_host();
    damage_newest_snapshot();
    for (const auto& name : past_.journal->list().value) ASSERT_FALSE(past_.journal->remove(name));
    expect_refused("there is no journal, and no good snapshot; passed over");
}

TEST_F(Recovering, a_snapshot_that_knows_of_no_journal_fits_any) {
    past_.run(100);
    past_.sync();
    auto files = SnapshotFiles(*past_.snapshots, past_.options.engine_id, past_.instance);
    auto point = past_.point;
    point.journal_chain = 0;
    ASSERT_FALSE(files.write(*past_.state, point));
    past_.lose_host();
    expect_state_of(past_.recover(), 100);
}

TEST_F(Recovering, a_long_journal_is_read_in_many_batches) {
    for (int i = 0; i < 40; ++i) {
        past_.run(250);
        past_.sync();
    }
    past_.lose_host();
    expect_state_of(past_.recover(), 10'000);
}

#ifdef __OPTIMIZE__
constexpr std::uint64_t venues = 60;
#else
constexpr std::uint64_t venues = 8;
#endif

/// One venue that dies again and again.
void live_and_die(std::uint64_t seed) {
    PastEngine past(seed);
    Random random(seed);
    past.start();
    for (int life = 0; life < 12; ++life) {
        const auto began = past.point.sequence;
        for (auto steps = random.below(8); steps != 0; --steps) {
            past.run(random.below(20));
            if (random.one_in(2)) past.write();
            if (random.one_in(2)) past.sync();
            if (random.one_in(3)) {
                past.sync();
                past.snapshot();
            }
        }
        const auto durable = past.durable_sequence;
        const auto logged = past.point.sequence;
        const bool host_is_lost = random.one_in(2);
        host_is_lost ? past.lose_host() : past.kill();
        if (random.one_in(4)) { // whoever looks changes nothing
            const auto once = past.recover();
            const auto twice = past.recover();
            ASSERT_EQ(once.engine->state_hash(), twice.engine->state_hash());
            ASSERT_EQ(once.point.feed_sequence, twice.point.feed_sequence);
            ASSERT_EQ(once.story, twice.story);
        }
        const auto recovered = past.recover();
        ASSERT_GE(recovered.point.sequence, host_is_lost ? durable : logged) << began;
        ASSERT_LE(recovered.point.sequence, logged);
        ASSERT_EQ(recovered.engine->state_hash(), past.hashes.at(recovered.point.sequence));
        past.start();
    }
}

TEST(RecoveringAtRandom, keeps_all_that_was_promised) {
    const auto seed = random_seed();
    for (auto venue = seed; venue != seed + venues; ++venue) {
        SCOPED_TRACE("PINION_SEED=" + std::to_string(venue));
        live_and_die(venue);
        ASSERT_FALSE(testing::Test::HasFatalFailure());
    }
}

} // namespace
} // namespace pinion::engine
