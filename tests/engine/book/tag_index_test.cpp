#include "engine/book/tag_index.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <vector>

namespace pinion::engine {
namespace {

TEST(TagIndex, an_entry_is_found_by_its_hash_until_it_is_erased) {
    TagIndex index(10);
    const auto any = [](std::uint32_t) { return true; };
    EXPECT_EQ(index.find(42, any), TagIndex::none);
    const auto position = index.insert(42, 7);
    EXPECT_EQ(index.find(42, any), 7U);
    EXPECT_EQ(index.find(std::uint64_t{1} << 60, any), TagIndex::none);
    index.erase(42, position, [](std::uint32_t, std::uint32_t) { FAIL() << "nothing to move"; });
    EXPECT_EQ(index.find(42, any), TagIndex::none);
}

TEST(TagIndex, among_equal_hashes_the_caller_decides) {
    TagIndex index(10);
    index.insert(42, 7);
    index.insert(42, 8);
    EXPECT_EQ(index.find(42, [](std::uint32_t number) { return number == 8; }), 8U);
    EXPECT_EQ(index.find(42, [](std::uint32_t number) { return number == 9; }), TagIndex::none);
}

/// Fills, drains and refills with `hash_count` different hashes.
void exercise(std::uint64_t hash_count, std::uint32_t capacity) {
    const auto seed = random_seed();
    std::mt19937_64 random(seed);
    TagIndex index(capacity);
    std::vector<std::uint64_t> hashes(capacity);
    std::map<std::uint32_t, std::uint32_t> positions; // of the numbers that are in
    bool filling = true;
    for (int step = 0; step < 50'000; ++step) {
        const auto number = static_cast<std::uint32_t>(random() % capacity);
        const auto found = index.find(hashes[number], [&](auto other) { return other == number; });
        ASSERT_EQ(found != TagIndex::none, positions.count(number) == 1) << "PINION_SEED=" << seed;
        if (positions.size() == capacity) filling = false;
        if (positions.empty()) filling = true;
        if (found == TagIndex::none) {
            if (!filling && random() % 4 != 0) continue;
            hashes[number] = (random() % hash_count) * 0x9e3779b97f4a7c15;
            positions[number] = index.insert(hashes[number], number);
        } else if (!filling || random() % 4 == 0) {
            const auto moved = [&](auto other, auto position) { positions[other] = position; };
            index.erase(hashes[number], positions[number], moved);
            positions.erase(number);
        }
    }
}

TEST(TagIndex, random_steps_find_what_is_in_and_nothing_else) { exercise(1U << 30, 500); }

TEST(TagIndex, hashes_that_all_collide_still_fit_and_are_found) { exercise(1, 200); }

TEST(TagIndex, few_hashes_make_and_break_chains) { exercise(20, 500); }

} // namespace
} // namespace pinion::engine
