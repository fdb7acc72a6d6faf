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
    say_lapped(link);
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
    if (was_recorded == is_stuck_) {
        is_stuck_ = !was_recorded;
        if (is_stuck_)
            spdlog::error("reports cannot be recorded and wait: make room on the disk");
        else
            spdlog::info("reports are recorded again");
    }
    return was_recorded;
}

void ReportDelivery::note_positions(std::uint64_t lag_max) {
    for (std::uint16_t engine = 0; engine < engines_.links().size(); ++engine) {
        const EngineLink& link = engines_.link(engine);
        const std::uint64_t delivered = delivered_[engine];
        if (!link.is_durable() || delivered == 0) continue;
        for (Client* client : clients_)
            if (client != nullptr) client->note_position(engine, delivered, lag_max);
    }
}

void ReportDelivery::say_lapped(EngineLink& link) {
    ReportStream* reports = link.reports();
    if (reports == nullptr) return;
    counters_.reports_caught_up.add(reports->take_caught_up());
    const std::uint64_t lost = reports->take_lapped();
    if (lost == 0) return;
    counters_.reports_lapped.add(lost);
    spdlog::error("engine {}: {} reports were overwritten before they were read; report_slots is "
                  "too small for this load",
                  link.peer().id, lost);
}

} // namespace pinion::fix
