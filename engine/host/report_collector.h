#pragma once

#include "engine/recovery/history_sink.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace pinion::engine {

/// Keeps the reports of a history that is made again which somebody may lack.
class ReportCollector final : public HistorySink {
  public:
    /// `known`: by gateway, the last report that nobody lacks.
    explicit ReportCollector(std::vector<std::uint64_t> known)
        : known_(std::move(known)), reports_(known_.size()) {}

    void on_command(const shm::LogRecord&) override {}

    void on_report(const shm::Report& report) override {
        if (report.gateway < known_.size() && report.report_sequence > known_[report.gateway])
            reports_[report.gateway].push_back(report);
    }

    void on_feed_event(const shm::FeedEvent&) override {}

    /// In order, without gaps.
    [[nodiscard]] const std::vector<shm::Report>& reports(std::uint16_t gateway) const {
        return reports_.at(gateway);
    }

  private:
    std::vector<std::uint64_t> known_;
    std::vector<std::vector<shm::Report>> reports_;
};

} // namespace pinion::engine
