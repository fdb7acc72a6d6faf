#include "fix-gateway/store/message_store.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>

namespace pinion::fix {

namespace {

/// Positions in what an engine tells a gateway follow each other: the last one is what matters.
void remember(std::vector<ReportOrigin>& origins, const ReportOrigin& origin) {
    if (origin.report_sequence == 0) return;
    for (ReportOrigin& each : origins)
        if (each.engine == origin.engine && each.gateway == origin.gateway) {
            each = origin;
            return;
        }
    origins.push_back(origin);
}

RecordHeader record_of(RecordKind kind, const ReportOrigin& origin, std::uint32_t sequence,
                       std::size_t length) {
    return {origin.report_sequence,
            origin.ring,
            origin.engine,
            origin.gateway,
            sequence,
            static_cast<std::uint32_t>(length),
            kind,
            {}};
}

} // namespace

bool MessageStore::append(std::uint32_t sequence, const char* bytes, std::size_t length) {
    return write(record_of(RecordKind::message, {}, sequence, length), bytes);
}

bool MessageStore::append_report(std::span<const char> bytes, const ReportOrigin& origin) {
    return write(record_of(RecordKind::message, origin, next_sender(), bytes.size()), bytes.data());
}

bool MessageStore::append_position(const ReportOrigin& origin) {
    return write_origins(RecordKind::position, {&origin, 1});
}

std::deque<MessageStore::IndexEntry>::const_iterator
MessageStore::find(std::uint32_t sequence) const {
    return std::lower_bound(
        index_.begin(), index_.end(), sequence,
        [](const IndexEntry& each, std::uint32_t wanted) { return each.sequence < wanted; });
}

void MessageStore::read(std::uint32_t begin, std::uint32_t end, const Visitor& visit) const {
    for (auto entry = find(begin); entry != index_.end() && entry->sequence <= end; ++entry) {
        const std::byte* record = file_.at(std::size_t{entry->offset_words} * 8);
        visit(reinterpret_cast<const char*>(record + record_overhead_bytes),
              record_header(record).length);
    }
}

std::uint32_t MessageStore::recorded_behind(std::uint32_t sequence, std::uint32_t count) const {
    const auto entry = find(sequence);
    return index_.end() - entry <= count ? next_sender() : (entry + count)->sequence;
}

std::uint32_t MessageStore::next_target() const {
    return static_cast<std::uint32_t>(file_.header().next_target.load(std::memory_order_relaxed));
}

bool MessageStore::set_next_sender(std::uint32_t sequence) {
    return write(record_of(RecordKind::next_sender, {}, sequence, 0), nullptr);
}

void MessageStore::set_next_target(std::uint32_t sequence) {
    file_.header().next_target.store(sequence, std::memory_order_release);
}

bool MessageStore::reset() {
    const std::lock_guard lock(tending_);
    StoreFile successor;
    if (!file_.make_successor(successor)) return false;
    successor.marks().boot_id.store(file_.marks().boot_id);
    successor.marks().sender_mark.store(numbers_ahead);
    std::swap(file_, successor);
    const std::size_t old_tail = tail_.exchange(store_header_bytes);
    const std::uint32_t old_next_sender = next_sender_.exchange(1);
    const bool is_whole = write_origins(RecordKind::position, positions_) &&
                          write_origins(RecordKind::told_until, told_until_);
    if (is_whole && (!options_.survives_host_loss || sync_all()) && file_.take_place()) {
        replaced_ = std::move(successor);
        index_.clear();
        if (!options_.survives_host_loss) return true;
        mark_ = numbers_ahead;
        return options_.disk.sync_directory_of(file_.path());
    }
    std::swap(file_, successor);
    tail_ = old_tail;
    next_sender_ = old_next_sender;
    return false;
}

bool MessageStore::tend() {
    StoreFile replaced; // goes last
    const std::lock_guard lock(tending_);
    std::swap(replaced, replaced_);
    const bool has_room =
        room() >= StoreFile::chunk_bytes / 2 || file_.grow(StoreFile::chunk_bytes);
    const bool has_numbers = next_sender() < mark_ - numbers_ahead / 2 || raise_mark(next_sender());
    return has_room && has_numbers;
}

bool MessageStore::make_room(std::size_t bytes) {
    if (room() >= bytes) return true;
    const std::lock_guard lock(tending_);
    return room() >= bytes || file_.grow(bytes);
}

/// Whether a number may be used: it is not above the mark, or that can be raised.
bool MessageStore::allow(std::uint32_t sequence) {
    if (sequence <= mark_.load(std::memory_order_relaxed)) return true;
    const std::lock_guard lock(tending_);
    return sequence <= mark_ || raise_mark(sequence);
}

/// The mark is written again after a failed sync, which forgets what it could not write.
bool MessageStore::raise_mark(std::uint32_t sequence) {
    const std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();
    const std::uint32_t mark = sequence + std::min(numbers_ahead, limit - sequence);
    file_.marks().sender_mark.store(mark);
    if (!sync_marks()) return false;
    mark_ = mark;
    return true;
}

void MessageStore::index(const RecordHeader& record, std::size_t offset) {
    const ReportOrigin origin{record.report_sequence, record.ring, record.engine, record.gateway};
    remember(record.kind == RecordKind::told_until ? told_until_ : positions_, origin);
    if (record.kind == RecordKind::position || record.kind == RecordKind::told_until) return;
    while (!index_.empty() && index_.back().sequence >= record.sequence) index_.pop_back();
    next_sender_.store(record.sequence, std::memory_order_relaxed);
    if (record.kind != RecordKind::message) return;
    index_.push_back({record.sequence, static_cast<std::uint32_t>(offset / 8)});
    next_sender_.store(record.sequence + 1, std::memory_order_relaxed);
}

bool MessageStore::write(const RecordHeader& header, const char* bytes) {
    const std::size_t size = record_overhead_bytes + padded(header.length);
    if (!allow(header.sequence) || !make_room(size)) return false;
    std::byte* record = file_.at(tail());
    std::memcpy(record + sizeof(std::uint64_t), &header, sizeof(header));
    if (bytes != nullptr) std::memcpy(record + record_overhead_bytes, bytes, header.length);
    std::atomic_ref(*reinterpret_cast<std::uint64_t*>(record))
        .store(record_stamp(record, tail(), session_epoch(), header.length),
               std::memory_order_release);
    index(header, tail());
    tail_.store(tail() + size, std::memory_order_relaxed);
    return true;
}

bool MessageStore::write_origins(RecordKind kind, std::span<const ReportOrigin> origins) {
    return std::all_of(origins.begin(), origins.end(), [&](const ReportOrigin& each) {
        return write(record_of(kind, each, 0, 0), nullptr);
    });
}

bool MessageStore::sync_marks() {
    return options_.disk.sync(file_.part(store_page_bytes, store_page_bytes));
}

bool MessageStore::sync_all() { return options_.disk.sync(file_.part(0, file_.size())); }

} // namespace pinion::fix
