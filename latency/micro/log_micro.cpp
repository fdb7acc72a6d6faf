// What a log costs beside the disk: laying out records, and reading them again from the page cache.
#include "shm/record_log/crc32c.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "shm/storage/posix_storage.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace pinion::latency {

namespace {

constexpr std::int64_t log_records = 500'000;
constexpr std::uint64_t segment_bytes = 64 << 20;
constexpr std::size_t buffer_bytes = 1 << 20;

const shm::LogIdentity identity{shm::LogKind::journal, 1, 0, "micro"};

shm::LogRecord busy_record() {
    shm::LogRecord record{};
    record.sequenced.command.price_ticks = 12'345;
    record.sequenced.command.quantity_lots = 678;
    return record;
}

/// Makes the record the next one of a stream of orders, as far as its size is concerned.
void go_on(shm::LogRecord& record) {
    const std::uint64_t number = ++record.sequenced.sequence;
    auto& command = record.sequenced.command;
    record.sequenced.time_ns += 250;
    record.ring_position = number;
    command.kind = number % 2 == 0 ? shm::CommandKind::new_order : shm::CommandKind::cancel;
    command.msg_seq_num = static_cast<std::uint32_t>(number);
    command.price_ticks ^= static_cast<std::int64_t>(number % 64);
    command.quantity_lots ^= number % 32;
    command.cl_ord_id_hash = number * 0x9e3779b97f4a7c15;
    command.reference_id_hash = number % 2 == 0 ? 0 : command.cl_ord_id_hash >> 1;
    std::memcpy(&command.cl_ord_id, &number, sizeof(number));
}

/// A journal on disk, for as long as the object lives.
class Journal {
  public:
    Journal() : storage_(directory()), maker_(storage_, identity, {}, segment_bytes) {
        shm::LogWriter writer(maker_, buffer_bytes);
        shm::LogRecord record = busy_record();
        bool failed = static_cast<bool>(writer.begin({}));
        for (std::int64_t i = 0; i < log_records && !failed; ++i) {
            go_on(record);
            failed = static_cast<bool>(writer.append(shm::payload_of(record)));
        }
        if (failed || writer.sync()) std::abort();
    }

    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    ~Journal() { std::filesystem::remove_all(storage_.path("")); }

    [[nodiscard]] shm::Storage& storage() { return storage_; }

  private:
    static std::string directory() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "pinion-micro-XXXXXX").string();
        return ::mkdtemp(pattern.data()) != nullptr ? pattern : ".";
    }

    shm::PosixStorage storage_;
    shm::SegmentMaker maker_;
};

void log_checksum(benchmark::State& state) {
    const std::vector<std::byte> bytes(shm::log_block_bytes);
    for (auto _ : state) benchmark::DoNotOptimize(shm::crc32c(bytes));
    state.SetItemsProcessed(state.iterations());
}

/// In batches of 256, as when the disk is quick.
void log_append(benchmark::State& state) {
    constexpr std::int64_t batch = 256;
    shm::RecordBlocks blocks(buffer_bytes);
    blocks.begin(shm::make_segment_header(identity, {}, {}, std::uint64_t{1} << 60));
    shm::LogRecord record = busy_record();
    std::size_t bytes = 0;
    for (auto _ : state) {
        for (std::int64_t i = 0; i < batch; ++i) {
            go_on(record);
            benchmark::DoNotOptimize(blocks.append(shm::payload_of(record), 1));
        }
        bytes += blocks.take().bytes.size();
    }
    state.SetItemsProcessed(state.iterations() * batch);
    state.counters["bytes"] =
        static_cast<double>(bytes) / static_cast<double>(state.iterations() * batch);
}

void log_read(benchmark::State& state) {
    Journal journal;
    for (auto _ : state) {
        shm::LogReader reader(journal.storage(), identity);
        shm::LogEntry entry{};
        std::int64_t count = 0;
        while (reader.poll(entry) == shm::LogRead::ready) {
            benchmark::DoNotOptimize(shm::log_record_of(entry.payload));
            ++count;
        }
        if (count != log_records) std::abort();
    }
    state.SetItemsProcessed(state.iterations() * log_records);
}

BENCHMARK(log_checksum);
BENCHMARK(log_append);
BENCHMARK(log_read)->Unit(benchmark::kMillisecond);

} // namespace

} // namespace pinion::latency
