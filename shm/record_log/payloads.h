#pragma once

#include "shm/messages/log_record.h"
#include "shm/messages/report.h"
#include "shm/record_log/segment_header.h"

#include <cstddef>
#include <cstring>
#include <span>

/// Messages as the payloads of records.
namespace pinion::shm {

[[nodiscard]] inline std::span<const std::byte> payload_of(const LogRecord& record) {
    return std::as_bytes(std::span(&record, 1)).first(payload_bytes_of(LogKind::journal));
}

[[nodiscard]] inline std::span<const std::byte> payload_of(const Report& report) {
    return std::as_bytes(std::span(&report, 1));
}

/// From the payload of a journal's record.
[[nodiscard]] inline LogRecord log_record_of(std::span<const std::byte> payload) {
    LogRecord record{};
    std::memcpy(&record, payload.data(), payload_bytes_of(LogKind::journal));
    return record;
}

/// From the payload of an output log's record.
[[nodiscard]] inline Report report_of(std::span<const std::byte> payload) {
    Report report;
    std::memcpy(&report, payload.data(), sizeof(report));
    return report;
}

} // namespace pinion::shm
