#pragma once

#include "shm/messages/report.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "tests/support/faulty_disk.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace pinion::shm::test {

constexpr std::uint64_t small_segment_bytes = 16 * log_block_bytes;

inline LogIdentity output_log_identity() { return {LogKind::output, 3, 7, "test"}; }

inline LogOrigin log_origin() { return {11, 22, 33, {44, 55}}; }

/// A report that is another one for each sequence and variant. Half of its words are zeros, as in
/// real ones.
inline Report report_of(std::uint64_t sequence, std::uint64_t variant = 0) {
    Report report{};
    report.kind = ReportKind::execution;
    report.report_sequence = sequence;
    report.command_sequence = sequence * 3 + variant;
    report.time_ns = static_cast<std::int64_t>(sequence * 1'000'003);
    report.quantity_lots = sequence % 7;
    return report;
}

/// An output log on a disk that fails.
class LogOnDisk {
  public:
    explicit LogOnDisk(std::uint64_t seed = 1) : disk(seed) { boot(); }

    /// Writers and readers from here on see the disk as it is now.
    void boot() {
        storage = disk.storage();
        maker = std::make_unique<SegmentMaker>(*storage, output_log_identity(), log_origin(),
                                               small_segment_bytes);
        writer = std::make_unique<LogWriter>(*maker, 4 * log_block_bytes);
    }

    /// Appends `count` reports behind the last one.
    void append(std::uint64_t count, std::uint64_t variant = 0) const {
        for (std::uint64_t i = 0; i < count; ++i) {
            const Report report = report_of(writer->next_sequence(), variant);
            ASSERT_FALSE(writer->append(payload_of(report)));
        }
    }

    /// A log of `count` synced reports.
    void fill(std::uint64_t count) const {
        ASSERT_FALSE(writer->begin({}));
        append(count);
        ASSERT_FALSE(writer->sync());
    }

    [[nodiscard]] LogReader reader() const { return {*storage, output_log_identity()}; }

    pinion::test::FaultyDisk disk;
    std::unique_ptr<Storage> storage;
    std::unique_ptr<SegmentMaker> maker;
    std::unique_ptr<LogWriter> writer;
};

/// What a reader finds until it finds no more.
struct Reading {
    LogRead last{};
    LogEnd end{};
    std::vector<Report> reports;
    std::string problem;
};

inline Reading read_from(LogReader reader, std::uint64_t sequence) {
    Reading reading;
    reading.last = sequence == 0 ? reader.seek_first() : reader.seek(sequence);
    LogEntry entry;
    while (reading.last == LogRead::ready)
        if ((reading.last = reader.poll(entry)) == LogRead::ready)
            reading.reports.push_back(pinion::shm::report_of(entry.payload));
    if (reading.last == LogRead::end) reading.end = reader.examine_end();
    reading.problem = reader.problem();
    return reading;
}

inline Reading read_all(LogReader reader) { return read_from(std::move(reader), 0); }

/// Whether the reports are those that `report_of` makes for first, first + 1, ...
inline bool are_reports_from(std::uint64_t first, const std::vector<Report>& reports) {
    for (const Report& report : reports) {
        const Report expected = report_of(first++);
        if (std::memcmp(&report, &expected, sizeof(report)) != 0) return false;
    }
    return true;
}

} // namespace pinion::shm::test
