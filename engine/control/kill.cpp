#include "engine/control/control.h"
#include "engine/control/party.h"
#include "engine/execution/execution.h"

namespace pinion::engine {

using shm::ControlCommand;
using shm::RejectReason;

namespace {

ControlOutcome has_changed(bool has) { return {.number = has ? std::uint64_t{1} : 0}; }

ControlOutcome lift(Turn& turn, const Party& party, RejectReason reason) {
    if (!party.exists()) return {.reason = party.flaw};
    return has_changed(turn.venue.bars.take_away(party.barred_for(reason)));
}

} // namespace

/// Orders that come behind this command find the bar.
ControlOutcome kill(Turn& turn, const ControlCommand& asked) {
    const auto party = named_party(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    auto outcome = has_changed(turn.venue.bars.put(party.barred_for(RejectReason::killed)));
    for_each_order(turn.venue.orders, party, [&](std::uint32_t slot) {
        cancel_unsolicited(turn, slot, RejectReason::killed);
        ++outcome.total_affected;
    });
    return outcome;
}

ControlOutcome re_arm(Turn& turn, const ControlCommand& asked) {
    return lift(turn, named_party(turn.venue, asked), RejectReason::killed);
}

ControlOutcome suspend(Turn& turn, const ControlCommand& asked) {
    const auto party = named_account(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    return has_changed(turn.venue.bars.put(party.barred_for(RejectReason::account_suspended)));
}

ControlOutcome resume(Turn& turn, const ControlCommand& asked) {
    return lift(turn, named_account(turn.venue, asked), RejectReason::account_suspended);
}

} // namespace pinion::engine
