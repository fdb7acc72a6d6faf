#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// A FIX session's file: what was sent, and how far the other side came.
///
///   | StoreHeader, one page | StoreMarks, one page | record | record | ... | zeros |
///   record:  | stamp | RecordHeader | bytes, padded with zeros to a multiple of 8 |
///
/// A record is committed by its stamp, which is written last and depends on everything else in it,
/// on its place and on the session's epoch: whatever a crash left behind never looks like a record.
/// The loss of the host takes back what was not synced, in any combination of sectors: the records
/// before the first hole are what is left.
namespace pinion::fix {

inline constexpr std::uint64_t store_magic = 0x314552'4F5453'50FF; // "\xFFPSTORE1"
inline constexpr std::uint32_t store_layout_version = 3;
inline constexpr std::size_t store_page_bytes = 4096;
inline constexpr std::size_t store_header_bytes = 2 * store_page_bytes; ///< of both
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

static_assert(sizeof(StoreHeader) == 200 && sizeof(StoreHeader) <= store_page_bytes);
static_assert(offsetof(StoreHeader, next_target) == 192);

/// What of a store the loss of the host does not take back. A page of its own, so that syncing it
/// never holds up who advances `next_target`. Every field is synced before it is relied on, but for
/// a later `boot_id`: to the next boot any earlier one says the same.
struct StoreMarks {
    /// Of the boot in which the numbers hold; 0: no promise was made for other boots.
    std::atomic<std::uint64_t> boot_id;
    std::atomic<std::uint32_t> sender_mark; ///< no MsgSeqNum above it was used
    std::atomic<std::uint32_t> is_complete; ///< 1: by a clean stop, which synced all of the store
};

static_assert(sizeof(StoreMarks) == 16);

enum class RecordKind : std::uint16_t {
    message = 1,     ///< `bytes` were sent as MsgSeqNum `sequence`
    next_sender = 2, ///< the next message will be `sequence`, whatever was before
    position = 3, ///< all reports up to it are in the store, or were forgotten by a sequence reset
    told_until = 4, ///< reports up to it may have been told before the host was lost
};

/// Where a message comes from: the report ring (by the number that names its memory; 0 if reports
/// are counted through all rings) of an engine, and the place in it. A copy comes from the ring of
/// the gateway (by its id) to which the original went. All zero for a message that we made
/// ourselves.
struct ReportOrigin {
    std::uint64_t report_sequence;
    std::uint32_t ring;
    std::uint16_t engine;
    std::uint16_t gateway = 0; ///< 0: of an original, that is our own

    friend bool operator==(const ReportOrigin&, const ReportOrigin&) = default;
};

struct RecordHeader {
    std::uint64_t report_sequence;
    std::uint32_t ring;
    std::uint16_t engine;
    std::uint16_t gateway;
    std::uint32_t sequence;
    std::uint32_t length; ///< of the bytes, without padding
    RecordKind kind;
    std::uint16_t spare[3];
};

static_assert(sizeof(RecordHeader) == 32);

inline constexpr std::size_t record_overhead_bytes = sizeof(std::uint64_t) + sizeof(RecordHeader);

[[nodiscard]] inline RecordHeader record_header(const std::byte* record) {
    RecordHeader header;
    std::memcpy(&header, record + sizeof(std::uint64_t), sizeof(header));
    return header;
}

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
