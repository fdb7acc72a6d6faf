#include "latency/bench/journal_bed.h"

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
constexpr std::size_t record_bytes =
    shm::RecordFrame::bytes(shm::payload_bytes_of(shm::LogKind::journal));

std::uint64_t segment_bytes(std::uint64_t records) {
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

JournalBed::JournalBed(const std::string& directory, std::uint64_t log_slots, std::uint64_t records)
    : storage_(directory), maker_(storage_, identity, {}, segment_bytes(records)), supply_(maker_),
      log_slots_(log_slots), ring_(log_slots), log_(ring_.memory()), room_until_(log_slots),
      writer_({.name = "benchmark's journal",
               .syncing = engine::Syncing::each_batch,
               .segments = supply_,
               .place = {},
               .ring = ring_.memory(),
               .written = nullptr,
               .durable = durable_,
               .clock = shm::monotonic_now_ns,
               .counters = {}}) {
    supply_.make_ahead();
    if (supply_.status() != engine::SegmentSupply::Status::ready)
        throw std::system_error(supply_.error(), directory);
    static_cast<void>(writer_.do_work()); // begins the segment
}

JournalBed::~JournalBed() { static_cast<void>(storage_.remove(shm::segment_file_name(1))); }

void JournalBed::publish() {
    while (record_.sequenced.sequence == room_until_) room_until_ = durable() + log_slots_;
    ++record_.sequenced.sequence;
    log_.publish(record_);
}

void JournalBed::run_until(std::uint64_t sequence) {
    while (durable() < sequence) {
        static_cast<void>(writer_.do_work());
        note_batch();
    }
}

/// What became durable at once was one batch: from the block that its first record is in.
void JournalBed::note_batch() {
    const std::uint64_t last = durable();
    if (last == noted_durable_) return;
    const auto block_of = [](std::uint64_t bytes) {
        return (bytes + shm::log_block_bytes - 1) / shm::log_block_bytes * shm::log_block_bytes;
    };
    const std::uint64_t first_byte =
        noted_durable_ * record_bytes / shm::log_block_bytes * shm::log_block_bytes;
    batches_.push_back({first_byte, block_of(last * record_bytes) - first_byte});
    noted_durable_ = last;
}

} // namespace pinion::latency
