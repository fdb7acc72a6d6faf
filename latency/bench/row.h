#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a benchmark group declares: its rows.
namespace pinion::latency {

enum class Unit { nanoseconds, seconds, million_per_second };

[[nodiscard]] constexpr std::string_view to_string(Unit unit) {
    switch (unit) {
    case Unit::nanoseconds: return "ns";
    case Unit::seconds: return "s";
    case Unit::million_per_second: break;
    }
    return "million/s";
}

/// Takes one sample, in the row's unit. Called at least eight times, if the row bears it, on a
/// thread that is pinned to the first of the row's cores (if it asked for any); threads that it
/// starts inherit that pin and must choose their own core.
using Sampler = std::function<double()>;

/// A row that is ready to be measured. Shared state (memory, threads, processes) lives in what the
/// samplers capture and goes with them.
struct Probe {
    Sampler value;
    Sampler floor; ///< empty: no floor
};

/// One line of the benchmark. `name` is unique over all groups.
struct Row {
    std::string group;
    std::string name;
    std::string what; ///< one line for people
    Unit unit;
    std::string floor_name; ///< empty: no floor
    std::string goal;       ///< the ratio aimed at, such as "<= 1.20"; empty: none
    std::size_t cores = 1;  ///< cores that it needs for itself; 0: runs unpinned
    std::size_t pairs_max = std::numeric_limits<std::size_t>::max(); ///< if a sample takes seconds
    /// Makes the probe; gets as many core numbers as asked for. Throws RowSkipped when the host
    /// cannot run it, anything else when something broke.
    std::function<Probe(std::span<const int>)> prepare;
};

/// Thrown by `prepare`: this host or build cannot run the row, and why.
struct RowSkipped {
    std::string reason;
};

} // namespace pinion::latency
