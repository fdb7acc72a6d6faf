#pragma once

#include "shm/messages/notional.h"
#include "shm/record_log/crc32c.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

/// One record of a log's segment; all records of a segment have the same size.
///
///  byte   0        4          8          16            16 + p
///         | crc32c | unsynced | sequence | payload (p) | chain 8 |
///
///  - `crc32c` is of all that follows, and goes on from the checksum of the segment's header: a
///    record of another segment is none here.
///  - `unsynced`: how many records, this one included, were not known to be synced when it was
///    written. So a record tells that all before `sequence - unsynced + 1` were: a reader that
///    finds one of those missing knows that it was not the loss of power that took it.
///  - `chain` makes one number of all records up to this one: two logs with equal chains are equal.
///
/// `unsynced` and `chain` are never 0, so that neither end of a record looks like what was there
/// before, which is zeros.
namespace pinion::shm {

inline constexpr std::size_t record_head_bytes = 16;
inline constexpr std::size_t record_frame_bytes = record_head_bytes + sizeof(std::uint64_t);

/// The chain value before the first record of a log.
inline constexpr std::uint64_t chain_start = 0x9e3779b97f4a7c15;

/// The chain value after a record. Not against those who choose payloads so that values are equal.
[[nodiscard]] inline std::uint64_t next_chain(std::uint64_t chain, std::uint64_t sequence,
                                              std::span<const std::byte> payload) {
    __extension__ using Product = unsigned __int128;
    const auto fold = [](std::uint64_t value, std::uint64_t a, std::uint64_t b) {
        const auto product =
            static_cast<Product>(value ^ a) * static_cast<Product>(b ^ 0xa0761d6478bd642f);
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^
               (value << 32 | value >> 32);
    };
    const auto word = [&](std::size_t offset) {
        std::uint64_t value;
        std::memcpy(&value, payload.data() + offset, sizeof(value));
        return value;
    };
    constexpr std::size_t pair = 2 * sizeof(std::uint64_t);
    std::uint64_t value = fold(chain, sequence, payload.size());
    std::size_t at = 0;
    for (; at + pair <= payload.size(); at += pair)
        value = fold(value, word(at), word(at + sizeof(std::uint64_t)));
    if (at < payload.size()) value = fold(value, word(at), 0);
    return value == 0 ? chain_start : value;
}

/// A record's bytes in a segment, not known to be whole.
class RecordFrame {
  public:
    /// `bytes` is one record's; the payload's size is a multiple of 8.
    explicit RecordFrame(std::span<const std::byte> bytes) : bytes_(bytes) {}

    [[nodiscard]] static constexpr std::size_t bytes(std::size_t payload_bytes) {
        return record_frame_bytes + payload_bytes;
    }

    /// Writes a record to `out` and returns the chain value after it.
    static std::uint64_t write(std::byte* out, std::uint32_t header_crc, std::uint64_t sequence,
                               std::uint64_t unsynced, std::span<const std::byte> payload,
                               std::uint64_t chain) {
        assert(unsynced > 0 && unsynced <= 0xffffffff);
        const auto unsynced_field = static_cast<std::uint32_t>(unsynced);
        const std::uint64_t chain_after = next_chain(chain, sequence, payload);
        std::memcpy(out + 4, &unsynced_field, sizeof(unsynced_field));
        std::memcpy(out + 8, &sequence, sizeof(sequence));
        std::memcpy(out + record_head_bytes, payload.data(), payload.size());
        std::memcpy(out + record_head_bytes + payload.size(), &chain_after, sizeof(chain_after));
        const std::uint32_t crc = crc32c({out + 4, bytes(payload.size()) - 4}, header_crc);
        std::memcpy(out, &crc, sizeof(crc));
        return chain_after;
    }

    /// Whether this is the record `sequence` of the segment whose header has that checksum.
    [[nodiscard]] bool is_whole(std::uint32_t header_crc, std::uint64_t sequence) const {
        return this->sequence() == sequence &&
               crc32c(bytes_.subspan(4), header_crc) == field<std::uint32_t>(0);
    }

    [[nodiscard]] std::uint32_t unsynced() const { return field<std::uint32_t>(4); }

    [[nodiscard]] std::uint64_t sequence() const { return field<std::uint64_t>(8); }

    [[nodiscard]] std::span<const std::byte> payload() const {
        return bytes_.subspan(record_head_bytes, bytes_.size() - record_frame_bytes);
    }

    [[nodiscard]] std::uint64_t chain() const {
        return field<std::uint64_t>(bytes_.size() - sizeof(std::uint64_t));
    }

    /// Whether the chain goes on here from `chain_before`.
    [[nodiscard]] bool follows(std::uint64_t chain_before) const {
        return next_chain(chain_before, sequence(), payload()) == chain();
    }

  private:
    template <class Number>
    [[nodiscard]] Number field(std::size_t offset) const {
        Number number;
        std::memcpy(&number, bytes_.data() + offset, sizeof(number));
        return number;
    }

    std::span<const std::byte> bytes_;
};

} // namespace pinion::shm
