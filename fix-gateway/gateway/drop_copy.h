#pragma once

#include "fix-gateway/gateway/client.h"
#include "fix-gateway/gateway/copy_filter.h"
#include "fix-gateway/gateway/copy_source.h"
#include "fix-gateway/gateway/full_disk.h"
#include "fix-gateway/gateway/gateway_counters.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pinion::fix {

/// Brings a drop-copy session copies of others' execution reports, logged on or not, from wherever
/// the originals go. Each source is read on behind what the session's own store holds of it.
///
/// Thread safety: none; the gateway's thread. Errors: none; a copy that cannot be recorded, since
/// the disk is full, waits.
class DropCopy {
  public:
    /// The client is one for drop copies, and outlives this.
    DropCopy(const GatewayOptions& options, Client& client, GatewayCounters& counters);

    /// Looks for what there is to read; says in the log what cannot be.
    void watch();

    /// Delivers what there is, at most a batch of each source. Returns how many reports were read.
    std::uint64_t deliver();

    /// Tells a store that lags behind what was read, so that little is read again.
    void note_positions();

    /// The same, however little it lags.
    void note_all_positions();

    /// After the loss of the host: goes on when all durable sources are there.
    void go_on();

  private:
    struct Source {
        CopySource reports;
        std::string said_fault = {}; ///< in the log already
    };

    [[nodiscard]] std::uint64_t deliver_from(CopySource& source);
    [[nodiscard]] bool deliver_one(const CopySource& source, const shm::Report& report);
    void say_fault(Source& source);

    Client& client_;
    GatewayCounters& counters_;
    CopyFilter filter_;
    std::vector<std::string> session_names_; ///< by index in the venue
    std::vector<Source> sources_;
    FullDisk disk_;
    std::int64_t now_ns_ = 0; ///< of this turn; read when there is a copy
};

} // namespace pinion::fix
