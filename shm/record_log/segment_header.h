#pragma once

#include "shm/messages/log_record.h"
#include "shm/messages/report.h"
#include "shm/record_log/record_frame.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

/// The first 4 KiB of a log's segment file: what is in it, and where it stands in the log. Written
/// and synced before the first record of the segment.
namespace pinion::shm {

inline constexpr std::size_t log_block_bytes = 4096; ///< the unit of writing

/// What may be torn off: less than this is written whole or not at all.
inline constexpr std::size_t log_sector_bytes = 512;

enum class LogKind : std::uint32_t {
    journal = 1, ///< of LogRecords, without their spare words
    output = 2,  ///< of Reports
};

[[nodiscard]] constexpr std::size_t payload_bytes_of(LogKind kind) {
    return kind == LogKind::journal ? offsetof(LogRecord, spare_1) : sizeof(Report);
}

/// Which log a file belongs to.
struct LogIdentity {
    LogKind kind;
    std::uint16_t engine;
    std::uint16_t gateway; ///< 0 of a journal
    std::string instance;  ///< at most log_instance_max bytes
};

inline constexpr std::size_t log_instance_max = 63;

/// What a new segment says of those that write it.
struct LogOrigin {
    std::uint32_t engine_epoch;
    std::uint64_t boot_id;             ///< shm/sys/host_identity.h
    std::uint64_t options_fingerprint; ///< of the options by which the engine makes the records
    std::array<std::uint64_t, 2> cl_ord_id_key; ///< by which hashes in the records were made
};

struct LogSegmentHeader {
    static constexpr std::uint64_t magic_value = 0x474f4c4e4f494e50; ///< "PNIONLOG"
    static constexpr std::uint32_t version_value = 1;

    std::uint64_t magic;
    std::uint32_t version;
    std::uint32_t crc; ///< of the whole block, with zero in this place
    LogKind kind;
    std::uint32_t payload_bytes;
    std::uint16_t engine;
    std::uint16_t gateway;
    std::uint32_t engine_epoch;
    std::uint64_t number;          ///< of the segment: counts from 1, without gaps
    std::uint64_t sequence_before; ///< what earlier segments say behind this one is void
    std::uint64_t first_sequence;  ///< the next one, or a higher one where numbers were lifted
    std::uint64_t chain_before;    ///< the first record's chain goes on from here
    std::uint64_t segment_bytes;   ///< of the file, zeros where nothing is written yet
    std::uint64_t boot_id;
    std::uint64_t options_fingerprint;
    std::uint64_t cl_ord_id_key[2];
    char instance[log_instance_max + 1]; ///< the rest is zeros

    [[nodiscard]] std::size_t record_bytes() const { return RecordFrame::bytes(payload_bytes); }

    /// Records that it has room for.
    [[nodiscard]] std::uint64_t capacity() const {
        return (segment_bytes - log_block_bytes) / record_bytes();
    }

    [[nodiscard]] std::uint64_t offset_of(std::uint64_t sequence) const {
        return log_block_bytes + (sequence - first_sequence) * record_bytes();
    }

    [[nodiscard]] LogOrigin origin() const {
        return {engine_epoch, boot_id, options_fingerprint, {cl_ord_id_key[0], cl_ord_id_key[1]}};
    }
};

static_assert(std::is_trivially_copyable_v<LogSegmentHeader> && sizeof(LogSegmentHeader) == 168);

/// Where in a log a segment begins.
struct SegmentPlace {
    std::uint64_t number = 1;
    std::uint64_t sequence_before = 0; ///< all up to this one is in earlier segments, and synced
    std::uint64_t first_sequence = 1;
    std::uint64_t chain_before = chain_start;
};

/// A header with its checksum.
[[nodiscard]] LogSegmentHeader make_segment_header(const LogIdentity& identity,
                                                   const LogOrigin& origin,
                                                   const SegmentPlace& place,
                                                   std::uint64_t segment_bytes);

[[nodiscard]] std::array<std::byte, log_block_bytes> block_of(const LogSegmentHeader& header);

/// Reads a header that anybody may have written. Says in words what keeps it from being the
/// header of segment `number` of that log; "" if nothing does.
[[nodiscard]] std::string read_segment_header(std::span<const std::byte, log_block_bytes> block,
                                              const LogIdentity& identity, std::uint64_t number,
                                              LogSegmentHeader& header);

/// Whether all bytes are zero.
[[nodiscard]] bool is_blank(std::span<const std::byte> bytes);

/// "0000000012.log"
[[nodiscard]] std::string segment_file_name(std::uint64_t number);

/// The number in the name of a segment's file; 0 if that is no such name.
[[nodiscard]] std::uint64_t segment_number(const std::string& name);

} // namespace pinion::shm
