#pragma once

#include "engine/event_sink.h"
#include "engine/host/release_gate.h"
#include "shm/broadcast_ring.h"
#include "shm/counters.h"
#include "shm/spsc_ring.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Writes what commands cause into the rings where it will be read, and shows it when the gate lets
/// it pass.
///
/// Invariants:
///  1. Nothing of command s is visible before the gate lets s pass.
///  2. A staged report is never overwritten: when a ring holds nothing but staged reports, they are
///     released early, which the gate must allow by then.
///  3. A gateway is never waited for. The publisher is: its ring must not lose an event. Before it
///     waits, everything staged is released, so that the wait ends.
///
/// Thread safety: none; the matcher's.
class Outbox final : public EventSink {
  public:
    struct Counters {
        shm::Counter rejects;            ///< reports that say no
        shm::Counter reports_unroutable; ///< to a gateway that has no link
        shm::Counter publisher_waits;    ///< times the ring of book events was full
    };

    /// `reports` is indexed by gateway; null where there is no link. All must outlive the outbox.
    Outbox(std::vector<shm::BroadcastWriter<shm::Report>*> reports,
           shm::SpscWriter<shm::FeedEvent>& book_events, const ReleaseGate& gate,
           Counters counters);

    /// What follows is caused by command `sequence`.
    void begin(std::uint64_t sequence) { sequence_ = sequence; }

    void on_report(const shm::Report& report) override;
    void on_feed_event(const shm::FeedEvent& event) override;

    /// Shows all that is staged, if the gate lets the last command pass.
    void release();

    /// Book events staged so far: the feed_sequence of the last one.
    [[nodiscard]] std::uint64_t feed_sequence() const { return book_events_.position(); }

  private:
    [[nodiscard]] shm::FeedEvent& claim_book_event();
    void release_early();

    std::vector<shm::BroadcastWriter<shm::Report>*> reports_;
    shm::SpscWriter<shm::FeedEvent>& book_events_;
    const ReleaseGate& gate_;
    Counters counters_;
    std::uint64_t sequence_ = 0;
};

} // namespace pinion::engine
