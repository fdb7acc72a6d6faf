#include "engine/audit/audit_files.h"

#include "engine/audit/compressed_file.h"
#include "engine/sequence_name.h"
#include "shm/storage/whole_file.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace pinion::engine {

namespace {

constexpr std::string_view suffix = ".jsonl";
constexpr std::string_view compressed = ".jsonl.zst";
constexpr std::size_t buffer_bytes = 1 << 20;

std::string text_of(LinePlace place) {
    return std::to_string(place.sequence) + ", index " + std::to_string(place.index);
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw std::runtime_error(path + ": " + why);
}

void check(const std::string& path, std::error_code error) {
    if (error) refuse(path, error.message());
}

/// Sequences of the names with that suffix.
std::set<std::uint64_t> sequences(const std::vector<std::string>& names, std::string_view with) {
    std::set<std::uint64_t> result;
    for (const auto& name : names)
        if (const auto sequence = sequence_in(name, with)) result.insert(*sequence);
    return result;
}

std::error_code copy_begin(shm::StoredFile& from, shm::StoredFile& to, std::uint64_t bytes) {
    std::vector<std::byte> piece(buffer_bytes);
    for (std::uint64_t offset = 0; offset < bytes; offset += piece.size()) {
        const auto part =
            std::span(piece).first(std::min<std::uint64_t>(piece.size(), bytes - offset));
        const auto read = from.read_at(offset, part);
        if (read.error) return read.error;
        if (const auto error = to.write_at(offset, part)) return error;
    }
    return {};
}

void compress(shm::Storage& directory, std::uint64_t sequence) {
    const auto raw = sequence_name(sequence, suffix);
    auto error = compress_file(directory, raw, sequence_name(sequence, compressed));
    if (!error) error = directory.remove(raw);
    check(directory.path(raw), error);
}

} // namespace

AuditFiles::AuditFiles(shm::Storage& directory, std::uint64_t file_bytes_max)
    : directory_(directory), file_bytes_max_(file_bytes_max) {
    finish_compressions();
    if (first_sequence_ != 0) open_newest();
}

/// All files but the newest one are full.
void AuditFiles::finish_compressions() {
    const auto names = directory_.list();
    check(directory_.path(""), names.error);
    const auto done = sequences(names.value, compressed);
    const auto raw = sequences(names.value, suffix);
    if (!raw.empty()) first_sequence_ = *raw.rbegin();
    if (!done.empty() && *done.rbegin() >= first_sequence_)
        refuse(directory_.path(sequence_name(*done.rbegin(), compressed)),
               "the file that went on behind it is gone: bring it back, or use another directory");
    for (const auto sequence : raw) {
        if (sequence == first_sequence_) continue;
        const auto name = sequence_name(sequence, suffix);
        if (done.contains(sequence))
            check(directory_.path(name), directory_.remove(name));
        else
            compress(directory_, sequence);
    }
}

void AuditFiles::open_newest() {
    const auto name = sequence_name(first_sequence_, suffix);
    open(name);
    try {
        cut_what_was_lost();
        auto end = read_end(*file_);
        last_ = end.line;
        expected_ = std::move(end.text);
    } catch (const std::runtime_error& error) {
        refuse(path(), error.what());
    }
    from_ = last_ ? last_->place : LinePlace{first_sequence_, 0};
    bytes_ = file_bytes() - expected_.size();
}

void AuditFiles::open(const std::string& name) {
    auto file = directory_.open(name, shm::FileAccess::read_write);
    check(path(), file.error);
    file_ = std::move(file.value);
}

/// What was lost with the power is in the middle, and what is behind it is told again.
void AuditFiles::cut_what_was_lost() {
    const auto good = bytes_before_zero(*file_);
    if (good == file_bytes()) return;
    const auto name = sequence_name(first_sequence_, suffix);
    check(path(), shm::write_whole_file(directory_, name, [&](shm::StoredFile& shorter) {
              return copy_begin(*file_, shorter, good);
          }));
    open(name);
}

std::uint64_t AuditFiles::file_bytes() const {
    const auto size = file_->size();
    check(path(), size.error);
    return size.value;
}

void AuditFiles::begin(std::uint64_t sequence) {
    if (first_sequence_ == 0 || sequence <= from_.sequence) return;
    if (!last_ || !last_->ends_command || sequence != from_.sequence + 1)
        refuse(path(), "it ends in command " + text_of(from_) + ", and commands can be told from " +
                           std::to_string(sequence) +
                           " on only: use the config and the journal with which it was written, "
                           "or another directory");
    expected_.erase(0, last_->bytes);
    bytes_ += last_->bytes;
}

void AuditFiles::write(LinePlace place, const std::string& line) {
    const bool is_full = bytes_ + buffer_.size() >= file_bytes_max_ && expected_.empty();
    if (file_ == nullptr || (is_full && place.index == 0)) open_next(place.sequence);
    append(line);
    append("\n");
    if (buffer_.size() >= buffer_bytes) write_buffer();
}

/// What is there already is what must be there.
void AuditFiles::append(std::string_view text) {
    buffer_.append(text);
    const auto there = std::min(expected_.size(), text.size());
    if (expected_.compare(0, there, text.substr(0, there)) != 0)
        refuse(path(), "behind byte " + std::to_string(bytes_ + buffer_.size() - text.size()) +
                           " it is of another history, or was damaged: use another directory");
    expected_.erase(0, there);
}

void AuditFiles::write_buffer() {
    check(path(), file_->write_at(bytes_, std::as_bytes(std::span(buffer_))));
    bytes_ += buffer_.size();
    buffer_.clear();
}

/// The next file says that the last one is full, and so comes behind all of it and before it goes.
void AuditFiles::open_next(std::uint64_t sequence) {
    wait_for_compression();
    if (file_) {
        write_buffer();
        check(path(), file_->sync());
    }
    const auto full = first_sequence_;
    auto file = directory_.create(sequence_name(sequence, suffix));
    check(directory_.path(sequence_name(sequence, suffix)), file.error);
    check(directory_.path(""), directory_.sync());
    file_ = std::move(file.value);
    first_sequence_ = sequence;
    bytes_ = 0;
    if (full != 0)
        compression_ = std::async(std::launch::async, [this, full] { compress(directory_, full); });
}

void AuditFiles::flush() {
    if (!expected_.empty())
        refuse(path(), "it says more than the journal, which ends before its command " +
                           text_of(from_) +
                           ": use the journal with which it was written, or "
                           "another directory");
    if (file_) write_buffer();
}

void AuditFiles::close() {
    if (file_ && expected_.empty()) {
        write_buffer();
        check(path(), file_->sync());
    }
    wait_for_compression();
}

void AuditFiles::wait_for_compression() {
    if (compression_.valid()) compression_.get();
}

std::string AuditFiles::path() const {
    return directory_.path(sequence_name(first_sequence_, suffix));
}

} // namespace pinion::engine
