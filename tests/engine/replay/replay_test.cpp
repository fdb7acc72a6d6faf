// A replay comes to the state that the engine had, and to the same events every time.
// PINION_SEED replays a run.
#include "engine/recovery/recovery_error.h"
#include "engine/replay/replay.h"
#include "tests/engine/recovery/past_engine.h"

#include <gtest/gtest.h>

namespace pinion::engine {
namespace {

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
    EXPECT_THROW(static_cast<void>(replay()), RecoveryError);
}

TEST_F(Replaying, refuses_commands_that_were_made_by_other_options) {
    ++options_.engine.orders_max;
    EXPECT_THROW(static_cast<void>(replay()), RecoveryError);
}

TEST_F(Replaying, refuses_a_journal_that_is_not_there) {
    options_.instance = "another";
    EXPECT_THROW(static_cast<void>(replay()), RecoveryError);
    PastEngine nothing(seed_);
    EXPECT_THROW(static_cast<void>(engine::replay(options_, *nothing.journal, *nothing.snapshots)),
                 RecoveryError);
}

} // namespace
} // namespace pinion::engine
