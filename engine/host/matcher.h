#pragma once

#include "engine/host/link_end.h"
#include "engine/host/outbox.h"
#include "engine/host/release_gate.h"
#include "engine/host/sequenced_log.h"
#include "engine/host/sequencer.h"
#include "engine/matching_engine.h"
#include "shm/counters.h"
#include "shm/layout/durability.h"
#include "shm/layout/engine_segment.h"
#include "shm/spsc_ring.h"
#include "shm/sys/agent.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pinion::engine {

/// UTC in nanoseconds.
using Clock = std::function<std::int64_t()>;

/// The thread that sequences and executes: for each link in turn, at most `commands_per_turn`
/// commands, each of them
///
///     peek -> stamp -> log -> apply -> release -> pop
///
/// so that a command in the log is never taken from its ring again, and one that is not is still in
/// its ring. What has become due by then, `timer` and `day_roll`, is made before the commands of a
/// link; a turn without any asks the clock for it.
/// Output is released after each command: that costs a store per ring, where releasing once a batch
/// would let the first answer wait for all the others. With durability "sync" it is released when
/// the journal has the command.
///
/// Sequencing waits as long as the next command's slot in the log holds one that the journal
/// lacks, and as long as the outbox holds something back. Commands then stay in their rings.
///
/// Thread safety: an agent; one thread.
class Matcher final : public shm::Agent {
  public:
    static constexpr std::uint64_t commands_per_turn = 16;
    static constexpr std::size_t command_kinds = 16; ///< 0 stands for kinds that do not exist

    struct Counters {
        std::array<shm::Counter, command_kinds> commands; ///< by kind
        shm::Counter commands_refused;                    ///< of kinds that a gateway may not send
        shm::Counter checkpoints;
        shm::Counter turns;
        shm::Counter busy_turns;
        Outbox::Counters outbox;
    };

    struct Parts {
        MatchingEngine& engine;
        shm::Durability durability;
        const shm::EngineView& segment; ///< new: its log begins behind `last_sequence`
        std::uint64_t last_sequence;    ///< of the engine's history
        std::int64_t last_time_ns;
        std::vector<LinkEnd*> links;      ///< their rings hold all reports of that history
        std::span<std::byte> book_events; ///< an SpscRing<FeedEvent> to the publisher
        std::uint32_t engine_epoch;
        std::uint64_t checkpoint_interval; ///< commands; 0: never
        Clock clock;
        Counters counters;
    };

    explicit Matcher(const Parts& parts);

    std::uint64_t do_work() override;

    /// Executes what is left in the rings and shows what it causes. A gateway that goes on writing
    /// is not waited for; the disk is, for some seconds.
    void on_close() override;

    /// Whether all that was sequenced is shown. Once the thread has ended.
    [[nodiscard]] bool has_shown_all() const { return outbox_.is_empty(); }

    /// Of the last command, and of the last book event. Once the thread has ended.
    [[nodiscard]] std::int64_t last_time_ns() const { return sequencer_.time_ns(); }

    [[nodiscard]] std::uint64_t feed_sequence() const { return outbox_.feed_sequence(); }

  private:
    [[nodiscard]] std::uint64_t serve(LinkEnd& link);
    void take(LinkEnd& link, const shm::Command& command, std::int64_t now_ns);
    void meet_gateway(LinkEnd& link, std::uint64_t process, std::int64_t now_ns);
    void declare_gateway_down(LinkEnd& link);
    [[nodiscard]] bool is_waiting_for_a_time() const;
    [[nodiscard]] std::uint64_t make_due_commands(std::int64_t now_ns);
    void make(shm::CommandKind kind, std::uint16_t gateway, std::int64_t now_ns);
    void execute(std::int64_t now_ns);
    void publish_checkpoint(std::uint64_t sequence);
    [[nodiscard]] std::uint64_t show_what_may_be_seen();
    [[nodiscard]] bool may_sequence();
    [[nodiscard]] bool has_log_room();

    MatchingEngine& engine_;
    shm::Durability durability_;
    shm::EngineHeader& header_;
    std::vector<LinkEnd*> links_;
    std::uint64_t checkpoint_interval_;
    Clock clock_;
    Counters counters_;
    shm::SpscWriter<shm::FeedEvent> book_events_;
    Sequencer sequencer_;
    SequencedLog log_;
    std::uint64_t durable_sequence_; ///< as last seen
    ReleaseGate gate_;
    Outbox outbox_;
    shm::LogRecord record_{}; ///< the command at hand
};

} // namespace pinion::engine
