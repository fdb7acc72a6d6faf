#pragma once

#include "engine/matching_engine.h"
#include "latency/bench/book/stream.h"
#include "latency/bench/shared_ring.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/report.h"
#include "shm/spsc_ring.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::latency {

/// Reports and feed events go into rings, as the matcher's do. The feed's is read on the same core,
/// and the trades in it are counted; nobody reads the reports, and nobody has to.
class EngineRings final : public engine::EventSink {
  public:
    /// Reports that one command brings must fit.
    explicit EngineRings(std::uint64_t report_slots = 1024, std::uint64_t feed_slots = 256)
        : report_memory_(report_slots), feed_memory_(feed_slots) {}

    [[nodiscard]] shm::Report& claim_report(std::uint16_t /*gateway*/,
                                            std::uint64_t /*report_sequence*/) override {
        return reports_.claim();
    }

    void stage_report() override { reports_.stage(); }

    [[nodiscard]] shm::FeedEvent& claim_feed_event() override;

    void stage_feed_event() override { feed_writer_.stage(); }

    /// Shows all that is staged.
    void release();

    [[nodiscard]] std::uint64_t trades() const { return trades_; }

    [[nodiscard]] std::uint64_t traded_lots() const { return traded_lots_; }

  private:
    void read_feed();

    SharedRing<shm::BroadcastRing<shm::Report>> report_memory_;
    SharedRing<shm::SpscRing<shm::FeedEvent>> feed_memory_;
    shm::BroadcastWriter<shm::Report> reports_{report_memory_.memory()};
    shm::SpscWriter<shm::FeedEvent> feed_writer_{feed_memory_.memory()};
    shm::SpscReader<shm::FeedEvent> feed_reader_{feed_memory_.memory()};
    std::uint64_t trades_ = 0;
    std::uint64_t traded_lots_ = 0;
};

/// Of an engine that has room for the stream's orders and for `ids_max` ClOrdIDs.
[[nodiscard]] engine::EngineOptions engine_options(const BookShape& shape, std::uint32_t ids_max,
                                                   std::uint32_t accounts = 1);

/// The whole engine under a stream of commands.
class EnginePlayer {
  public:
    explicit EnginePlayer(const engine::EngineOptions& options);

    /// Applies commands of which it sees `in_hand` at any time; shows their events after as many.
    void play(std::span<const shm::SequencedCommand> commands, std::size_t in_hand);

    [[nodiscard]] const EngineRings& rings() const { return rings_; }

  private:
    engine::MatchingEngine engine_;
    EngineRings rings_;
};

} // namespace pinion::latency
