#pragma once

#include "fix-gateway/gateway/client.h"
#include "fix-gateway/gateway/engines.h"
#include "fix-gateway/gateway/full_disk.h"
#include "fix-gateway/gateway/report_stream.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pinion::fix {

/// Counts what a stream had to read from the log, and counts and says what it lost.
void note_lapses(ReportStream& reports, const std::string& whose, GatewayCounters& counters);

/// Brings the engines' reports to the clients, logged on or not. A report that cannot be recorded,
/// since the disk is full, is kept, and its engine's ring is not read on until it can.
///
/// Thread safety: none; the gateway's thread.
class ReportDelivery {
  public:
    ReportDelivery(Engines& engines, const std::vector<std::unique_ptr<Client>>& clients,
                   GatewayCounters& counters);

    /// Delivers what there is, at most a batch of each engine. Returns the number of reports.
    std::uint64_t deliver();

    /// Tells stores that lag far behind what was delivered, so that after the loss of the host not
    /// all history is read again for a client that rarely trades.
    void note_positions() { note_positions(position_lag_max); }

    /// The same for all stores.
    void note_all_positions() { note_positions(0); }

  private:
    static constexpr std::uint64_t position_lag_max = 1 << 16;

    void note_positions(std::uint64_t lag_max);
    [[nodiscard]] std::uint64_t deliver_from(std::uint16_t engine);
    [[nodiscard]] bool deliver_one(const shm::Report& report, std::uint16_t engine);

    Engines& engines_;
    GatewayCounters& counters_;
    std::vector<Client*> clients_;         ///< by session index; null: another gateway's
    std::vector<std::uint64_t> delivered_; ///< by engine: the last report
    std::int64_t now_ns_ = 0;              ///< of this turn; read when there is a report
    FullDisk disk_;
};

} // namespace pinion::fix
