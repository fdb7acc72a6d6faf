#include "fix-gateway/gateway/report_stream.h"

#include <algorithm>

namespace pinion::fix {

ReportStream::ReportStream(std::span<const std::byte> ring, std::uint64_t next, ReportLog* log)
    : ring_(ring), log_(log) {
    ring_.seek(next);
}

const shm::Report* ReportStream::front() {
    if (!has_report_) {
        const shm::BroadcastRead outcome = ring_.poll(report_);
        has_report_ = outcome == shm::BroadcastRead::ready ||
                      (outcome == shm::BroadcastRead::lapped && (log_ ? catch_up() : skip_lost()));
    }
    return has_report_ ? &report_ : nullptr;
}

std::uint64_t ReportStream::unread() const {
    const std::uint64_t read = std::max(last(), ring_.begin());
    return std::max(ring_.written(), read) - read; // the hint may be behind what was read
}

/// What the ring does not have any more, or never had, the log has, or will have soon.
bool ReportStream::catch_up() {
    if (!log_->read(ring_.next(), report_)) return false;
    ring_.seek(report_.report_sequence + 1);
    ++caught_up_;
    return true;
}

/// Goes on a little ahead of the oldest report, which is about to be overwritten.
bool ReportStream::skip_lost() {
    const std::uint64_t written = ring_.written();
    const std::uint64_t kept = ring_.slot_count() / 4 * 3;
    const std::uint64_t next = written > kept ? written - kept : 1;
    if (next > ring_.next()) {
        lapped_ += next - ring_.next();
        ring_.seek(next);
    }
    return ring_.poll(report_) == shm::BroadcastRead::ready;
}

} // namespace pinion::fix
