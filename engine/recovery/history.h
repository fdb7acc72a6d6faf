#pragma once

#include "engine/matching_engine.h"
#include "engine/recovery/history_sink.h"
#include "engine/snapshot/snapshot_header.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <span>
#include <string>

namespace pinion::engine {

/// An engine that makes a history again, and how far it has come.
///
/// Thread safety: none.
class History final : private EventSink {
  public:
    /// The engine is at that point. Engine and sink outlive the history.
    History(MatchingEngine& engine, const SnapshotPoint& point, HistorySink& sink)
        : engine_(engine), point_(point), sink_(sink) {}

    /// Applies commands. Throws RecoveryError, which names the source, at one that has not the next
    /// sequence and a later time.
    void play(std::span<const shm::LogRecord> records, const std::string& source);

    /// Of the last command applied; its `journal_chain` is the first point's.
    [[nodiscard]] const SnapshotPoint& point() const { return point_; }

  private:
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
    HistorySink& sink_;
};

} // namespace pinion::engine
