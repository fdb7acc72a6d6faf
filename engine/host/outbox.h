#pragma once

#include "engine/event_sink.h"
#include "engine/host/release_gate.h"
#include "engine/host/report_lane.h"
#include "engine/host/staged_commands.h"
#include "shm/counters.h"
#include "shm/spsc_ring.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace pinion::engine {

/// Writes what commands cause into the rings where it will be read, and shows it when the gate lets
/// it pass.
///
/// Invariants:
///  1. Nothing of command s is visible before the gate lets s pass.
///  2. Nothing staged is overwritten, nor a report that the output log lacks, nor a book event that
///     the publisher has not read.
///  3. Nobody is waited for in here: what the rings have no room for is held back, in order. While
///     the outbox `is_behind`, no further command may begin.
///
/// Thread safety: none; the matcher's.
class Outbox final : public EventSink {
  public:
    struct Counters {
        shm::Counter rejects;            ///< reports that say no
        shm::Counter reports_unroutable; ///< to a gateway that has no link
        shm::Counter output_log_waits;   ///< times a ring of reports had no room
        shm::Counter publisher_waits;    ///< times the ring of book events was full
    };

    /// By gateway; nothing where there is no link.
    using Lanes = std::vector<std::optional<ReportLane>>;

    /// All that is referred to must outlive the outbox.
    Outbox(Lanes lanes, shm::SpscWriter<shm::FeedEvent>& book_events, const ReleaseGate& gate,
           Counters counters);

    /// What follows is caused by command `sequence`.
    void begin(std::uint64_t sequence) { sequence_ = sequence; }

    [[nodiscard]] shm::Report& claim_report(std::uint16_t gateway,
                                            std::uint64_t report_sequence) override;
    void stage_report() override;
    [[nodiscard]] shm::FeedEvent& claim_feed_event() override;
    void stage_feed_event() override;

    /// Shows what the gate lets pass.
    void release();

    /// Whether something is held back.
    [[nodiscard]] bool is_behind() const { return is_behind_; }

    /// Stages what is held back, as far as there is room by now; how much of it.
    std::uint64_t catch_up();

    /// Whether everything was shown.
    [[nodiscard]] bool is_empty() const;

    /// Book events so far, held back or not: the feed_sequence of the last one.
    [[nodiscard]] std::uint64_t feed_sequence() const {
        return book_events_.position() + held_events_.size();
    }

  private:
    [[nodiscard]] shm::Report& hold_report();
    [[nodiscard]] shm::FeedEvent* try_claim_event();
    void keep_event();
    void release_book_events();

    Lanes lanes_;
    shm::SpscWriter<shm::FeedEvent>& book_events_;
    StagedCommands staged_events_;
    const ReleaseGate& gate_;
    Counters counters_;
    std::uint64_t sequence_ = 0;
    std::uint64_t events_released_;
    bool is_behind_ = false;
    std::deque<shm::Report> held_reports_; ///< of the last command, as are the events
    std::deque<shm::FeedEvent> held_events_;
    ReportLane* claimed_lane_ = nullptr; ///< null: what is claimed lies in no ring
    shm::Report* claimed_report_ = nullptr;
    shm::Report unroutable_{};
};

} // namespace pinion::engine
