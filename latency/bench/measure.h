#pragma once

#include "latency/bench/row.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pinion::latency {

/// One value and the floor taken right beside it.
struct SamplePair {
    double value;
    std::optional<double> floor;
};

struct RowResult {
    double value;                ///< median of the values
    std::optional<double> floor; ///< median of the floors
    std::optional<double> ratio; ///< median of the paired ratios value/floor
    double spread;               ///< of the paired ratios, or of the values if there is no floor
    std::vector<SamplePair> samples;
    std::vector<int> cores; ///< on which it ran
};

inline constexpr std::size_t pairs_min = 7;

/// The host's cores of which a row may use, those least disturbed first: the kernel's own work
/// gathers on the first cores, so the last come first.
[[nodiscard]] std::vector<int> measurement_cores();

/// Prepares the row, takes one pair to warm up and then `pairs` pairs, or as many as the row bears,
/// value first in every other pair, so that a host that drifts moves both alike. Throws RowSkipped
/// when `cores` are too few or the row says so; std::runtime_error when a sample is not a positive
/// number; what the row throws.
[[nodiscard]] RowResult measure(const Row& row, std::size_t pairs, std::span<const int> cores);

} // namespace pinion::latency
