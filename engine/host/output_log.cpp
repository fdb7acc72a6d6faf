#include "engine/host/output_log.h"

#include "engine/host/plain_log.h"
#include "engine/venue.h"
#include "shm/record_log/payloads.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

namespace pinion::engine {

OutputLog::OutputLog(const HostOptions& options, GatewayPeer peer, shm::Storage& storage,
                     std::optional<std::uint64_t> synced)
    : storage_(storage), identity_{shm::LogKind::output, options.engine.engine_id, peer.id,
                                   options.instance},
      segment_bytes_(options.output_log_segment_bytes) {
    shm::LogReader reader(storage_, identity_);
    const shm::LogRead outcome = reader.seek_newest();
    if (outcome == shm::LogRead::end) return; // there is none yet
    if (outcome != shm::LogRead::ready) throw std::runtime_error(reader.problem());
    // What was read after another boot came from the disk; a segment began behind what was synced.
    const shm::LogSegmentHeader& newest = reader.segments().back();
    if (newest.boot_id != options.boot_id)
        find_unsynced(reader, std::numeric_limits<std::uint64_t>::max());
    else
        find_unsynced(reader, synced.value_or(newest.sequence_before));
}

/// Reads on to the end.
void OutputLog::find_unsynced(shm::LogReader& reader, std::uint64_t synced) {
    place_ = reader.place();
    shm::LogEntry entry{};
    shm::LogRead outcome = shm::LogRead::ready;
    while ((outcome = reader.poll(entry)) == shm::LogRead::ready) {
        if (entry.sequence > synced)
            unsynced_.push_back(shm::report_of(entry.payload));
        else
            place_ = reader.place();
    }
    if (outcome != shm::LogRead::end || reader.examine_end() == shm::LogEnd::damaged)
        throw std::runtime_error(reader.problem());
}

void OutputLog::hold_exactly(const std::vector<shm::Report>& reports, std::uint64_t end,
                             const shm::LogOrigin& origin) {
    if (last() > end) cut(end, origin);
    const std::uint64_t had = last();
    std::vector<shm::Report> missing = std::exchange(unsynced_, {});
    std::copy_if(reports.begin(), reports.end(), std::back_inserter(missing),
                 [&](const shm::Report& report) { return report.report_sequence > had; });
    std::unique_ptr<PlainLog> log;
    for (const shm::Report& report : missing) {
        if (log == nullptr || report.report_sequence != place_.first_sequence) {
            if (log != nullptr) place_ = log->sync();
            go_on_with(report.report_sequence);
            log = std::make_unique<PlainLog>(storage_, identity_, origin, segment_bytes_, place_);
        }
        log->append(shm::payload_of(report));
        place_.first_sequence = report.report_sequence + 1;
    }
    if (log != nullptr) place_ = log->sync();
    go_on_with(end + 1);
}

/// Written down at once: numbers that are lifted afterwards would hide what is void.
void OutputLog::cut(std::uint64_t end, const shm::LogOrigin& origin) {
    spdlog::warn(
        "gateway {}: the output log's reports {} to {} are void, as their commands are lost",
        identity_.gateway, end + 1, last());
    std::erase_if(unsynced_,
                  [&](const shm::Report& report) { return report.report_sequence > end; });
    if (!unsynced_.empty()) return; // writing them again voids what is behind
    if (place_.first_sequence > end + 1) place_ = place_behind(end);
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
