#pragma once

#include "engine/host/beginning.h"
#include "engine/host/clock_watch.h"
#include "engine/host/durable_files.h"
#include "engine/host/durable_writers.h"
#include "engine/host/host_counters.h"
#include "engine/host/host_options.h"
#include "engine/host/link.h"
#include "engine/host/matcher.h"
#include "engine/host/ring_memory.h"
#include "engine/matching_engine.h"
#include "engine/publisher/publisher.h"
#include "shm/counters.h"
#include "shm/layout/engine_segment.h"
#include "shm/segment.h"
#include "shm/storage/storage.h"
#include "shm/sys/agent.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace pinion::engine {

/// A whole engine in this process: its segments, the matcher's thread and the publisher's. What
/// needs system calls (heartbeats, locks, gauges) is done by `tend`, away from the two.
///
/// Segments are taken in this order, so that a start that is cut off anywhere loses nothing:
///  1. the counters, whose lock keeps a second engine of this id out;
///  2. history and links (beginning.h); 3. the engine segment, which replaces the log in which they
///  were found; 4. the feed.
///
/// Thread safety: one thread. Errors: the constructor throws SegmentError or std::runtime_error.
class EngineHost {
  public:
    /// `after` is told of the steps named in beginning.h, and of "engine segment" and "feed".
    /// `directory` takes the place of the options' directory.
    explicit EngineHost(const HostOptions& options, const StepObserver& after = {},
                        std::unique_ptr<shm::Storage> directory = nullptr);

    EngineHost(const EngineHost&) = delete;
    EngineHost& operator=(const EngineHost&) = delete;
    ~EngineHost() = default;

    /// Starts the threads, or leaves the turns to who calls, and lets the gateways in.
    void start(shm::Turns turns = shm::Turns::own_thread);

    /// Who has turns, for who takes them.
    [[nodiscard]] std::vector<shm::AgentRunner*> agents();

    /// Call it again within the time that it returns. Throws what a thread threw: the engine's
    /// state is then unknown, and the process should end at once, as in a crash.
    [[nodiscard]] std::chrono::milliseconds tend();

    /// Executes what the gateways have written, publishes it and removes the segments; with
    /// durability, saves the state before. If the disk does not let it, the segments stay, and the
    /// next start goes on as after a crash.
    void stop();

    [[nodiscard]] std::uint32_t engine_epoch() const { return beginning_.origin.engine_epoch; }

  private:
    [[nodiscard]] Matcher::Parts matcher_parts();
    [[nodiscard]] LinkOpening opening_of(const Link& link) const;
    [[nodiscard]] std::vector<shm::FeedEvent> book() const;
    [[nodiscard]] bool save();
    void watch(Link& link);
    void beat(std::int64_t now_ns);
    void measure();

    HostOptions options_;
    shm::Counters counters_;
    std::unique_ptr<DurableFiles> files_; ///< null: durability "none"
    Beginning beginning_;
    MatchingEngine& engine_;
    std::vector<std::unique_ptr<Link>>& links_;
    shm::Segment segment_;
    shm::EngineView view_;
    shm::Segment feed_;
    RingMemory book_events_;
    Matcher::Counters matcher_counters_;
    HostGauges gauges_;
    Matcher matcher_;
    Publisher publisher_;
    shm::AgentRunner publisher_runner_;
    shm::AgentRunner matcher_runner_;
    std::unique_ptr<DurableWriters> writers_; ///< null: durability "none"
    ClockWatch clock_watch_;
    std::uint64_t turns_seen_ = 0;
};

} // namespace pinion::engine
