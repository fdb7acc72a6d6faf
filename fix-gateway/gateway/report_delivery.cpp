#include "fix-gateway/gateway/report_delivery.h"

#include "shm/sys/clock.h"

#include <spdlog/spdlog.h>

namespace pinion::fix {

namespace {

constexpr int batch = 64; ///< reports of one engine in one turn: clients are heard between

} // namespace

ReportDelivery::ReportDelivery(Engines& engines,
                               const std::vector<std::unique_ptr<Client>>& clients,
                               GatewayCounters& counters)
    : engines_(engines), counters_(counters), delivered_(engines.links().size()) {
    for (const auto& client : clients) {
        if (client->is_drop_copy()) continue;
        const std::size_t index = client->options().index;
        if (clients_.size() <= index) clients_.resize(index + 1);
        clients_[index] = client.get();
    }
}

std::uint64_t ReportDelivery::deliver() {
    now_ns_ = 0;
    std::uint64_t delivered = 0;
    for (std::uint16_t engine = 0; engine < engines_.links().size(); ++engine)
        delivered += deliver_from(engine);
    return delivered;
}

std::uint64_t ReportDelivery::deliver_from(std::uint16_t engine) {
    EngineLink& link = engines_.link(engine);
    std::uint64_t delivered = 0;
    for (int i = 0; i < batch; ++i) {
        const shm::Report* report = link.front();
        if (report == nullptr || !deliver_one(*report, engine)) break;
        delivered_[engine] = link.report_sequence();
        link.pop();
        ++delivered;
    }
    if (ReportStream* reports = link.reports())
        note_lapses(*reports, "engine " + std::to_string(link.peer().id), counters_);
    counters_.reports.add(delivered);
    return delivered;
}

bool ReportDelivery::deliver_one(const shm::Report& report, std::uint16_t engine) {
    if (report.session >= clients_.size() || clients_[report.session] == nullptr) {
        counters_.reports_untold.add();
        return true;
    }
    if (now_ns_ == 0) now_ns_ = shm::utc_now_ns();
    const bool was_recorded = clients_[report.session]->deliver(
        report, engine, engines_.link(engine).report_sequence(), now_ns_);
    disk_.note(was_recorded);
    return was_recorded;
}

void ReportDelivery::note_positions(std::uint64_t lag_max) {
    for (std::uint16_t engine = 0; engine < engines_.links().size(); ++engine) {
        const EngineLink& link = engines_.link(engine);
        const std::uint64_t delivered = delivered_[engine];
        if (!link.is_durable() || delivered == 0) continue;
        for (Client* client : clients_)
            if (client != nullptr) client->note_position({delivered, 0, link.peer().id}, lag_max);
    }
}

void note_lapses(ReportStream& reports, const std::string& whose, GatewayCounters& counters) {
    counters.reports_caught_up.add(reports.take_caught_up());
    const std::uint64_t lost = reports.take_lapped();
    if (lost == 0) return;
    counters.reports_lapped.add(lost);
    spdlog::error("{}: {} reports were overwritten before they were read; report_slots is too "
                  "small for this load",
                  whose, lost);
}

} // namespace pinion::fix
