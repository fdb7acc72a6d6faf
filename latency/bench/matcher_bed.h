#pragma once

#include "engine/host/matcher.h"
#include "engine/host/ring_memory.h"
#include "engine/journal/ring_log_writer.h"
#include "engine/publisher/publisher.h"
#include "latency/bench/journal_bed.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/segment.h"
#include "shm/sys/agent.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace pinion::latency {

/// Where the threads of a matcher's bed run: the matcher and the writers of logs spin.
struct MatcherCores {
    int matcher;
    int journal;
    int rest;
    std::optional<int> output_log{}; ///< without it nobody writes one
};

/// Whoever reads what a matcher tells: the publisher, and in place of an output log's writer one
/// that gives reports back as it sees them.
class Listeners final : public shm::Agent {
  public:
    /// `link`: null where an output log is written.
    Listeners(std::span<std::byte> book_events, shm::Segment& feed, engine::LinkEnd* link)
        : publisher_(book_events, feed), link_(link) {}

    std::uint64_t do_work() override;

  private:
    static constexpr std::uint64_t events_per_look = 1024;

    engine::Publisher publisher_;
    engine::LinkEnd* link_;
    std::uint64_t events_ = 0; ///< since the last look
};

/// A log of what is released in a ring, and the threads that write it and make its files.
template <class Message>
class LogThreads {
  public:
    struct Parts {
        std::uint64_t segment_bytes;
        engine::Syncing syncing;
        std::span<const std::byte> ring;
        std::atomic<std::uint64_t>* written;
        std::atomic<std::uint64_t>& durable;
        int writer_core;
        int files_core;
    };

    /// Begins to write.
    LogThreads(const shm::LogIdentity& identity, const Parts& parts);

    /// Throws what a thread threw.
    void check();

  private:
    BenchDirectory directory_;
    shm::PosixStorage storage_;
    shm::SegmentMaker maker_;
    engine::SegmentSupply supply_;
    engine::SegmentSupplier supplier_;
    engine::RingLogAgent<Message> writer_;
    shm::AgentRunner supplier_runner_;
    shm::AgentRunner writer_runner_;
};

/// The matcher on a core of its own, with one gateway, whose commands `play` writes.
///
/// Thread safety: one thread. Errors: the constructor throws.
class MatcherBed {
  public:
    /// With durability "async" there is a journal, and an output log if it has a core.
    MatcherBed(const engine::EngineOptions& options, shm::Durability durability,
               const MatcherCores& cores);

    MatcherBed(const MatcherBed&) = delete;
    MatcherBed& operator=(const MatcherBed&) = delete;
    ~MatcherBed();

    /// Has the matcher take all of these from a full ring; how long it took from the one behind the
    /// first `warm_up` on. Once.
    [[nodiscard]] double play_ns(std::span<const shm::Command> commands, std::size_t warm_up);

  private:
    void start_logs(const MatcherCores& cores);
    void await(std::uint64_t sequence);
    [[nodiscard]] engine::Matcher::Parts matcher_parts(shm::Durability durability);

    shm::LinkLayout link_layout_{
        .command_slots = 1 << 22, .report_slots = 1 << 14, .session_count = 1};
    engine::RingMemory link_memory_;
    engine::RingMemory segment_memory_;
    engine::RingMemory book_event_memory_;
    shm::EngineView segment_;
    shm::LinkView link_view_;
    engine::LinkEnd link_;
    shm::SpscWriter<shm::Command> commands_;
    shm::Segment feed_;
    std::atomic<std::uint64_t> rejects_{0};
    engine::MatchingEngine engine_;
    engine::Matcher matcher_;
    Listeners listeners_;
    std::optional<LogThreads<shm::LogRecord>> journal_;
    std::optional<LogThreads<shm::Report>> output_log_;
    shm::AgentRunner matcher_runner_;
    shm::AgentRunner listeners_runner_;
};

} // namespace pinion::latency
