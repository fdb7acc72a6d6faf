#pragma once

#include "engine/host/beginning.h"
#include "engine/host/durable_files.h"
#include "engine/host/host_options.h"
#include "engine/host/plain_writers.h"
#include "shm/layout/engine_segment.h"
#include "shm/sys/agent.h"

#include <cstdint>

namespace pinion::engine {

/// The threads that write journal and output logs, from a beginning on.
///
/// Thread safety: one thread.
class DurableWriters {
  public:
    DurableWriters(const HostOptions& options, DurableFiles& files, const Beginning& beginning,
                   const shm::EngineView& segment);

    void start();

    /// Throws what a thread threw.
    void check();

    /// Writes what is there and syncs it. Stop the matcher first.
    void stop();

    /// After `stop`: whether all of the history up to `sequence` is durable, and all that it told.
    [[nodiscard]] bool have_all(std::uint64_t sequence) const;

  private:
    const Beginning& beginning_;
    RingLogs<shm::LogRecord> journal_;
    RingLogs<shm::Report> output_logs_;
    shm::AgentRunner journal_runner_;
    shm::AgentRunner output_log_runner_;
};

} // namespace pinion::engine
