#pragma once

#include <span>

/// The few statistics that benchmark rows are judged by. All need at least one value.
namespace pinion::latency {

/// Linear interpolation between the two nearest ranks; `fraction` from 0 to 1.
[[nodiscard]] double quantile(std::span<const double> values, double fraction);

[[nodiscard]] double median(std::span<const double> values);

/// Interquartile range over the median.
[[nodiscard]] double spread(std::span<const double> values);

} // namespace pinion::latency
