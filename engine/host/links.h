#pragma once

#include "engine/host/host_options.h"
#include "engine/host/link.h"
#include "engine/host/log_recovery.h"
#include "shm/counters.h"

#include <memory>
#include <vector>

namespace pinion::engine {

/// All links of the engine, moved past what the last engine has consumed, not open yet. A link that
/// a dead engine left is dropped, which is logged and its commands counted in `dropped`,
///  - if it was written by a config with other sessions or instruments: its answers would reach the
///    wrong client;
///  - if its gateway is not in the config any more: nobody would read them.
///
/// Errors: SegmentError, or std::runtime_error for options that cannot work and damaged links.
[[nodiscard]] std::vector<std::unique_ptr<Link>>
take_links(const HostOptions& options, const LogRecovery& recovery, shm::Counter dropped);

/// Waits until a gateway that saw its link open has written the command that it was at.
void await_last_commands();

} // namespace pinion::engine
