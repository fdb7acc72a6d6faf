#include "latency/bench/groups.h"
#include "latency/bench/journal_bed.h"
#include "latency/bench/statistics.h"
#include "latency/floors/pinned_scope.h"
#include "latency/floors/write_and_sync.h"
#include "shm/sys/affinity.h"
#include "shm/sys/clock.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

namespace pinion::latency {

namespace {

constexpr std::uint64_t log_slots = 1 << 15;
constexpr std::size_t sync_records = 300'000;
constexpr std::size_t lone_records = 2'000;
constexpr std::uint64_t file_bytes = 80 << 20; ///< room for the batches of either row
constexpr std::size_t batch_max = 2 << 20;

/// The journal under a writer that never rests, and a loop that writes the same batches. Both run
/// on the first core.
class SyncRun {
  public:
    explicit SyncRun(std::span<const int> cores)
        : matcher_core_(cores[1]), floor_(directory_.path(), file_bytes, batch_max) {}

    double records_per_us() {
        JournalBed bed(directory_.path(), log_slots, records_);
        const std::int64_t start_ns = shm::monotonic_now_ns();
        std::thread matcher([&] {
            shm::pin_current_thread(matcher_core_);
            for (std::size_t i = 0; i < sync_records; ++i) bed.publish();
        });
        bed.run_until(sync_records);
        const auto ns = static_cast<double>(shm::monotonic_now_ns() - start_ns);
        matcher.join();
        batches_ = bed.batches();
        return static_cast<double>(sync_records) * 1'000 / ns;
    }

    double floor_records_per_us() {
        const std::vector<double> times_ns = floor_.run(batches_);
        const double ns = std::accumulate(times_ns.begin(), times_ns.end(), 0.0);
        return static_cast<double>(sync_records) * 1'000 / ns;
    }

  private:
    const std::vector<shm::LogRecord> records_ = log_of_commands(sync_records);
    int matcher_core_;
    BenchDirectory directory_;
    WriteAndSync floor_;
    std::vector<DiskBatch> batches_;
};

/// One record at a time: from its release in the ring until its sequence is durable.
class LatencyRun {
  public:
    explicit LatencyRun(std::span<const int> cores)
        : matcher_core_(cores[1]), floor_(directory_.path(), file_bytes, batch_max) {}

    double record_ns() {
        JournalBed bed(directory_.path(), log_slots, records_);
        std::vector<double> times_ns;
        times_ns.reserve(lone_records);
        std::thread matcher([&] {
            shm::pin_current_thread(matcher_core_);
            for (std::uint64_t sequence = 1; sequence <= lone_records; ++sequence) {
                const std::int64_t start_ns = shm::monotonic_now_ns();
                bed.publish();
                while (bed.durable() < sequence) {
                }
                times_ns.push_back(static_cast<double>(shm::monotonic_now_ns() - start_ns));
            }
        });
        bed.run_until(lone_records);
        matcher.join();
        batches_ = bed.batches();
        return median(times_ns);
    }

    double floor_ns() { return median(floor_.run(batches_)); }

  private:
    const std::vector<shm::LogRecord> records_ = log_of_commands(lone_records);
    int matcher_core_;
    BenchDirectory directory_;
    WriteAndSync floor_;
    std::vector<DiskBatch> batches_;
};

Probe prepare_sync(std::span<const int> cores) {
    const auto run = std::make_shared<SyncRun>(cores);
    return {.value = [=] { return run->records_per_us(); },
            .floor = [=] { return run->floor_records_per_us(); }};
}

Probe prepare_latency(std::span<const int> cores) {
    const auto run = std::make_shared<LatencyRun>(cores);
    return {.value = [=] { return run->record_ns(); }, .floor = [=] { return run->floor_ns(); }};
}

} // namespace

void add_journal_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "journal",
                    .name = "journal_sync",
                    .what = "records that the journal makes durable, of a ring that is never empty",
                    .unit = Unit::million_per_second,
                    .floor_name = "write_and_sync",
                    .goal = ">= 0.8",
                    .cores = 2,
                    .prepare = prepare_sync});
    rows.push_back({.group = "journal",
                    .name = "journal_sync_latency",
                    .what = "from a lone record's release in the ring until it is durable",
                    .unit = Unit::nanoseconds,
                    .floor_name = "write_and_sync",
                    .goal = "<= 1.3",
                    .cores = 2,
                    .prepare = prepare_latency});
}

} // namespace pinion::latency
