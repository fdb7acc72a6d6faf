#include "shm/record_log/log_index.h"

#include <algorithm>
#include <utility>

namespace pinion::shm {

namespace {

std::string refused(const std::string& path, const std::string& why) {
    return path + " cannot be read as a log: " + why +
           "; restore it from a copy, or move the whole directory away to begin anew";
}

} // namespace

LogIndex::LogIndex(Storage& storage, LogIdentity identity)
    : storage_(storage), identity_(std::move(identity)) {}

std::string LogIndex::load() {
    segments_.clear();
    blank_.clear();
    const auto names = storage_.list();
    if (names.error) return refused(storage_.path(""), names.error.message());

    std::vector<std::uint64_t> numbers;
    for (const std::string& name : names.value)
        if (const std::uint64_t number = segment_number(name)) numbers.push_back(number);
    std::sort(numbers.begin(), numbers.end());

    std::uint64_t expected = 0; // any, as the oldest ones may be removed
    for (const std::uint64_t number : numbers) {
        const std::string name = segment_file_name(number);
        LogSegmentHeader header;
        std::string problem;
        const Found found = read(number, header, problem);
        if (found == Found::problem) return problem;
        if (found == Found::missing) continue; // the oldest ones may be removed meanwhile
        if (found == Found::blank) {
            blank_.push_back(name);
            if (expected == number) ++expected;
            continue;
        }
        if (expected != 0 && expected != number)
            return refused(storage_.path(segment_file_name(expected)),
                           "it is missing, and there is a later segment");
        for (const std::string& blank : blank_)
            if (!is_file_blank(blank))
                return refused(storage_.path(blank),
                               "its header is gone, and there is a later segment");
        expected = number + 1;
        segments_.push_back(header);
    }
    return "";
}

void LogIndex::look_for_new() {
    while (true) {
        LogSegmentHeader header;
        std::string problem;
        const Found found = read(segments_.back().number + 1, header, problem);
        if (found != Found::segment) return; // or it is being written
        segments_.push_back(header);
    }
}

LogIndex::Found LogIndex::read(std::uint64_t number, LogSegmentHeader& header,
                               std::string& problem) {
    const std::string name = segment_file_name(number);
    const auto file = storage_.open(name, FileAccess::read_only);
    if (file.error == std::errc::no_such_file_or_directory) return Found::missing;
    std::array<std::byte, log_block_bytes> block{};
    Stored<std::size_t> read_bytes{file.error};
    if (!file.error) read_bytes = file.value->read_at(0, block);
    if (read_bytes.error) {
        problem = refused(storage_.path(name), read_bytes.error.message());
        return Found::problem;
    }
    if (read_bytes.value == block.size() && is_blank(block)) return Found::blank;
    problem = read_segment_header(block, identity_, number, header);
    if (problem.empty()) return Found::segment;
    problem = refused(storage_.path(name), problem);
    return Found::problem;
}

bool LogIndex::is_file_blank(const std::string& name) {
    const auto file = storage_.open(name, FileAccess::read_only);
    if (file.error) return false;
    std::vector<std::byte> piece(256 * log_block_bytes);
    for (std::uint64_t at = 0;;) {
        const auto read = file.value->read_at(at, piece);
        if (read.error || !is_blank(std::span(piece).first(read.value))) return false;
        if (read.value < piece.size()) return true;
        at += read.value;
    }
}

const LogSegmentHeader* LogIndex::owner(std::uint64_t sequence) const {
    const auto found = std::find_if(segments_.rbegin(), segments_.rend(), [&](const auto& segment) {
        return segment.sequence_before < sequence;
    });
    return found == segments_.rend() ? nullptr : &*found;
}

std::uint64_t LogIndex::limit(const LogSegmentHeader& segment) const {
    std::uint64_t limit = segment.first_sequence + segment.capacity() - 1;
    for (const LogSegmentHeader& other : segments_)
        if (other.number > segment.number) limit = std::min(limit, other.sequence_before);
    return limit;
}

std::string LogIndex::path(const LogSegmentHeader& segment) const {
    return storage_.path(segment_file_name(segment.number));
}

} // namespace pinion::shm
