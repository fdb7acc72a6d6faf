#include "engine/host/durable_writers.h"

#include "engine/recovery/journal_source.h"
#include "shm/sys/clock.h"

#include <string>
#include <system_error>
#include <utility>

namespace pinion::engine {

DurableWriters::Log::Log(shm::Storage& storage, const shm::LogIdentity& identity,
                         const shm::LogOrigin& origin, std::uint64_t segment_bytes)
    : maker(storage, identity, origin, segment_bytes), supply(maker) {
    if (const auto error = maker.remove_blank()) throw std::system_error(error, storage.path(""));
}

DurableWriters::OutputLogs::OutputLogs(std::vector<RingLogWriter<shm::Report>::Parts> logs,
                                       const std::vector<std::unique_ptr<Link>>& links)
    : writer_(std::move(logs)), links_(links) {}

std::uint64_t DurableWriters::OutputLogs::do_work() {
    const std::uint64_t work_count = writer_.do_work();
    if (work_count > 0) tell();
    return work_count;
}

void DurableWriters::OutputLogs::on_close() {
    writer_.on_close();
    tell();
}

void DurableWriters::OutputLogs::tell() const {
    for (const auto& link : links_) link->tell_output_log();
}

DurableWriters::DurableWriters(const HostOptions& options, DurableFiles& files,
                               const Beginning& beginning, const shm::EngineView& segment,
                               shm::Counters& counters)
    : options_(options), files_(files), beginning_(beginning), segment_(segment),
      logs_(make_logs()), supplier_(supplies()), journal_({journal_parts(counters)}),
      output_logs_(output_log_parts(counters), beginning.links),
      supplier_runner_(supplier_, "log files", shm::AgentPlacement{}),
      journal_runner_(journal_, "journal", options.journal),
      output_log_runner_(output_logs_, "output log", options.output_log) {}

std::vector<std::unique_ptr<DurableWriters::Log>> DurableWriters::make_logs() const {
    const std::uint16_t engine = options_.engine.engine_id;
    std::vector<std::unique_ptr<Log>> logs;
    logs.push_back(std::make_unique<Log>(*files_.journal,
                                         journal_identity(engine, options_.instance),
                                         beginning_.origin, options_.journal_segment_bytes));
    for (const auto& link : beginning_.links)
        logs.push_back(std::make_unique<Log>(
            *files_.outputs.at(link->peer().id),
            shm::LogIdentity{shm::LogKind::output, engine, link->peer().id, options_.instance},
            beginning_.origin, options_.output_log_segment_bytes));
    return logs;
}

std::vector<SegmentSupply*> DurableWriters::supplies() const {
    std::vector<SegmentSupply*> supplies;
    for (const auto& log : logs_) supplies.push_back(&log->supply);
    return supplies;
}

RingLogWriter<shm::LogRecord>::Parts DurableWriters::journal_parts(shm::Counters& counters) {
    return {.name = "journal of engine " + std::to_string(options_.engine.engine_id),
            .syncing = Syncing::each_batch,
            .segments = logs_.front()->supply,
            .place = beginning_.journal_place,
            .ring = segment_.log(),
            .written = nullptr,
            .durable = segment_.header().durable_sequence,
            .clock = shm::monotonic_now_ns,
            .counters = LogCounters(counters, "journal")};
}

std::vector<RingLogWriter<shm::Report>::Parts>
DurableWriters::output_log_parts(shm::Counters& counters) {
    std::vector<RingLogWriter<shm::Report>::Parts> parts;
    for (std::size_t i = 0; i < beginning_.links.size(); ++i) {
        Link& link = *beginning_.links[i];
        const std::string gateway = std::to_string(link.peer().id);
        parts.push_back(
            {.name = "output log of gateway " + gateway,
             .syncing = Syncing::now_and_then,
             .segments = logs_[i + 1]->supply,
             .place = beginning_.output_places.at(link.peer().id),
             .ring = link.reports_memory(),
             .written = &link.end().reports_in_output_log,
             .durable = link.end().reports_synced,
             .clock = shm::monotonic_now_ns,
             .counters = LogCounters(counters, "output_log", "{gateway=\"" + gateway + "\"}")});
    }
    return parts;
}

void DurableWriters::start(shm::Turns turns) {
    for (shm::AgentRunner* runner : agents()) runner->start(turns);
}

std::vector<shm::AgentRunner*> DurableWriters::agents() {
    return {&supplier_runner_, &journal_runner_, &output_log_runner_};
}

void DurableWriters::check() {
    for (shm::AgentRunner* runner : agents())
        if (runner->failed()) runner->join();
}

/// Files are made as long as somebody may need one.
void DurableWriters::stop() {
    for (shm::AgentRunner* runner : {&journal_runner_, &output_log_runner_, &supplier_runner_}) {
        runner->request_stop();
        runner->join();
    }
}

bool DurableWriters::have_all(std::uint64_t sequence) const {
    if (segment_.header().durable_sequence.load(std::memory_order_acquire) != sequence)
        return false;
    for (const auto& link : beginning_.links)
        if (link->end().reports_synced.load(std::memory_order_acquire) !=
            link->end().reports.written())
            return false;
    return true;
}

} // namespace pinion::engine
