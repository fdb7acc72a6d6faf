#pragma once

#include "engine/host/engine_host.h"
#include "shm/broadcast_ring.h"
#include "shm/layout/engine_segment.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/report.h"
#include "shm/segment.h"
#include "tests/engine/host/unique_instance.h"
#include "tests/support/faulty_disk.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pinion::test {

/// The host dies here and now: thrown out of a sync.
struct HostLost {};

/// The host of an engine, and the engine's process: the real one, but for its disk, and that its
/// agents get their turns from the caller.
class SimulatedEngine {
  public:
    /// Instance and directory of the options are chosen here.
    SimulatedEngine(engine::HostOptions options, std::uint64_t seed);

    /// Takes up what the last process left, as it does for real. Throws what that throws.
    void start();

    /// The process is gone between two turns.
    void kill() { process_.reset(); }

    /// The host is gone, and comes back without the engine.
    void lose_host();

    /// Stops cleanly.
    void stop();

    [[nodiscard]] bool is_running() const { return process_ != nullptr; }

    /// One turn of agent `number`, of whom there are `agent_count`: matcher, publisher, and what
    /// writes the files.
    void turn(std::size_t number) { process_->agents[number]->turn(); }

    [[nodiscard]] std::size_t agent_count() const { return process_->agents.size(); }

    void tend() { static_cast<void>(process_->host.tend()); }

    [[nodiscard]] const engine::HostOptions& options() const { return options_; }

    [[nodiscard]] std::uint32_t epoch() const { return process_->host.engine_epoch(); }

    /// What the engine shows in its segment.
    [[nodiscard]] const shm::EngineView& view() const { return process_->view; }

    /// The last report that a gateway can see, and the last event of the feed.
    [[nodiscard]] std::uint64_t reports_written(std::uint16_t gateway) const {
        return process_->reports.at(gateway).written();
    }

    [[nodiscard]] std::uint64_t feed_events_written() const { return process_->feed.written(); }

    [[nodiscard]] FaultyDisk& disk() { return disk_; }

    /// The engine's directory, as the present boot sees it.
    [[nodiscard]] std::unique_ptr<shm::Storage> directory(const std::string& name) {
        return std::move(disk_.storage()->directory(name).value);
    }

  private:
    struct Process {
        Process(const engine::HostOptions& options, std::unique_ptr<shm::Storage> directory);

        engine::EngineHost host;
        std::vector<shm::AgentRunner*> agents;
        shm::Segment segment;
        shm::EngineView view;
        std::vector<shm::Segment> links;
        std::map<std::uint16_t, shm::BroadcastRing<shm::Report>> reports;
        shm::Segment feed_segment;
        shm::BroadcastRing<shm::FeedEvent> feed;
    };

    engine::test::UniqueInstance instance_;
    engine::HostOptions options_;
    FaultyDisk disk_;
    std::unique_ptr<Process> process_;
};

} // namespace pinion::test
