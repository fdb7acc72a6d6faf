#include "engine/host/durable_writers.h"

#include "engine/recovery/journal_source.h"

namespace pinion::engine {

DurableWriters::DurableWriters(const HostOptions& options, DurableFiles& files,
                               const Beginning& beginning, const shm::EngineView& segment)
    : beginning_(beginning), journal_runner_(journal_, "journal", options.journal),
      output_log_runner_(output_logs_, "output log", options.output_log) {
    const std::uint16_t engine = options.engine.engine_id;
    journal_.logs.push_back(std::make_unique<RingLog<shm::LogRecord>>(
        *files.journal, journal_identity(engine, options.instance), beginning.origin,
        options.journal_segment_bytes, beginning.journal_place, segment.log(),
        segment.header().durable_sequence, true));
    for (const auto& link : beginning.links) {
        const std::uint16_t gateway = link->peer().id;
        output_logs_.logs.push_back(std::make_unique<RingLog<shm::Report>>(
            *files.outputs.at(gateway),
            shm::LogIdentity{shm::LogKind::output, engine, gateway, options.instance},
            beginning.origin, options.output_log_segment_bytes, beginning.output_places.at(gateway),
            link->reports_memory(), link->end().reports_in_output_log, false));
    }
}

void DurableWriters::start() {
    journal_runner_.start();
    output_log_runner_.start();
}

void DurableWriters::check() {
    if (journal_runner_.failed()) journal_runner_.join();
    if (output_log_runner_.failed()) output_log_runner_.join();
}

void DurableWriters::stop() {
    journal_runner_.request_stop();
    journal_runner_.join();
    output_log_runner_.request_stop();
    output_log_runner_.join();
}

bool DurableWriters::have_all(std::uint64_t sequence) const {
    if (journal_.logs.front()->durable() != sequence) return false;
    for (std::size_t i = 0; i < output_logs_.logs.size(); ++i)
        if (output_logs_.logs[i]->durable() != beginning_.links[i]->end().reports.written())
            return false;
    return true;
}

} // namespace pinion::engine
