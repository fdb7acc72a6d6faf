#include "engine/control/control.h"
#include "engine/requests/requests.h"
#include "engine/rules/trading_day.h"

namespace pinion::engine {

using shm::ControlCommand;
using shm::RejectReason;

/// The day ends now instead of at its time.
ControlOutcome roll_day(Turn& turn, const ControlCommand& /*asked*/) {
    day_roll(turn);
    return {};
}

/// As if its process had died: what hangs does not.
ControlOutcome detach_gateway(Turn& turn, const ControlCommand& asked) {
    auto& venue = turn.venue;
    if (asked.number >= venue.report_sequences.size() || asked.number == turn.command.gateway)
        return {.reason = RejectReason::unknown_gateway};
    venue.sessions.gateway_down(static_cast<std::uint16_t>(asked.number),
                                later(turn.sequenced.time_ns, venue.options.disconnect_grace_ns));
    return {};
}

} // namespace pinion::engine
