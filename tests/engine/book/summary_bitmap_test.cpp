#include "engine/book/summary_bitmap.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <random>
#include <set>

namespace pinion::engine {
namespace {

TEST(SummaryBitmap, the_next_lower_member_is_found_over_any_distance) {
    SummaryBitmap bitmap(1'000'000);
    EXPECT_EQ(bitmap.below(999'999), SummaryBitmap::none);
    bitmap.set(0);
    EXPECT_EQ(bitmap.below(999'999), 0);
    EXPECT_EQ(bitmap.below(0), SummaryBitmap::none);
    bitmap.set(63);
    bitmap.set(64);
    EXPECT_EQ(bitmap.below(64), 63);
    EXPECT_EQ(bitmap.below(65), 64);
    bitmap.clear(63);
    EXPECT_EQ(bitmap.below(64), 0);
}

TEST(SummaryBitmap, bounds_of_every_depth_agree_with_a_set) {
    const auto seed = random_seed();
    std::mt19937_64 random(seed);
    for (const std::uint64_t bound : {1U, 64U, 65U, 4'096U, 4'097U, 300'000U}) {
        SummaryBitmap bitmap(bound);
        std::set<std::uint64_t> members;
        for (int step = 0; step < 5'000; ++step) {
            const auto member = random() % bound;
            if (random() % 2 == 0) {
                bitmap.set(member);
                members.insert(member);
            } else {
                bitmap.clear(member);
                members.erase(member);
            }
            const auto from = random() % bound;
            const auto above = members.lower_bound(from);
            const auto expected = above == members.begin()
                                      ? SummaryBitmap::none
                                      : static_cast<std::int64_t>(*std::prev(above));
            ASSERT_EQ(bitmap.below(from), expected) << "PINION_SEED=" << seed;
        }
    }
}

} // namespace
} // namespace pinion::engine
