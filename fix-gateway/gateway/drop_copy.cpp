#include "fix-gateway/gateway/drop_copy.h"

#include "fix-gateway/gateway/report_delivery.h"
#include "shm/sys/clock.h"

#include <spdlog/spdlog.h>

namespace pinion::fix {

namespace {

constexpr int batch = 64; ///< reports of one source in one turn: clients are heard between

} // namespace

DropCopy::DropCopy(const GatewayOptions& options, Client& client, GatewayCounters& counters)
    : client_(client), counters_(counters), filter_(*client.options().drop_copy),
      session_names_(options.session_names) {
    for (const CopiedLink& copied : client.options().drop_copy->links)
        sources_.push_back({CopySource(options, copied)});
}

void DropCopy::watch() {
    for (Source& source : sources_) {
        source.reports.watch(client_.store().positions());
        say_fault(source);
    }
}

std::uint64_t DropCopy::deliver() {
    now_ns_ = 0;
    std::uint64_t read = 0;
    for (Source& source : sources_) read += deliver_from(source.reports);
    return read;
}

/// What waits in an output log waits until the client's network takes more: else who comes back
/// after hours would be cut for being slow.
std::uint64_t DropCopy::deliver_from(CopySource& source) {
    std::uint64_t read = 0;
    for (int i = 0; i < batch && !(source.is_durable() && client_.is_slow()); ++i) {
        const shm::Report* report = source.front();
        if (report == nullptr || !deliver_one(source, *report)) break;
        source.pop();
        ++read;
    }
    if (ReportStream* reports = source.reports())
        note_lapses(*reports, client_.options().comp_id, counters_);
    return read;
}

bool DropCopy::deliver_one(const CopySource& source, const shm::Report& report) {
    if (!filter_.takes(report)) return true;
    if (report.session >= session_names_.size()) {
        counters_.reports_untold.add();
        return true;
    }
    if (now_ns_ == 0) now_ns_ = shm::utc_now_ns();
    const bool was_recorded = client_.deliver_copy(report, source.engine(), source.position(),
                                                   session_names_[report.session], now_ns_);
    disk_.note(was_recorded);
    if (was_recorded) counters_.copies.add();
    return was_recorded;
}

void DropCopy::note_positions() {
    for (const Source& source : sources_)
        client_.note_position(source.reports.taken(), source.reports.lag_max());
}

void DropCopy::note_all_positions() {
    for (const Source& source : sources_) client_.note_position(source.reports.taken(), 0);
}

void DropCopy::go_on() {
    if (!client_.store().awaits_engines()) return;
    std::vector<ReportOrigin> last_reports;
    for (const Source& source : sources_) {
        if (!source.reports.is_durable()) continue;
        const std::optional<ReportOrigin> last = source.reports.recovered();
        if (!last) return;
        last_reports.push_back(*last);
    }
    client_.go_on(client_.store().next_target(), last_reports);
}

void DropCopy::say_fault(Source& source) {
    const std::string& fault = source.reports.fault();
    if (fault == source.said_fault) return;
    source.said_fault = fault;
    if (!fault.empty()) spdlog::warn("copies for {}: {}", client_.options().comp_id, fault);
}

} // namespace pinion::fix
