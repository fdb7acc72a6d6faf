#pragma once

#include "engine/event_listener.h"
#include "engine/matching_engine.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace pinion::engine::test {

/// An engine to which nothing ever happens: it does what another one has logged, and tells what
/// that one must have told.
class Twin final : private EventListener {
  public:
    explicit Twin(EngineOptions options) : options_(std::move(options)) { cut(0); }

    /// The history begins in another epoch; before its first command.
    void begin_in(std::uint32_t engine_epoch) {
        options_.engine_epoch = engine_epoch;
        cut(sequence());
    }

    void apply(const shm::LogRecord& record) {
        history_.push_back(record);
        engine_->apply(record.sequenced, *this);
    }

    /// The commands behind `sequence` never were.
    void cut(std::uint64_t sequence) {
        engine_ = std::make_unique<MatchingEngine>(options_);
        feed_events_ = 0;
        reports_.assign(options_.gateways_max, {});
        const auto history = std::exchange(history_, {});
        for (std::uint64_t i = 0; i < sequence; ++i) apply(history.at(i));
    }

    /// Whether this very command is in the history.
    [[nodiscard]] bool has(const shm::LogRecord& record) const {
        const std::uint64_t sequence = record.sequenced.sequence;
        return sequence <= history_.size() &&
               history_[sequence - 1].sequenced.time_ns == record.sequenced.time_ns;
    }

    [[nodiscard]] std::uint64_t sequence() const { return history_.size(); }

    [[nodiscard]] const MatchingEngine& engine() const { return *engine_; }

    [[nodiscard]] std::uint64_t feed_events() const { return feed_events_; }

    /// All to a gateway, by its index.
    [[nodiscard]] const std::vector<shm::Report>& reports(std::uint16_t gateway) const {
        return reports_.at(gateway);
    }

  private:
    void on_report(const shm::Report& report) override {
        reports_.at(report.gateway).push_back(report);
    }

    void on_feed_event(const shm::FeedEvent&) override { ++feed_events_; }

    EngineOptions options_;
    std::unique_ptr<MatchingEngine> engine_;
    std::vector<shm::LogRecord> history_;
    std::vector<std::vector<shm::Report>> reports_;
    std::uint64_t feed_events_ = 0;
};

} // namespace pinion::engine::test
