#include "engine/day_index.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

TEST(DayIndex, a_number_is_found_by_its_hash_until_all_are_forgotten) {
    DayIndex index(10);
    const auto any = [](std::uint32_t) { return true; };
    EXPECT_EQ(index.find(42, any), DayIndex::none);
    index.add(42);
    EXPECT_EQ(index.find(42, any), 0U);
    EXPECT_EQ(index.find(std::uint64_t{1} << 60, any), DayIndex::none);
    index.clear();
    EXPECT_EQ(index.find(42, any), DayIndex::none);
}

TEST(DayIndex, among_equal_hashes_the_caller_decides) {
    DayIndex index(10);
    index.add(42);
    index.add(42);
    EXPECT_EQ(index.find(42, [](std::uint32_t number) { return number == 1; }), 1U);
    EXPECT_EQ(index.find(42, [](std::uint32_t number) { return number == 2; }), DayIndex::none);
}

/// Adds `count` numbers with `hash_count` different hashes, and looks for all that are in and for
/// as many that are not.
void exercise(std::uint64_t hash_count, std::uint32_t count, std::uint32_t capacity) {
    const auto seed = random_seed();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    DayIndex index(capacity);
    std::vector<std::uint64_t> hashes(count);
    for (auto& hash : hashes) {
        hash = (random() % hash_count) * 0x9e3779b97f4a7c15;
        index.add(hash);
    }
    for (std::uint32_t number = 0; number < count; ++number) {
        ASSERT_EQ(index.find(hashes[number], [&](auto other) { return other == number; }), number);
        std::uint32_t asked_for = 0;
        const auto refuse = [&](auto other) {
            asked_for = std::max(asked_for, other);
            return false;
        };
        ASSERT_EQ(index.find(random(), refuse), DayIndex::none);
        ASSERT_LT(asked_for, count) << "a number that was never added";
    }
}

TEST(DayIndex, what_was_added_is_found_and_nothing_else) { exercise(1U << 30, 5'000, 5'000); }

TEST(DayIndex, numbers_of_one_block_are_told_apart) { exercise(1U << 30, 5'001, 5'000'000); }

TEST(DayIndex, hashes_that_all_collide_still_fit_and_are_found) { exercise(1, 500, 500); }

TEST(DayIndex, few_hashes_fill_lines_behind_their_own) { exercise(20, 1'000, 1'000); }

TEST(DayIndex, an_index_for_one_number_works) { exercise(1, 1, 1); }

} // namespace
} // namespace pinion::engine
