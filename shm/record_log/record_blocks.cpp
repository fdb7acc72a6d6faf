#include "shm/record_log/record_blocks.h"

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace pinion::shm {

namespace {

constexpr std::size_t whole_blocks(std::size_t bytes) {
    return (bytes + log_block_bytes - 1) / log_block_bytes * log_block_bytes;
}

} // namespace

void RecordBlocks::Free::operator()(std::byte* memory) const { std::free(memory); }

RecordBlocks::Buffer RecordBlocks::allocate(std::size_t bytes) {
    auto* memory = static_cast<std::byte*>(std::aligned_alloc(log_block_bytes, bytes));
    if (memory == nullptr) throw std::bad_alloc();
    std::memset(memory, 0, bytes);
    return Buffer(memory);
}

RecordBlocks::RecordBlocks(std::size_t buffer_bytes)
    : buffer_bytes_(buffer_bytes), filling_(allocate(buffer_bytes)),
      other_(allocate(buffer_bytes)) {
    assert(buffer_bytes % log_block_bytes == 0 && buffer_bytes >= 2 * log_block_bytes);
}

void RecordBlocks::begin(const LogSegmentHeader& header) {
    header_ = header;
    offset_ = log_block_bytes;
    used_ = 0;
    taken_ = 0;
    next_sequence_ = header.first_sequence;
    chain_ = header.chain_before;
}

bool RecordBlocks::append(std::span<const std::byte> payload, std::uint64_t unsynced) {
    if (!has_room()) return false;
    chain_ = RecordFrame::write(filling_.get() + used_, header_.crc, next_sequence_, unsynced,
                                payload, chain_);
    used_ += header_.record_bytes();
    ++next_sequence_;
    return true;
}

RecordBlocks::Batch RecordBlocks::take() {
    const std::size_t bytes = whole_blocks(used_);
    std::memset(filling_.get() + used_, 0, bytes - used_);
    const Batch batch{offset_, {filling_.get(), bytes}, next_sequence_ - 1, chain_};

    const std::size_t tail = used_ % log_block_bytes;
    std::memcpy(other_.get(), filling_.get() + used_ - tail, tail);
    offset_ += used_ - tail;
    used_ = tail;
    taken_ = tail;
    std::swap(filling_, other_);
    return batch;
}

} // namespace pinion::shm
