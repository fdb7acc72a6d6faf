#include "fix-gateway/store/message_store.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>

namespace pinion::fix {

namespace {

constexpr std::size_t reach_bytes = std::size_t{8} << 32; ///< of an index entry

/// Records are rarely shorter: room for the index of so many is made when the file grows.
constexpr std::size_t typical_record_bytes = 128;

RecordHeader header_at(const std::byte* record) {
    RecordHeader header;
    std::memcpy(&header, record + sizeof(std::uint64_t), sizeof(header));
    return header;
}

std::uint64_t stamp_at(const std::byte* record) {
    std::uint64_t stamp;
    std::memcpy(&stamp, record, sizeof(stamp));
    return stamp;
}

} // namespace

MessageStore::MessageStore(const std::string& path, const std::string& session)
    : file_(StoreFile::open(path, session)) {
    recover();
    cut_tail();
    index_.reserve(index_.size() + file_.size() / typical_record_bytes);
}

bool MessageStore::append(std::uint32_t sequence, const char* bytes, std::size_t length) {
    return write({0, 0, 0, RecordKind::message, sequence, static_cast<std::uint32_t>(length)},
                 bytes);
}

bool MessageStore::append_report(std::span<const char> bytes, const ReportOrigin& origin) {
    return write({origin.report_sequence, origin.ring, origin.engine, RecordKind::message,
                  next_sender_, static_cast<std::uint32_t>(bytes.size())},
                 bytes.data());
}

void MessageStore::read(std::uint32_t begin, std::uint32_t end, const Visitor& visit) const {
    auto entry = std::lower_bound(
        index_.begin(), index_.end(), begin,
        [](const IndexEntry& each, std::uint32_t sequence) { return each.sequence < sequence; });
    for (; entry != index_.end() && entry->sequence <= end; ++entry) {
        const std::byte* record = file_.at(std::size_t{entry->offset_words} * 8);
        visit(reinterpret_cast<const char*>(record + record_overhead_bytes),
              header_at(record).length);
    }
}

std::uint32_t MessageStore::next_target() const {
    return static_cast<std::uint32_t>(file_.header().next_target.load(std::memory_order_relaxed));
}

bool MessageStore::set_next_sender(std::uint32_t sequence) {
    return write({0, 0, 0, RecordKind::next_sender, sequence, 0}, nullptr);
}

void MessageStore::set_next_target(std::uint32_t sequence) {
    file_.header().next_target.store(sequence, std::memory_order_release);
}

bool MessageStore::reset() {
    StoreFile successor;
    if (!file_.make_successor(successor)) return false;
    std::swap(file_, successor);
    const std::size_t old_tail = std::exchange(tail_, store_header_bytes);
    const std::uint32_t old_next_sender = std::exchange(next_sender_, 1);
    bool whole = true;
    for (const ReportOrigin& each : positions_)
        whole = whole &&
                write({each.report_sequence, each.ring, each.engine, RecordKind::position, 0, 0},
                      nullptr);
    if (whole && file_.take_place()) {
        index_.clear();
        return true;
    }
    std::swap(file_, successor);
    tail_ = old_tail;
    next_sender_ = old_next_sender;
    return false;
}

bool MessageStore::grow_ahead() {
    if (room() >= StoreFile::chunk_bytes / 2) return true;
    if (!file_.grow(StoreFile::chunk_bytes)) return false;
    index_.reserve(index_.size() + StoreFile::chunk_bytes / typical_record_bytes);
    return true;
}

/// Everything up to the first record that is not whole is the store's content.
void MessageStore::recover() {
    while (room() >= record_overhead_bytes) {
        const std::byte* record = file_.at(tail_);
        const RecordHeader header = header_at(record);
        if (stamp_at(record) == 0 || header.length > room() - record_overhead_bytes ||
            padded(header.length) > room() - record_overhead_bytes ||
            stamp_at(record) != record_stamp(record, tail_, session_epoch(), header.length))
            return;
        index(header, tail_);
        tail_ += record_overhead_bytes + padded(header.length);
    }
}

/// What a crash left behind the last whole record must not be found there later.
void MessageStore::cut_tail() {
    std::byte* begin = file_.at(tail_);
    std::byte* end = file_.at(file_.size());
    if (room() >= sizeof(std::uint64_t) && stamp_at(begin) != 0)
        damage_ = file_.path() + ": damaged behind MsgSeqNum " + std::to_string(next_sender_ - 1) +
                  " (byte " + std::to_string(tail_) + "); cut there";
    const auto is_written = [](std::byte each) { return each != std::byte{0}; };
    if (std::any_of(begin, end, is_written)) std::fill(begin, end, std::byte{0});
}

void MessageStore::index(const RecordHeader& record, std::size_t offset) {
    remember({record.report_sequence, record.ring, record.engine});
    if (record.kind == RecordKind::position) return;
    while (!index_.empty() && index_.back().sequence >= record.sequence) index_.pop_back();
    next_sender_ = record.sequence;
    if (record.kind != RecordKind::message) return;
    index_.push_back({record.sequence, static_cast<std::uint32_t>(offset / 8)});
    next_sender_ = record.sequence + 1;
}

void MessageStore::remember(const ReportOrigin& origin) {
    if (origin.report_sequence == 0) return;
    for (ReportOrigin& each : positions_)
        if (each.engine == origin.engine) {
            each = origin; // an engine's rings follow each other: the last one is what matters
            return;
        }
    positions_.push_back(origin);
}

bool MessageStore::write(const RecordHeader& header, const char* bytes) {
    const std::size_t size = record_overhead_bytes + padded(header.length);
    if (tail_ + size > reach_bytes) return false;
    if (room() < size && !file_.grow(size)) return false;
    std::byte* record = file_.at(tail_);
    std::memcpy(record + sizeof(std::uint64_t), &header, sizeof(header));
    if (bytes != nullptr) std::memcpy(record + record_overhead_bytes, bytes, header.length);
    std::atomic_ref(*reinterpret_cast<std::uint64_t*>(record))
        .store(record_stamp(record, tail_, session_epoch(), header.length),
               std::memory_order_release);
    index(header, tail_);
    tail_ += size;
    return true;
}

} // namespace pinion::fix
