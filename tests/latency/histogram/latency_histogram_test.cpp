#include "latency/histogram/latency_histogram.h"
#include "tests/shm/random_seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace pinion::latency {
namespace {

TEST(LatencyHistogram, an_empty_one_says_zero) {
    const LatencyHistogram histogram;
    EXPECT_EQ(histogram.count(), 0U);
    EXPECT_EQ(histogram.percentile_ns(50), 0);
    EXPECT_EQ(histogram.max_ns(), 0);
}

TEST(LatencyHistogram, small_values_are_exact) {
    LatencyHistogram histogram;
    for (std::int64_t value = 1; value <= 1000; ++value) histogram.record(value);
    EXPECT_EQ(histogram.percentile_ns(0), 1);
    EXPECT_EQ(histogram.percentile_ns(50), 500);
    EXPECT_EQ(histogram.percentile_ns(90), 900);
    EXPECT_EQ(histogram.percentile_ns(99.9), 999);
    EXPECT_EQ(histogram.percentile_ns(99.99), 1000);
    EXPECT_EQ(histogram.percentile_ns(100), 1000);
}

TEST(LatencyHistogram, every_percentile_is_at_most_a_thousandth_above_the_exact_one) {
    const auto seed = shm::test::random_seed();
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> latency(10, 3);
    LatencyHistogram histogram;
    std::vector<std::int64_t> values;
    for (int i = 0; i < 10'000; ++i) {
        values.push_back(static_cast<std::int64_t>(std::min(latency(random), 1e12)));
        histogram.record(values.back());
    }
    std::sort(values.begin(), values.end());
    for (const int rank : {1, 5000, 9000, 9900, 9990, 9999, 10'000}) {
        const std::int64_t exact = values[static_cast<std::size_t>(rank - 1)];
        const std::int64_t told = histogram.percentile_ns(rank / 100.0);
        EXPECT_GE(told, exact) << rank;
        EXPECT_LE(told, exact + exact / 1024) << rank;
    }
}

TEST(LatencyHistogram, the_highest_percentile_is_the_exact_maximum) {
    LatencyHistogram histogram;
    histogram.record(5);
    histogram.record(123'456'789);
    EXPECT_EQ(histogram.percentile_ns(99.99), 123'456'789);
    EXPECT_EQ(histogram.max_ns(), 123'456'789);
}

TEST(LatencyHistogram, negative_values_count_as_zero) {
    LatencyHistogram histogram;
    histogram.record(-5);
    EXPECT_EQ(histogram.count(), 1U);
    EXPECT_EQ(histogram.percentile_ns(50), 0);
}

TEST(LatencyHistogram, values_beyond_its_range_are_counted_and_the_maximum_stays_exact) {
    constexpr std::int64_t hour_ns = 3'600'000'000'000;
    LatencyHistogram histogram;
    histogram.record(hour_ns);
    histogram.record(1);
    EXPECT_EQ(histogram.count(), 2U);
    EXPECT_EQ(histogram.percentile_ns(50), 1);
    EXPECT_EQ(histogram.max_ns(), hour_ns);
}

TEST(LatencyHistogram, merging_is_as_good_as_recording_in_one) {
    LatencyHistogram one;
    LatencyHistogram other;
    LatencyHistogram both;
    for (std::int64_t value = 1; value < 100'000; value = value * 3 / 2 + 1) {
        (value % 2 == 0 ? one : other).record(value);
        both.record(value);
    }
    one.merge(other);
    EXPECT_EQ(one.count(), both.count());
    EXPECT_EQ(one.max_ns(), both.max_ns());
    for (const double percent : {10.0, 50.0, 90.0, 99.0})
        EXPECT_EQ(one.percentile_ns(percent), both.percentile_ns(percent)) << percent;
}

} // namespace
} // namespace pinion::latency
