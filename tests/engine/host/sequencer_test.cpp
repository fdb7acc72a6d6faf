#include "engine/host/sequencer.h"

#include <gtest/gtest.h>

// The rules of sequence and time, with the clock as an argument.

namespace pinion::engine {
namespace {

TEST(Sequencer, sequences_count_from_one_without_gaps) {
    Sequencer sequencer;
    shm::SequencedCommand command{};
    for (std::uint64_t expected = 1; expected <= 3; ++expected) {
        sequencer.stamp(command, 1000);
        EXPECT_EQ(command.sequence, expected);
    }
}

TEST(Sequencer, time_follows_a_clock_that_runs) {
    Sequencer sequencer;
    shm::SequencedCommand command{};
    sequencer.stamp(command, 1000);
    EXPECT_EQ(command.time_ns, 1000);
    sequencer.stamp(command, 5000);
    EXPECT_EQ(command.time_ns, 5000);
}

TEST(Sequencer, time_rises_while_the_clock_stands_still_or_steps_back) {
    Sequencer sequencer;
    shm::SequencedCommand command{};
    sequencer.stamp(command, 1000);
    sequencer.stamp(command, 1000);
    EXPECT_EQ(command.time_ns, 1001);
    sequencer.stamp(command, 7);
    EXPECT_EQ(command.time_ns, 1002);
    sequencer.stamp(command, 1003);
    EXPECT_EQ(command.time_ns, 1003);
}

} // namespace
} // namespace pinion::engine
