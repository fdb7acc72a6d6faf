#pragma once

#include "engine/matching_engine.h"
#include "engine/recovery/history_sink.h"
#include "engine/snapshot/snapshot_header.h"
#include "shm/messages/log_record.h"

#include <array>
#include <cstdint>

namespace pinion::engine {

/// An engine that makes a history again, and how far it has come. Commands wait in a window so that
/// what they will touch can be fetched ahead of their turn.
///
/// Thread safety: none.
class History final : private EventSink {
  public:
    /// The engine is at that point. Engine and sink outlive the history.
    History(MatchingEngine& engine, const SnapshotPoint& point, HistorySink& sink)
        : engine_(engine),
          point_(point), last_{.sequence = point.sequence, .time_ns = point.time_ns}, sink_(sink) {}

    /// Whether this can be the next command: its sequence is the next one, its time a later one.
    [[nodiscard]] bool continues_with(const shm::LogRecord& record) const {
        return record.sequenced.sequence == last_.sequence + 1 &&
               record.sequenced.time_ns > last_.time_ns;
    }

    /// The next command. It may be applied later, but `catch_up` is always enough.
    void push(const shm::LogRecord& record) {
        if (waiting_ == window_.size()) apply_first();
        engine_.foresee(record.sequenced.command);
        window_[(first_ + waiting_) % window_.size()] = record;
        ++waiting_;
        last_ = {.sequence = record.sequenced.sequence, .time_ns = record.sequenced.time_ns};
    }

    /// Applies all that was pushed.
    void catch_up() {
        while (waiting_ != 0) apply_first();
    }

    /// Of the last command applied; its `journal_chain` is the first point's.
    [[nodiscard]] const SnapshotPoint& point() const { return point_; }

    /// Of the last command pushed.
    [[nodiscard]] std::uint64_t last_sequence() const { return last_.sequence; }

  private:
    struct Last {
        std::uint64_t sequence;
        std::int64_t time_ns;
    };

    void apply_first() {
        const auto& record = window_[first_ % window_.size()];
        sink_.on_command(record);
        engine_.apply(record.sequenced, *this);
        point_.sequence = record.sequenced.sequence;
        point_.time_ns = record.sequenced.time_ns;
        ++first_;
        --waiting_;
    }

    [[nodiscard]] shm::Report& claim_report(std::uint16_t gateway,
                                            std::uint64_t report_sequence) override {
        return sink_.claim_report(gateway, report_sequence);
    }

    void stage_report() override { sink_.stage_report(); }

    [[nodiscard]] shm::FeedEvent& claim_feed_event() override { return sink_.claim_feed_event(); }

    void stage_feed_event() override {
        ++point_.feed_sequence;
        sink_.stage_feed_event();
    }

    MatchingEngine& engine_;
    SnapshotPoint point_;
    Last last_;
    HistorySink& sink_;
    std::array<shm::LogRecord, MatchingEngine::foresee_distance> window_{};
    std::size_t first_ = 0;
    std::size_t waiting_ = 0;
};

} // namespace pinion::engine
