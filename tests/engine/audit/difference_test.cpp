// Two histories are compared command by command, event by event.
// PINION_SEED replays a run.
#include "engine/audit/difference.h"
#include "tests/engine/audit/audit_bed.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pinion::engine {
namespace {

class DifferenceTest : public testing::Test {
  protected:
    static void run(test::AuditBed& bed, std::uint64_t count) {
        bed.past.run(count);
        bed.past.sync();
    }

    Comparison compare() {
        std::uint64_t done = 0;
        const auto result = compare_histories(one_.sources(), other_.sources(),
                                              [&](std::uint64_t sequence) { done = sequence; });
        EXPECT_EQ(done, result.last_sequence >= result.first_sequence ? result.last_sequence : 0);
        return result;
    }

    test::AuditBed one_;
    test::AuditBed other_{one_.seed};
};

TEST_F(DifferenceTest, there_is_none_between_equal_histories) {
    run(one_, 300);
    run(other_, 100);
    run(other_, 200);
    const auto result = compare();
    EXPECT_FALSE(result.difference) << "PINION_SEED=" << one_.seed;
    EXPECT_EQ(result.first_sequence, 1U);
    EXPECT_EQ(result.last_sequence, 300U);
}

TEST_F(DifferenceTest, is_where_one_goes_on_and_the_other_has_ended) {
    run(one_, 300);
    run(other_, 250);
    const auto result = compare();
    ASSERT_TRUE(result.difference);
    EXPECT_EQ(result.last_sequence, 250U);
    EXPECT_EQ(result.difference->place, (LinePlace{251, 0}));
    EXPECT_NE(result.difference->lines[0], "");
    EXPECT_EQ(result.difference->lines[1], "");
    std::swap(one_.past.journal, other_.past.journal);
    EXPECT_EQ(compare().difference->lines[0], "");
}

TEST_F(DifferenceTest, is_the_first_command_that_is_another) {
    run(one_, 200);
    run(other_, 200);
    for (int i = 0; i < 5; ++i) static_cast<void>(other_.past.source.next()); // as if never sent
    run(one_, 100);
    run(other_, 100);
    const auto result = compare();
    ASSERT_TRUE(result.difference) << "PINION_SEED=" << one_.seed;
    EXPECT_EQ(result.difference->place, (LinePlace{201, 0}));
    EXPECT_NE(result.difference->commands[0], result.difference->commands[1]);
    EXPECT_EQ(result.difference->lines, result.difference->commands);
}

TEST_F(DifferenceTest, is_looked_for_from_where_both_can_be_told) {
    for (auto* bed : {&one_, &other_}) {
        run(*bed, 300);
        bed->past.snapshot();
        run(*bed, 100);
    }
    ASSERT_FALSE(other_.past.journal->remove(shm::segment_file_name(1)));
    const auto result = compare();
    EXPECT_FALSE(result.difference) << "PINION_SEED=" << one_.seed;
    EXPECT_EQ(result.first_sequence, 301U);
    EXPECT_EQ(result.last_sequence, 400U);
}

TEST_F(DifferenceTest, may_be_in_the_events_of_equal_commands) {
    // An engine with room for one order refuses what the other takes. Not on every random day do
    // two orders rest: this is the seed of a day with many.
    constexpr std::uint64_t seed = 1;
    test::AuditBed large(seed);
    test::AuditBed small(seed, 1);
    run(large, 300);
    run(small, 300);
    const auto result = compare_histories(large.sources(), small.sources(), [](std::uint64_t) {});
    ASSERT_TRUE(result.difference);
    EXPECT_GT(result.difference->place.index, 0U);
    EXPECT_EQ(result.difference->place.sequence, result.last_sequence + 1);
    EXPECT_EQ(result.difference->commands[0], result.difference->commands[1]);
    EXPECT_NE(result.difference->lines[0], result.difference->lines[1]);
}

} // namespace
} // namespace pinion::engine
