#include "latency/histogram/latency_histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace pinion::latency {

namespace {

/// Nearest rank, from 1; the small term undoes what `percent / 100` rounds up.
std::uint64_t rank_of(double percent, std::uint64_t count) {
    const double rank = std::ceil(percent / 100 * static_cast<double>(count) - 1e-6);
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::max(rank, 1.0)), 1, count);
}

} // namespace

LatencyHistogram::LatencyHistogram()
    : counts_(std::make_unique<std::array<std::uint64_t, bucket_count>>()) {}

void LatencyHistogram::merge(const LatencyHistogram& other) {
    for (std::size_t i = 0; i < bucket_count; ++i) (*counts_)[i] += (*other.counts_)[i];
    count_ += other.count_;
    max_ns_ = std::max(max_ns_, other.max_ns_);
}

std::int64_t LatencyHistogram::percentile_ns(double percent) const {
    assert(percent >= 0 && percent <= 100);
    if (count_ == 0) return 0;
    const std::uint64_t rank = rank_of(percent, count_);
    if (rank == count_) return max_ns_;
    std::uint64_t seen = 0;
    std::size_t index = 0;
    while ((seen += (*counts_)[index]) < rank) ++index;
    return std::min(highest_in(index), max_ns_);
}

std::int64_t LatencyHistogram::highest_in(std::size_t index) {
    const std::size_t shift = index < 2 * half_count ? 0 : index / half_count - 1;
    const std::uint64_t lowest = static_cast<std::uint64_t>(index - shift * half_count) << shift;
    return static_cast<std::int64_t>(lowest + (std::uint64_t{1} << shift) - 1);
}

} // namespace pinion::latency
