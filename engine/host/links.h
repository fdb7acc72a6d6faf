#pragma once

#include "engine/host/host_options.h"
#include "engine/host/link.h"
#include "engine/host/log_recovery.h"
#include "shm/counters.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace pinion::engine {

/// What the engine's history has told the gateways, by the gateway's index.
struct ToldReports {
    std::vector<std::uint64_t> last;               ///< number of the last report
    std::vector<std::vector<shm::Report>> reports; ///< the last ones, up to that
};

/// All links of the engine, moved past what the last engine has consumed, not open yet. A link that
/// a dead engine left is dropped, which is logged and its commands counted in `dropped`,
///  - if it was written by a config with other sessions or instruments: its answers would reach the
///    wrong client;
///  - if its gateway is not in the config any more: nobody would read them;
///  - if one engine promised durability and the other did not, or its reports are none of `told`.
///
/// With `told`, the rings of reports then hold all of it, and go on behind it; without, wherever
/// they stand.
///
/// Errors: SegmentError, or std::runtime_error for options that cannot work and damaged links.
[[nodiscard]] std::vector<std::unique_ptr<Link>> take_links(const HostOptions& options,
                                                            const LogRecovery& recovery,
                                                            shm::Counter dropped,
                                                            const ToldReports* told = nullptr);

/// What a link that the last engine left tells of its reports.
struct LeftReports {
    std::uint64_t in_ring; ///< the last one; there may be a few more
    std::uint64_t synced;  ///< the last one that the output log holds durably
};

/// Nothing if there is no such link.
[[nodiscard]] std::optional<LeftReports> reports_left_in_link(const HostOptions& options,
                                                              GatewayPeer peer);

/// Waits until a gateway that saw its link open has written the command that it was at.
void await_last_commands();

} // namespace pinion::engine
