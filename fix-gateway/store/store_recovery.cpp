// How a store begins and ends: what an earlier process left, what an earlier boot lost.

#include "fix-gateway/store/message_store.h"

#include <algorithm>
#include <cstring>

namespace pinion::fix {

namespace {

std::uint64_t stamp_at(const std::byte* record) {
    std::uint64_t stamp;
    std::memcpy(&stamp, record, sizeof(stamp));
    return stamp;
}

} // namespace

MessageStore::MessageStore(const std::string& path, const std::string& session,
                           StoreOptions options)
    : options_(options), file_(StoreFile::open(path, session)) {
    recover();
    cut_tail();
    if (options_.survives_host_loss)
        begin_boot();
    else
        file_.marks().boot_id.store(0);
}

/// Everything up to the first record that is not whole is the store's content.
void MessageStore::recover() {
    while (room() >= record_overhead_bytes) {
        const std::byte* record = file_.at(tail());
        const RecordHeader header = record_header(record);
        if (stamp_at(record) == 0 || header.length > room() - record_overhead_bytes ||
            padded(header.length) > room() - record_overhead_bytes ||
            stamp_at(record) != record_stamp(record, tail(), session_epoch(), header.length))
            return;
        index(header, tail());
        tail_ = tail() + record_overhead_bytes + padded(header.length);
    }
}

/// What a crash left behind the last whole record must not be found there later.
void MessageStore::cut_tail() {
    std::byte* begin = file_.at(tail());
    std::byte* end = file_.at(file_.size());
    if (room() >= sizeof(std::uint64_t) && stamp_at(begin) != 0)
        damage_ = file_.path() + ": damaged behind MsgSeqNum " + std::to_string(next_sender() - 1) +
                  " (byte " + std::to_string(tail()) + "); cut there";
    const auto is_written = [](std::byte each) { return each != std::byte{0}; };
    if (std::any_of(begin, end, is_written)) std::fill(begin, end, std::byte{0});
}

/// All that follows relies on what is synced here: that the store is not complete any more, that
/// what was cut off does not come back, and how far numbers may go.
void MessageStore::begin_boot() {
    StoreMarks& marks = file_.marks();
    const std::uint64_t last_boot = marks.boot_id;
    awaits_engines_ = last_boot != 0 && last_boot != options_.boot_id;
    has_lost_host_ = awaits_engines_ && marks.is_complete == 0;
    const std::uint32_t next =
        has_lost_host_ ? std::max(next_sender(), marks.sender_mark + 1) : next_sender();
    const bool is_synced = last_boot == options_.boot_id || sync_all();
    const bool is_in_place = last_boot != 0 || options_.disk.sync_directory_of(file_.path());
    marks.is_complete = 0;
    if (!awaits_engines_) marks.boot_id = options_.boot_id;
    if (!is_synced || !is_in_place || !raise_mark(next) ||
        (has_lost_host_ && !set_next_sender(next)))
        throw StoreError("FIX store " + file_.path() + ": the disk fails or is full");
}

bool MessageStore::go_on(std::uint32_t next_target, std::span<const ReportOrigin> last_reports) {
    if (has_lost_host_ && !write_origins(RecordKind::told_until, last_reports)) return false;
    set_next_target(next_target);
    file_.marks().boot_id = options_.boot_id;
    awaits_engines_ = false;
    has_lost_host_ = false;
    return true;
}

bool MessageStore::complete() {
    if (!options_.survives_host_loss || awaits_engines_) return true;
    const std::lock_guard lock(tending_);
    if (!sync_all()) return false;
    file_.marks().is_complete = 1;
    return sync_marks();
}

} // namespace pinion::fix
