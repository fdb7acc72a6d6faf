#include "tests/fix-gateway/gateway/output_log.h"

#include "shm/record_log/log_reader.h"
#include "shm/record_log/payloads.h"

#include <stdexcept>
#include <system_error>

namespace pinion::test {

namespace {

constexpr std::uint64_t segment_bytes = 64 * shm::log_block_bytes;

void require(std::error_code error) {
    if (error) throw std::system_error(error);
}

} // namespace

OutputLog::OutputLog(const std::string& directory, const std::string& instance,
                     std::uint16_t engine, std::uint16_t gateway)
    : storage_(directory), identity_{shm::LogKind::output, engine, gateway, instance},
      maker_(storage_, identity_, {1, 2, 3, {4, 5}}, segment_bytes),
      writer_(maker_, 4 * shm::log_block_bytes) {
    shm::LogReader reader(storage_, identity_);
    shm::LogEntry entry{};
    shm::LogRead found = reader.seek_first();
    while (found == shm::LogRead::ready) found = reader.poll(entry);
    if (found != shm::LogRead::end) throw std::runtime_error(reader.problem());
    begin(reader.place());
}

void OutputLog::append(const shm::Report& report) {
    if (report.report_sequence != writer_.next_sequence()) {
        require(writer_.sync());
        shm::SegmentPlace place = writer_.durable();
        place.first_sequence = report.report_sequence;
        begin(place);
    }
    require(writer_.append(shm::payload_of(report)));
    require(writer_.flush());
}

void OutputLog::begin(shm::SegmentPlace place) { require(writer_.begin(place)); }

} // namespace pinion::test
