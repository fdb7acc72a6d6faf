#include "latency/bench/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace pinion::latency {

double quantile(std::span<const double> values, double fraction) {
    assert(!values.empty());
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double rank = fraction * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], rank - std::floor(rank));
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

double spread(std::span<const double> values) {
    return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);
}

} // namespace pinion::latency
