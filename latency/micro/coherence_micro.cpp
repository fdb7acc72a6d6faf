// What a hop between cores is made of: the transactions of a cache line, each alone and waited for.
// One thread moves from core to core and leaves lines behind it, so that nothing else is timed.
#include "latency/floors/pinned_scope.h"
#include "shm/cache_line.h"
#include "shm/sys/affinity.h"
#include "shm/sys/clock.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::latency {

namespace {

constexpr std::size_t line_count = 32;
constexpr std::size_t page_bytes = 4096; // prefetchers stop at its end
constexpr std::int64_t iterations = 2000;

/// A line on a page of its own and in cache sets of its own.
struct alignas(shm::cache_line_bytes) Line {
    std::atomic<std::size_t> count; ///< a multiple of line_count
    std::array<std::byte, page_bytes + shm::cache_line_bytes - sizeof(std::size_t)> rest;
};

std::array<Line, line_count> lines;

/// Takes the count of each line. Which line is next depends on it, so that each is waited for.
template <class Take>
void follow_lines(const Take& take) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < line_count; ++i) at = (at + 1 + take(lines[at].count)) % line_count;
    benchmark::DoNotOptimize(at);
}

void read_lines() {
    follow_lines([](const std::atomic<std::size_t>& count) { return count.load(); });
}

void write_lines() {
    follow_lines([](std::atomic<std::size_t>& count) { return count.fetch_add(line_count); });
}

template <class Act>
double seconds_per_line(const Act& act) {
    const std::int64_t start_ns = shm::monotonic_now_ns();
    act();
    const std::int64_t end_ns = shm::monotonic_now_ns();
    return static_cast<double>(end_ns - start_ns) * 1e-9 / line_count;
}

/// Writes the lines on the first core and reads them on `arg` others; then times `act` on the core
/// `acting`.
template <class Act>
void time_after_readers(benchmark::State& state, std::size_t acting, const Act& act) {
    const std::vector<int> cores = shm::usable_cores();
    const auto readers = static_cast<std::size_t>(state.range(0));
    if (cores.size() <= std::max(readers, acting)) {
        state.SkipWithError("too few cores");
        return;
    }
    const PinnedScope pinned(cores.front());
    for (auto _ : state) {
        shm::pin_current_thread(cores.front());
        write_lines();
        for (std::size_t i = 1; i <= readers; ++i) {
            shm::pin_current_thread(cores[i]);
            read_lines();
        }
        shm::pin_current_thread(cores[acting]);
        state.SetIterationTime(seconds_per_line(act));
    }
}

/// Reads a line that another core wrote and `arg` further ones have read since.
void read_line_of_another(benchmark::State& state) {
    time_after_readers(state, static_cast<std::size_t>(state.range(0)) + 1, read_lines);
}

/// Writes a line again that `arg` other cores have read since.
void write_line_again(benchmark::State& state) { time_after_readers(state, 0, write_lines); }

BENCHMARK(read_line_of_another)->DenseRange(0, 2)->UseManualTime()->Iterations(iterations);
BENCHMARK(write_line_again)->DenseRange(0, 3)->UseManualTime()->Iterations(iterations);

} // namespace

} // namespace pinion::latency
