#include "engine/host/output_log.h"

#include "engine/host/plain_log.h"
#include "engine/venue.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/payloads.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace pinion::engine {

OutputLog::OutputLog(const HostOptions& options, GatewayPeer peer, shm::Storage& storage)
    : storage_(storage), identity_{shm::LogKind::output, options.engine.engine_id, peer.id,
                                   options.instance},
      segment_bytes_(options.output_log_segment_bytes) {
    shm::LogReader reader(storage_, identity_);
    shm::LogRead outcome = reader.seek_newest();
    if (outcome == shm::LogRead::end) return; // there is none yet
    shm::LogEntry entry{};
    while (outcome == shm::LogRead::ready) outcome = reader.poll(entry);
    if (outcome != shm::LogRead::end || reader.examine_end() == shm::LogEnd::damaged)
        throw std::runtime_error(reader.problem());
    place_ = reader.place();
}

void OutputLog::hold_exactly(const std::vector<shm::Report>& reports, std::uint64_t end,
                             const shm::LogOrigin& origin) {
    if (last() > end) cut(end, origin);
    const auto first = std::find_if(reports.begin(), reports.end(), [&](const auto& report) {
        return report.report_sequence > last();
    });
    std::unique_ptr<PlainLog> log;
    for (auto report = first; report != reports.end(); ++report) {
        if (log == nullptr || report->report_sequence != place_.first_sequence) {
            if (log != nullptr) place_ = log->sync();
            go_on_with(report->report_sequence);
            log = std::make_unique<PlainLog>(storage_, identity_, origin, segment_bytes_, place_);
        }
        log->append(shm::payload_of(*report));
        place_.first_sequence = report->report_sequence + 1;
    }
    if (log != nullptr) place_ = log->sync();
    go_on_with(end + 1);
}

/// Written down at once: numbers that are lifted afterwards would hide what is void.
void OutputLog::cut(std::uint64_t end, const shm::LogOrigin& origin) {
    spdlog::warn(
        "gateway {}: the output log's reports {} to {} are void, as their commands are lost",
        identity_.gateway, end + 1, last());
    place_ = place_behind(end);
    place_ = PlainLog(storage_, identity_, origin, segment_bytes_, place_).sync();
}

/// The next record is `sequence`: numbers between were lifted, or their reports are lost.
void OutputLog::go_on_with(std::uint64_t sequence) {
    if (const std::uint64_t gap = sequence - place_.first_sequence; gap % host_loss_lift != 0)
        spdlog::warn("gateway {}: the output log has no reports {} to {}, and nobody can make them "
                     "again",
                     identity_.gateway, place_.first_sequence, sequence - 1);
    place_.first_sequence = sequence;
}

/// Also where the log has nothing of before `sequence`: a segment there voids all behind it.
shm::SegmentPlace OutputLog::place_behind(std::uint64_t sequence) {
    shm::LogReader reader(storage_, identity_);
    if (reader.seek(sequence + 1) == shm::LogRead::damaged)
        throw std::runtime_error(reader.problem());
    const bool is_there = reader.next_sequence() == sequence + 1;
    shm::SegmentPlace place = is_there ? reader.place() : place_;
    place.sequence_before = sequence;
    place.first_sequence = sequence + 1;
    return place;
}

} // namespace pinion::engine
