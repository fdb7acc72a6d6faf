#include "fix-gateway/gateway/report_log.h"

#include "shm/record_log/payloads.h"
#include "shm/storage/posix_storage.h"
#include "shm/sys/clock.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace pinion::fix {

namespace {

constexpr std::int64_t retry_interval_ns = 2'000'000;

} // namespace

std::unique_ptr<shm::Storage> open_directory(const std::string& path) {
    if (!std::filesystem::exists(path)) return nullptr;
    return std::make_unique<shm::PosixStorage>(path);
}

ReportLog::ReportLog(std::string directory, shm::LogIdentity identity, OpenDirectory open_directory)
    : directory_(std::move(directory)), identity_(std::move(identity)),
      open_directory_(std::move(open_directory)) {}

bool ReportLog::read(std::uint64_t sequence, shm::Report& report) {
    const std::int64_t now_ns = shm::monotonic_now_ns();
    if (now_ns < next_try_ns_) return false;
    const shm::LogRead found = try_read(sequence, report);
    if (found == shm::LogRead::ready) {
        fault_.clear();
        return true;
    }
    next_try_ns_ = now_ns + retry_interval_ns;
    if (found == shm::LogRead::damaged) fault_ = reader_->problem();
    if (found != shm::LogRead::end) reader_.reset();
    return false;
}

std::uint64_t ReportLog::first() {
    open();
    const bool is_there = reader_ && reader_->seek_first() == shm::LogRead::ready;
    return is_there ? reader_->next_sequence() : 1;
}

shm::LogRead ReportLog::try_read(std::uint64_t sequence, shm::Report& report) {
    shm::LogEntry entry{};
    shm::LogRead found = go_to(sequence);
    if (found == shm::LogRead::ready) found = reader_->poll(entry);
    if (found != shm::LogRead::ready) return found;
    report = shm::report_of(entry.payload);
    report.report_sequence = entry.sequence;
    return found;
}

shm::LogRead ReportLog::go_to(std::uint64_t sequence) {
    if (reader_ && reader_->next_sequence() == sequence) return shm::LogRead::ready;
    open();
    if (!reader_) return shm::LogRead::missing;
    const shm::LogRead found = reader_->seek(sequence);
    const auto& segments = reader_->segments();
    if (found == shm::LogRead::missing && !segments.empty() &&
        sequence <= segments.front().sequence_before)
        fault_ = directory_ + " has no report " + std::to_string(sequence) + " any more";
    return found;
}

void ReportLog::open() {
    reader_.reset();
    try {
        storage_ = open_directory_(directory_);
        if (storage_ == nullptr) return; // the engine makes it
        reader_.emplace(*storage_, identity_);
    } catch (const std::system_error& error) {
        fault_ = error.what();
    }
}

} // namespace pinion::fix
