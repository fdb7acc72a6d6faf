#include "latency/bench/measure.h"

#include "latency/bench/statistics.h"
#include "latency/floors/pinned_scope.h"
#include "shm/sys/affinity.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pinion::latency {

namespace {

double sample(const Row& row, const Sampler& sampler, std::span<const int> cores) {
    std::optional<PinnedScope> pinned;
    if (!cores.empty()) pinned.emplace(cores.front());
    const double taken = sampler();
    if (!std::isfinite(taken) || taken <= 0)
        throw std::runtime_error(row.name + ": a sample is " + std::to_string(taken));
    return taken;
}

SamplePair sample_pair(const Row& row, const Probe& probe, bool value_first,
                       std::span<const int> cores) {
    SamplePair pair{};
    if (value_first) pair.value = sample(row, probe.value, cores);
    if (probe.floor) pair.floor = sample(row, probe.floor, cores);
    if (!value_first) pair.value = sample(row, probe.value, cores);
    return pair;
}

RowResult summarise(std::vector<SamplePair> samples, std::span<const int> cores) {
    std::vector<double> values;
    std::vector<double> floors;
    std::vector<double> ratios;
    for (const SamplePair& pair : samples) {
        values.push_back(pair.value);
        if (!pair.floor) continue;
        floors.push_back(*pair.floor);
        ratios.push_back(pair.value / *pair.floor);
    }
    RowResult result{};
    result.value = median(values);
    result.spread = spread(ratios.empty() ? values : ratios);
    if (!ratios.empty()) {
        result.floor = median(floors);
        result.ratio = median(ratios);
    }
    result.samples = std::move(samples);
    result.cores.assign(cores.begin(), cores.end());
    return result;
}

} // namespace

std::vector<int> measurement_cores() {
    std::vector<int> cores = shm::usable_cores();
    std::reverse(cores.begin(), cores.end());
    return cores;
}

RowResult measure(const Row& row, std::size_t pairs, std::span<const int> cores) {
    if (cores.size() < row.cores)
        throw RowSkipped{"needs " + std::to_string(row.cores) + " cores, " +
                         std::to_string(cores.size()) + " usable"};
    cores = cores.first(row.cores);
    const Probe probe = row.prepare(cores);
    if (static_cast<bool>(probe.floor) == row.floor_name.empty())
        throw std::runtime_error(row.name + ": floor and its name must come together");

    static_cast<void>(sample_pair(row, probe, true, cores));
    std::vector<SamplePair> samples;
    for (std::size_t i = 0; i < std::min(pairs, row.pairs_max); ++i)
        samples.push_back(sample_pair(row, probe, i % 2 == 0, cores));
    return summarise(std::move(samples), cores);
}

} // namespace pinion::latency
