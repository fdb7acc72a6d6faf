#include "shm/record_log/segment_maker.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pinion::shm {

namespace {

constexpr std::string_view unfinished_suffix = ".unfinished";

std::string unfinished_name(std::uint64_t number) {
    return segment_file_name(number).append(unfinished_suffix);
}

Stored<bool> is_blank_segment(Storage& storage, const std::string& name) {
    const auto file = storage.open(name, FileAccess::read_only);
    if (file.error) return {file.error};
    std::array<std::byte, log_block_bytes> block{};
    const auto read = file.value->read_at(0, block);
    return {read.error, read.value == block.size() && is_blank(block)};
}

} // namespace

SegmentMaker::SegmentMaker(Storage& storage, LogIdentity identity, LogOrigin origin,
                           std::uint64_t segment_bytes)
    : storage_(storage), identity_(std::move(identity)), origin_(origin),
      segment_bytes_(segment_bytes) {}

std::error_code SegmentMaker::remove_blank() {
    const auto names = storage_.list();
    if (names.error) return names.error;
    bool is_behind_all = true;
    for (auto name = names.value.rbegin(); name != names.value.rend(); ++name) {
        bool is_to_go = name->ends_with(unfinished_suffix);
        if (is_behind_all && segment_number(*name) != 0) {
            const auto blank = is_blank_segment(storage_, *name);
            if (blank.error) return blank.error;
            is_to_go = is_behind_all = blank.value;
        }
        if (!is_to_go) continue;
        if (const auto error = storage_.remove(*name)) return error;
    }
    return storage_.sync();
}

std::error_code SegmentMaker::make_blank(std::uint64_t number) {
    const std::string unfinished = unfinished_name(number);
    if (const auto error = fill_with_zeros(unfinished)) {
        static_cast<void>(storage_.remove(unfinished)); // it may take the last room of a full disk
        return error;
    }
    const std::string name = segment_file_name(number);
    if (const auto error = storage_.rename(unfinished, name)) return error;
    const std::error_code error = storage_.sync();
    // Whoever finds a segment's name may rely on it.
    if (error) static_cast<void>(storage_.remove(name));
    return error;
}

std::error_code SegmentMaker::fill_with_zeros(const std::string& name) {
    auto file = storage_.create(name);
    if (file.error == std::errc::file_exists) {
        if (const auto error = storage_.remove(name)) return error;
        file = storage_.create(name);
    }
    if (file.error) return file.error;
    if (const auto error = file.value->preallocate(segment_bytes_)) return error;
    return file.value->sync();
}

Stored<std::unique_ptr<StoredFile>> SegmentMaker::begin(const SegmentPlace& place,
                                                        LogSegmentHeader& header) {
    header = make_segment_header(identity_, origin_, place, segment_bytes_);
    const std::string name = segment_file_name(place.number);
    auto file = storage_.open(name, FileAccess::read_write);
    if (file.error == std::errc::no_such_file_or_directory) {
        if (const auto error = make_blank(place.number)) return {error};
        file = storage_.open(name, FileAccess::read_write);
    }
    if (file.error) return file;
    if (const auto error = file.value->write_at(0, block_of(header))) return {error};
    if (const auto error = file.value->sync()) return {error};
    return file;
}

} // namespace pinion::shm
