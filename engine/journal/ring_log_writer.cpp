#include "engine/journal/ring_log_writer.h"

#include "shm/record_log/payloads.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <thread>

namespace pinion::engine {

namespace {

constexpr std::size_t buffer_bytes = 1 << 20;
constexpr std::uint64_t records_per_turn = 16; ///< then it looks what the disk has done
constexpr std::uint64_t fetched_ahead = 4;
constexpr std::size_t kept_max = 1 << 14;
constexpr std::int64_t sync_interval_ns = 100'000'000;
constexpr std::int64_t backoff_min_ns = 1'000'000;
constexpr std::int64_t backoff_max_ns = 1'000'000'000;
constexpr std::int64_t finish_max_ns = 10'000'000'000;
constexpr std::int64_t finish_failing_max_ns = 1'000'000'000;

std::uint64_t sequence_of(const shm::LogRecord& record) { return record.sequenced.sequence; }

std::uint64_t sequence_of(const shm::Report& report) { return report.report_sequence; }

} // namespace

template <class Message>
RingLogWriter<Message>::RingLogWriter(Parts parts)
    : parts_(std::move(parts)), reader_(parts_.ring), blocks_(buffer_bytes), synced_(parts_.place) {
    parts_.segments.request(synced_.number);
    rewind();
}

template <class Message>
std::uint64_t RingLogWriter<Message>::do_work() {
    if (state_ == State::writing) return write();
    if (state_ == State::beginning) return begin_segment();
    if (parts_.clock() < retry_at_ns_) return 0;
    if (parts_.segments.status() == SegmentSupply::Status::failed)
        parts_.segments.request(synced_.number);
    state_ = State::beginning;
    return 1;
}

template <class Message>
std::uint64_t RingLogWriter<Message>::begin_segment() {
    if (parts_.segments.status() == SegmentSupply::Status::making) return 0;
    if (parts_.segments.status() == SegmentSupply::Status::failed) {
        fail(parts_.counters.segment_failures, "make", parts_.segments.error());
        return 0;
    }
    shm::LogSegmentHeader header;
    auto file = parts_.segments.begin(synced_, header);
    if (file.error) {
        fail(parts_.counters.segment_failures, "begin", file.error);
        return 0;
    }
    path_.reset();
    file_ = std::move(file.value);
    path_ = make_path();
    blocks_.begin(header);
    parts_.counters.segments.add();
    parts_.segments.request(++synced_.number);
    state_ = State::writing;
    return 1;
}

template <class Message>
std::unique_ptr<CommitPath> RingLogWriter<Message>::make_path() {
    if (parts_.syncing == Syncing::now_and_then) return std::make_unique<PlainCommitPath>(*file_);
    std::string why_plain;
    auto path = make_direct_commit_path(*file_, why_plain);
    if (!why_plain.empty() && !std::exchange(has_told_path_, true))
        spdlog::info("{} is written through the page cache ({})", parts_.name, why_plain);
    return path;
}

/// The disk must not wait: what was gathered while it wrote is written before more is gathered.
template <class Message>
std::uint64_t RingLogWriter<Message>::write() {
    std::uint64_t work_count = 0;
    if (in_flight_) work_count += settle();
    if (state_ != State::writing) return work_count;
    if (!in_flight_ && blocks_.is_empty()) work_count += gather();
    if (!in_flight_ && !blocks_.is_empty()) begin_write();
    if (in_flight_) return work_count + gather();

    if (unsynced_ && is_sync_due()) {
        sync_file();
        ++work_count;
    } else if (!unsynced_ && blocks_.is_segment_full()) {
        state_ = State::beginning;
        ++work_count;
    }
    return work_count;
}

template <class Message>
void RingLogWriter<Message>::begin_write() {
    in_flight_ = blocks_.take();
    if (parts_.syncing == Syncing::each_batch) claimed_ = in_flight_->last_sequence;
    path_->begin_write(in_flight_->offset, in_flight_->bytes);
}

template <class Message>
std::uint64_t RingLogWriter<Message>::gather() {
    std::uint64_t count = 0;
    const std::uint64_t released = reader_.written();
    while (count < records_per_turn && blocks_.has_room()) {
        // Lines that another core is still writing are left to it.
        if (reader_.next() + fetched_ahead <= released) reader_.prefetch(fetched_ahead);
        if (!next_message()) break;
        const std::uint64_t sequence = blocks_.next_sequence();
        if (sequence_of(message_) != sequence)
            throw std::runtime_error(parts_.name + ": record " +
                                     std::to_string(sequence_of(message_)) +
                                     " is in the place of " + std::to_string(sequence));
        const bool has_room = blocks_.append(shm::payload_of(message_), sequence - claimed_);
        assert(has_room);
        ++count;
    }
    return count;
}

template <class Message>
bool RingLogWriter<Message>::next_message() {
    if (kept_taken_ < kept_.size()) {
        message_ = kept_[kept_taken_++];
        return true;
    }
    assert(kept_.size() < kept_max); // a sync is due long before
    const shm::BroadcastRead outcome = reader_.poll(message_);
    if (outcome == shm::BroadcastRead::empty) return false;
    if (outcome == shm::BroadcastRead::lapped)
        throw std::runtime_error(parts_.name + ": record " + std::to_string(reader_.next()) +
                                 " was overwritten in the ring before it was written");
    if (parts_.syncing == Syncing::now_and_then) {
        kept_.push_back(message_);
        ++kept_taken_;
    }
    return true;
}

template <class Message>
std::uint64_t RingLogWriter<Message>::settle() {
    const bool sync = is_sync_due();
    const auto result = path_->poll(sync);
    if (!result) return 0;
    const shm::RecordBlocks::Batch batch = *in_flight_;
    in_flight_.reset();
    if (result->write_error) {
        fail(parts_.counters.write_failures, "write", result->write_error);
    } else if (result->sync_error) {
        fail(parts_.counters.sync_failures, "sync", result->sync_error);
    } else {
        unsynced_ = batch;
        parts_.counters.bytes.add(batch.bytes.size());
        if (parts_.written != nullptr)
            parts_.written->store(batch.last_sequence, std::memory_order_release);
        if (sync) note_synced();
    }
    return 1;
}

template <class Message>
bool RingLogWriter<Message>::is_sync_due() const {
    return parts_.syncing == Syncing::each_batch || blocks_.is_segment_full() ||
           kept_.size() >= kept_max / 2 || parts_.clock() - last_sync_ns_ >= sync_interval_ns;
}

template <class Message>
void RingLogWriter<Message>::sync_file() {
    if (const auto error = file_->sync())
        fail(parts_.counters.sync_failures, "sync", error);
    else
        note_synced();
}

template <class Message>
void RingLogWriter<Message>::note_synced() {
    const std::uint64_t last = unsynced_->last_sequence;
    parts_.counters.records.add(last + 1 - synced_.first_sequence);
    parts_.counters.commits.add();
    synced_.sequence_before = last;
    synced_.first_sequence = last + 1;
    synced_.chain_before = unsynced_->chain;
    unsynced_.reset();
    claimed_ = std::max(claimed_, last);
    parts_.durable.store(last, std::memory_order_release);
    if (parts_.syncing == Syncing::now_and_then) {
        const auto is_synced = [&](const Message& kept) { return sequence_of(kept) <= last; };
        const auto first_left = std::partition_point(kept_.begin(), kept_.end(), is_synced);
        kept_taken_ -= static_cast<std::size_t>(first_left - kept_.begin());
        kept_.erase(kept_.begin(), first_left);
        last_sync_ns_ = parts_.clock();
    }
    backoff_ns_ = 0;
    if (failing_since_ns_ == 0) return;
    parts_.counters.is_failing.set(0);
    spdlog::warn("{} works again after {} ms: all up to record {} is durable", parts_.name,
                 (parts_.clock() - failing_since_ns_) / 1'000'000, last);
    failing_since_ns_ = 0;
}

/// To the first record that is not synced.
template <class Message>
void RingLogWriter<Message>::rewind() {
    claimed_ = synced_.first_sequence - 1;
    if (parts_.syncing == Syncing::each_batch || kept_.empty())
        reader_.seek(synced_.first_sequence);
    kept_taken_ = 0;
}

template <class Message>
void RingLogWriter<Message>::fail(shm::Counter counter, const std::string& what,
                                  std::error_code error) {
    counter.add();
    const std::int64_t now_ns = parts_.clock();
    if (failing_since_ns_ == 0) {
        failing_since_ns_ = now_ns;
        parts_.counters.is_failing.set(1);
        // The segment that failed is the one before, once it has begun.
        const std::uint64_t number = synced_.number - (state_ == State::writing ? 1 : 0);
        spdlog::error("{} fails: cannot {} {}: {}. Records from {} on are not durable; it writes "
                      "them again into a fresh segment, as often as it takes",
                      parts_.name, what, parts_.segments.path(number), error.message(),
                      synced_.first_sequence);
    }
    unsynced_.reset();
    rewind();
    backoff_ns_ = std::clamp(2 * backoff_ns_, backoff_min_ns, backoff_max_ns);
    retry_at_ns_ = now_ns + backoff_ns_;
    state_ = State::resting;
}

template <class Message>
void RingLogWriter<Message>::finish() {
    const std::int64_t began_ns = parts_.clock();
    while (!has_all()) {
        const std::int64_t max_ns = failing_since_ns_ == 0 ? finish_max_ns : finish_failing_max_ns;
        if (parts_.clock() - began_ns > max_ns) break;
        if (do_work() > 0) continue;
        if (state_ == State::writing && unsynced_ && !in_flight_ && blocks_.is_empty()) sync_file();
        std::this_thread::yield();
    }
    if (!has_all())
        spdlog::error("{} ends without its records from {} on", parts_.name,
                      synced_.first_sequence);
}

template <class Message>
bool RingLogWriter<Message>::has_all() const {
    return !in_flight_ && blocks_.is_empty() && !unsynced_ && kept_taken_ == kept_.size() &&
           reader_.written() < reader_.next();
}

template class RingLogWriter<shm::LogRecord>;
template class RingLogWriter<shm::Report>;

} // namespace pinion::engine
