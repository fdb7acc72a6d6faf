#include "latency/bench/journal_bed.h"

#include "latency/bench/book/command_maker.h"
#include "latency/bench/book/mixed_stream.h"
#include "shm/record_log/record_frame.h"
#include "shm/record_log/segment_header.h"
#include "shm/sys/clock.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace pinion::latency {

namespace {

const shm::LogIdentity identity{shm::LogKind::journal, 1, 0, "bench"};

std::uint64_t segment_bytes(std::uint64_t records) {
    constexpr std::uint64_t record_bytes =
        shm::RecordFrame::bytes(shm::payload_bytes_of(shm::LogKind::journal));
    return (records * record_bytes / shm::log_block_bytes + 2) * shm::log_block_bytes;
}

} // namespace

BenchDirectory::BenchDirectory()
    : path_((std::filesystem::temp_directory_path() / "pinion-bench-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), path_);
}

BenchDirectory::~BenchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

JournalBed::JournalBed(const std::string& directory, std::uint64_t log_slots,
                       std::span<const shm::LogRecord> records)
    : storage_(directory), maker_(storage_, identity, {}, segment_bytes(records.size())),
      supply_(maker_), log_slots_(log_slots), records_(records), ring_(log_slots),
      log_(ring_.memory()), room_until_(log_slots), writer_({.name = "benchmark's journal",
                                                             .syncing = engine::Syncing::each_batch,
                                                             .segments = supply_,
                                                             .place = {},
                                                             .ring = ring_.memory(),
                                                             .written = nullptr,
                                                             .durable = durable_,
                                                             .clock = shm::monotonic_now_ns,
                                                             .counters = counters()}) {
    supply_.make_ahead();
    if (supply_.status() != engine::SegmentSupply::Status::ready)
        throw std::system_error(supply_.error(), directory);
    static_cast<void>(writer_.do_work()); // begins the segment
}

JournalBed::~JournalBed() { static_cast<void>(storage_.remove(shm::segment_file_name(1))); }

engine::LogCounters JournalBed::counters() {
    engine::LogCounters counters;
    counters.bytes = shm::Counter(written_bytes_);
    return counters;
}

void JournalBed::publish() {
    while (published_ == room_until_) room_until_ = durable() + log_slots_;
    log_.publish(records_[published_++]);
}

void JournalBed::run_until(std::uint64_t sequence) {
    while (durable() < sequence) {
        static_cast<void>(writer_.do_work());
        note_batch();
    }
}

/// The last block of a batch is written again with the next one.
void JournalBed::note_batch() {
    const std::uint64_t bytes = written_bytes_ - noted_bytes_;
    if (bytes == 0) return;
    noted_bytes_ += bytes;
    const std::uint64_t offset =
        batches_.empty() ? 0
                         : batches_.back().offset + batches_.back().bytes - shm::log_block_bytes;
    batches_.push_back({offset, bytes});
}

std::vector<shm::LogRecord> log_of_commands(std::size_t count) {
    const auto stream = mixed_stream({.instruments = 1,
                                      .live_orders = 10'000,
                                      .depth_ticks = 165,
                                      .operations = count,
                                      .seed = 20'070'312});
    CommandMaker maker;
    for (const auto& operation : stream.first()) static_cast<void>(maker.next(operation));
    std::vector<shm::LogRecord> records;
    records.reserve(count);
    for (const auto& operation : stream.measured()) {
        shm::LogRecord record{};
        record.sequenced = maker.next(operation);
        record.sequenced.sequence = records.size() + 1;
        record.ring_position = records.size();
        record.engine_epoch = 1;
        record.gateway_id = 1;
        records.push_back(record);
    }
    return records;
}

} // namespace pinion::latency
