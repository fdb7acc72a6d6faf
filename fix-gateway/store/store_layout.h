#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// A FIX session's file: what was sent, and how far the other side came.
///
///   | StoreHeader, one page | record | record | ... | zeros up to the file's end |
///   record:  | stamp | RecordHeader | bytes, padded with zeros to a multiple of 8 |
///
/// A record is committed by its stamp, which is written last and depends on everything else in it,
/// on its place and on the session's epoch: whatever a crash left behind never looks like a record.
namespace pinion::fix {

inline constexpr std::uint64_t store_magic = 0x314552'4F5453'50FF; // "\xFFPSTORE1"
inline constexpr std::uint32_t store_layout_version = 1;
inline constexpr std::size_t store_header_bytes = 4096;
inline constexpr std::size_t store_name_max = 127;

struct StoreHeader {
    std::uint64_t magic; ///< written last when the file is made
    std::uint32_t layout_version;
    std::uint32_t session_epoch;   ///< rises with each sequence reset
    std::int64_t creation_time_ns; ///< UTC; of this epoch
    std::uint64_t spare[5];
    char session[store_name_max + 1]; ///< whose store it is
    std::atomic<std::uint64_t> next_target;
};

static_assert(sizeof(StoreHeader) == 200 && sizeof(StoreHeader) <= store_header_bytes);
static_assert(offsetof(StoreHeader, next_target) == 192);

enum class RecordKind : std::uint16_t {
    message = 1,     ///< `bytes` were sent as MsgSeqNum `sequence`
    next_sender = 2, ///< the next message will be `sequence`, whatever was before
    position = 3,    ///< of a report whose message was forgotten by a sequence reset
};

/// Where a message comes from: the report ring (by the number that names its memory) of an engine,
/// and the place in it. All zero for a message that we made ourselves.
struct ReportOrigin {
    std::uint64_t report_sequence;
    std::uint32_t ring;
    std::uint16_t engine;

    friend bool operator==(const ReportOrigin&, const ReportOrigin&) = default;
};

struct RecordHeader {
    std::uint64_t report_sequence;
    std::uint32_t ring;
    std::uint16_t engine;
    RecordKind kind;
    std::uint32_t sequence;
    std::uint32_t length; ///< of the bytes, without padding
};

static_assert(sizeof(RecordHeader) == 24);

inline constexpr std::size_t record_overhead_bytes = sizeof(std::uint64_t) + sizeof(RecordHeader);

[[nodiscard]] constexpr std::size_t padded(std::size_t length) {
    return (length + 7) & ~std::size_t{7};
}

/// The stamp of the record at `record` (whose header and padded bytes are in place). The sum over
/// its words finds torn and flipped bits and costs less than a nanosecond per line; the finalizer
/// is SplitMix64's.
[[nodiscard]] inline std::uint64_t record_stamp(const std::byte* record, std::uint64_t offset,
                                                std::uint32_t session_epoch, std::size_t length) {
    std::uint64_t sum = 0;
    for (std::size_t at = sizeof(std::uint64_t); at < record_overhead_bytes + padded(length);
         at += sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, record + at, sizeof(word));
        sum += word;
    }
    sum += (offset << 32 | session_epoch) * 0x9e3779b97f4a7c15;
    sum = (sum ^ (sum >> 30)) * 0xbf58476d1ce4e5b9;
    sum = (sum ^ (sum >> 27)) * 0x94d049bb133111eb;
    return (sum ^ (sum >> 31)) | 1; // never 0: that is a place not yet written
}

} // namespace pinion::fix
