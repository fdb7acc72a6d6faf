#include "shm/record_log/log_reader.h"

#include "shm/record_log/tail_check.h"

#include <algorithm>
#include <utility>

namespace pinion::shm {

namespace {

constexpr std::size_t read_bytes_min = 16 * 1024;
constexpr std::size_t read_bytes_max = 1024 * 1024;

} // namespace

LogReader::LogReader(Storage& storage, LogIdentity identity)
    : index_(storage, std::move(identity)), window_(read_bytes_max) {}

LogRead LogReader::seek_first() {
    problem_ = index_.load();
    if (!problem_.empty()) return LogRead::damaged;
    if (index_.segments().empty()) return LogRead::end;
    std::uint64_t first = index_.segments().front().first_sequence;
    for (const LogSegmentHeader& segment : index_.segments())
        first = std::min(first, segment.first_sequence);
    return go_to(first);
}

LogRead LogReader::seek_newest() {
    problem_ = index_.load();
    if (!problem_.empty()) return LogRead::damaged;
    if (index_.segments().empty()) return LogRead::end;
    return go_to(index_.segments().back().first_sequence);
}

LogRead LogReader::seek(std::uint64_t sequence) {
    problem_ = index_.load();
    return problem_.empty() ? go_to(sequence) : LogRead::damaged;
}

LogRead LogReader::go_to(std::uint64_t sequence) {
    const LogSegmentHeader* owner = index_.owner(sequence);
    if (owner == nullptr) return LogRead::missing;
    if (const LogRead entered = enter(*owner); entered != LogRead::ready) return entered;
    if (sequence > segment_.first_sequence + segment_.capacity()) return LogRead::missing;
    next_ = std::max(sequence, segment_.first_sequence);
    chain_ = segment_.chain_before;
    if (next_ == segment_.first_sequence) return LogRead::ready;

    const auto before = whole_record(next_ - 1);
    if (!problem_.empty()) return LogRead::damaged;
    if (!before) return LogRead::missing;
    chain_ = before->chain();
    return LogRead::ready;
}

/// Opens the segment; its place in the log is not the reader's yet.
LogRead LogReader::enter(const LogSegmentHeader& segment) {
    segment_ = segment;
    limit_ = index_.limit(segment);
    window_bytes_ = 0;
    read_bytes_ = read_bytes_min;
    file_.reset();
    auto file = index_.storage().open(segment_file_name(segment.number), FileAccess::read_only);
    if (file.error == std::errc::no_such_file_or_directory) return LogRead::missing; // pruned
    if (file.error) return refuse(segment.first_sequence, file.error.message());
    const auto size = file.value->size();
    if (size.error) return refuse(segment.first_sequence, size.error.message());
    if (size.value != segment.segment_bytes)
        return refuse(segment.first_sequence, "the file has " + std::to_string(size.value) +
                                                  " bytes, its header says " +
                                                  std::to_string(segment.segment_bytes));
    file_ = std::move(file.value);
    return LogRead::ready;
}

LogRead LogReader::poll(LogEntry& entry) {
    if (!problem_.empty()) return LogRead::damaged;
    if (!file_) {
        const LogRead found = next_ == 0 ? seek_first() : seek(next_);
        if (found != LogRead::ready) return found;
    }
    while (true) {
        if (next_ > limit_) {
            const LogRead moved = enter_next_segment();
            if (moved != LogRead::ready) return moved;
            continue;
        }
        if (const auto record = whole_record(next_)) {
            if (!record->follows(chain_))
                return refuse(next_, "it does not follow from the records before it");
            chain_ = record->chain();
            entry = {next_++, record->payload()};
            return LogRead::ready;
        }
        if (!problem_.empty()) return LogRead::damaged;

        // Nothing is here yet, unless a later segment has begun: then all before it was synced.
        const std::size_t known = index_.segments().size();
        index_.look_for_new();
        limit_ = index_.limit(segment_);
        if (index_.segments().size() != known) continue;
        if (index_.segments().back().number == segment_.number) return LogRead::end;
        return refuse(next_, "a later segment shows that it was there");
    }
}

/// From the end of a segment to the one that has the say about what follows.
LogRead LogReader::enter_next_segment() {
    index_.look_for_new();
    const LogSegmentHeader* owner = index_.owner(next_);
    if (owner == nullptr) return LogRead::end;
    if (owner->number == segment_.number) {
        if (index_.segments().back().number == segment_.number) return LogRead::end;
        return refuse(next_, "a later segment shows that it was there");
    }
    if (const LogRead entered = enter(*owner); entered != LogRead::ready) return entered;
    if (next_ > segment_.first_sequence) return LogRead::ready; // the next record tells
    next_ = segment_.first_sequence;
    if (segment_.chain_before == chain_) return LogRead::ready;
    return refuse(next_, "the records before it are not those that were read");
}

SegmentPlace LogReader::place() const {
    if (next_ == 0) return {};
    return {index_.segments().back().number + 1, next_ - 1, next_, chain_};
}

LogRead LogReader::refuse(std::uint64_t sequence, const std::string& why) {
    problem_ = index_.path(segment_) + " is damaged at byte " +
               std::to_string(segment_.offset_of(sequence)) + ", record " +
               std::to_string(sequence) + ": " + why +
               "; restore it from a copy, or move the whole directory away to begin anew";
    return LogRead::damaged;
}

/// The record in its place in the segment that is read. Nothing if it is not there, or not whole
/// yet; `problem_` is set if the disk fails.
std::optional<RecordFrame> LogReader::whole_record(std::uint64_t sequence) {
    const std::uint64_t offset = segment_.offset_of(sequence);
    const std::size_t bytes = segment_.record_bytes();
    const auto in_window = [&] {
        return RecordFrame(std::span(window_).subspan(offset - window_offset_, bytes));
    };
    if (offset >= window_offset_ && offset + bytes <= window_offset_ + window_bytes_)
        if (const RecordFrame record = in_window(); record.is_whole(segment_.crc, sequence))
            return record;
    if (!refill(offset)) return std::nullopt;
    if (window_bytes_ >= bytes)
        if (const RecordFrame record = in_window(); record.is_whole(segment_.crc, sequence)) {
            read_bytes_ = std::min(2 * read_bytes_, read_bytes_max);
            return record;
        }
    read_bytes_ = read_bytes_min; // the end is near: it may be read many times
    return std::nullopt;
}

bool LogReader::refill(std::uint64_t offset) {
    const auto read = file_->read_at(offset, std::span(window_).first(read_bytes_));
    window_offset_ = offset;
    window_bytes_ = read.value;
    if (read.error)
        problem_ = index_.path(segment_) + " cannot be read at byte " + std::to_string(offset) +
                   ": " + read.error.message();
    return !read.error;
}

LogEnd LogReader::examine_end() {
    if (problem_.empty()) problem_ = check_blank(index_);
    if (!problem_.empty()) return LogEnd::damaged;
    if (!file_ || next_ > limit_) return LogEnd::clean;
    const TailFinding found = check_tail(*file_, segment_, next_);
    if (found.end == LogEnd::damaged) static_cast<void>(refuse(found.sequence, found.why));
    return found.end;
}

} // namespace pinion::shm
