#include "shm/record_log/tail_check.h"

#include "shm/record_log/record_frame.h"

#include <algorithm>
#include <span>
#include <vector>

namespace pinion::shm {

namespace {

struct FileBytes {
    std::error_code error;
    std::vector<std::byte> bytes;
};

FileBytes read_from(StoredFile& file, std::uint64_t offset) {
    const auto size = file.size();
    if (size.error || size.value <= offset) return {size.error, {}};
    std::vector<std::byte> bytes(size.value - offset);
    const auto read = file.read_at(offset, bytes);
    bytes.resize(read.value);
    return {read.error, std::move(bytes)};
}

/// A record's bytes in the sectors that it lies in.
class Sectors {
  public:
    Sectors(std::uint64_t offset, std::span<const std::byte> bytes)
        : offset_(offset), bytes_(bytes) {}

    [[nodiscard]] bool one_is_blank() const {
        for (std::size_t begin = 0; begin < bytes_.size(); begin = end_of_part(begin))
            if (is_part_blank(begin)) return true;
        return false;
    }

    /// Whether what holds the record's head came to the disk.
    [[nodiscard]] bool has_head() const {
        const std::size_t end = end_of_part(0);
        return !is_part_blank(0) && (end >= record_head_bytes || !is_part_blank(end));
    }

  private:
    [[nodiscard]] std::size_t end_of_part(std::size_t begin) const {
        const std::uint64_t left = log_sector_bytes - (offset_ + begin) % log_sector_bytes;
        return std::min<std::size_t>(bytes_.size(), begin + left);
    }

    [[nodiscard]] bool is_part_blank(std::size_t begin) const {
        return is_blank(bytes_.subspan(begin, end_of_part(begin) - begin));
    }

    std::uint64_t offset_;
    std::span<const std::byte> bytes_;
};

/// "" if a loss of power may leave these bytes in the place of record `sequence`.
std::string fault_of(const LogSegmentHeader& segment, std::span<const std::byte> bytes,
                     std::uint64_t sequence, std::uint64_t next) {
    if (is_blank(bytes)) return "";
    const RecordFrame record(bytes);
    if (record.is_whole(segment.crc, sequence)) {
        if (sequence - record.unsynced() < next) return "";
        return "record " + std::to_string(sequence) + " says that record " + std::to_string(next) +
               " was synced before it";
    }
    const Sectors sectors(segment.offset_of(sequence), bytes);
    if (!sectors.one_is_blank()) return "its checksum is wrong";
    if (sectors.has_head() && record.sequence() != sequence)
        return "another record is in its place";
    return "";
}

} // namespace

TailFinding check_tail(StoredFile& file, const LogSegmentHeader& segment, std::uint64_t next) {
    const FileBytes rest = read_from(file, segment.offset_of(next));
    if (rest.error) return {LogEnd::damaged, next, rest.error.message()};
    if (is_blank(rest.bytes)) return {LogEnd::clean, next, ""};

    std::span<const std::byte> left(rest.bytes);
    for (std::uint64_t sequence = next; left.size() >= segment.record_bytes(); ++sequence) {
        std::string fault = fault_of(segment, left.first(segment.record_bytes()), sequence, next);
        if (!fault.empty()) return {LogEnd::damaged, sequence, std::move(fault)};
        left = left.subspan(segment.record_bytes());
    }
    if (!is_blank(left))
        return {LogEnd::damaged, next, "there is something behind the place of the last record"};
    return {LogEnd::torn, next, ""};
}

std::string check_blank(const LogIndex& index) {
    for (const std::string& name : index.blank()) {
        const auto file = index.storage().open(name, FileAccess::read_only);
        FileBytes content{file.error, {}};
        if (!file.error) content = read_from(*file.value, 0);
        if (content.error)
            return index.storage().path(name) + " cannot be read: " + content.error.message();
        if (!is_blank(content.bytes))
            return index.storage().path(name) + " is damaged: its header is gone; restore it from "
                                                "a copy, or move the whole directory away";
    }
    return "";
}

} // namespace pinion::shm
