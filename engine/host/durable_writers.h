#pragma once

#include "engine/host/beginning.h"
#include "engine/host/durable_files.h"
#include "engine/host/host_options.h"
#include "engine/journal/ring_log_writer.h"
#include "engine/journal/segment_supply.h"
#include "shm/counters.h"
#include "shm/layout/engine_segment.h"
#include "shm/record_log/segment_maker.h"
#include "shm/sys/agent.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace pinion::engine {

/// The threads that write journal and output logs, from a beginning on: one for the journal, one
/// for all output logs, one that makes their files ahead.
///
/// Thread safety: one thread. Errors: the constructor throws std::system_error.
class DurableWriters {
  public:
    /// All of it outlives the writers.
    DurableWriters(const HostOptions& options, DurableFiles& files, const Beginning& beginning,
                   const shm::EngineView& segment, shm::Counters& counters);

    void start(shm::Turns turns);

    [[nodiscard]] std::vector<shm::AgentRunner*> agents();

    /// Throws what a thread threw.
    void check();

    /// Writes what is there and syncs it. Stop the matcher first.
    void stop();

    /// After `stop`: whether all of the history up to `sequence` is durable, and all that it told.
    [[nodiscard]] bool have_all(std::uint64_t sequence) const;

  private:
    struct Log {
        Log(shm::Storage& storage, const shm::LogIdentity& identity, const shm::LogOrigin& origin,
            std::uint64_t segment_bytes);

        shm::SegmentMaker maker;
        SegmentSupply supply;
    };

    /// Tells the gateways, too, how far their logs are.
    class OutputLogs final : public shm::Agent {
      public:
        OutputLogs(std::vector<RingLogWriter<shm::Report>::Parts> logs,
                   const std::vector<std::unique_ptr<Link>>& links);
        std::uint64_t do_work() override;
        void on_close() override;

      private:
        void tell() const;

        OutputLogWriter writer_;
        const std::vector<std::unique_ptr<Link>>& links_;
    };

    [[nodiscard]] std::vector<std::unique_ptr<Log>> make_logs() const;
    [[nodiscard]] std::vector<SegmentSupply*> supplies() const;
    [[nodiscard]] RingLogWriter<shm::LogRecord>::Parts journal_parts(shm::Counters& counters);
    [[nodiscard]] std::vector<RingLogWriter<shm::Report>::Parts>
    output_log_parts(shm::Counters& counters);

    const HostOptions& options_;
    DurableFiles& files_;
    const Beginning& beginning_;
    shm::EngineView segment_;
    std::vector<std::unique_ptr<Log>> logs_; ///< the journal, then the output logs as the links
    SegmentSupplier supplier_;
    JournalWriter journal_;
    OutputLogs output_logs_;
    shm::AgentRunner supplier_runner_;
    shm::AgentRunner journal_runner_;
    shm::AgentRunner output_log_runner_;
};

} // namespace pinion::engine
