#include "shm/record_log/log_writer.h"

#include <cassert>
#include <utility>

namespace pinion::shm {

LogWriter::LogWriter(SegmentMaker& maker, std::size_t buffer_bytes)
    : maker_(maker), blocks_(buffer_bytes) {}

std::error_code LogWriter::begin(const SegmentPlace& place) {
    durable_ = place;
    LogSegmentHeader header;
    auto file = maker_.begin(place, header);
    file_ = std::move(file.value);
    if (file.error) return file.error; // the same place again: numbers have no gaps
    ++durable_.number;
    blocks_.begin(header);
    written_ = place.first_sequence - 1; // numbers may have been lifted
    written_chain_ = place.chain_before;
    return {};
}

std::error_code LogWriter::append(std::span<const std::byte> payload) {
    assert(file_);
    while (!blocks_.append(payload, blocks_.next_sequence() - durable_.first_sequence + 1)) {
        if (!blocks_.is_segment_full()) {
            if (const auto error = flush()) return error;
        } else {
            if (const auto error = sync()) return error;
            if (const auto error = begin(durable_)) return error;
        }
    }
    return {};
}

std::error_code LogWriter::flush() {
    assert(file_);
    if (blocks_.is_empty()) return {};
    const RecordBlocks::Batch batch = blocks_.take();
    if (const auto error = file_->write_at(batch.offset, batch.bytes)) return error;
    written_ = batch.last_sequence;
    written_chain_ = batch.chain;
    return {};
}

std::error_code LogWriter::sync() {
    if (const auto error = flush()) return error;
    if (const auto error = file_->sync()) return error;
    durable_.sequence_before = written_;
    durable_.first_sequence = written_ + 1;
    durable_.chain_before = written_chain_;
    return {};
}

} // namespace pinion::shm
