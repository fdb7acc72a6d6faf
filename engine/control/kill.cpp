#include "engine/control/control.h"
#include "engine/control/party.h"
#include "engine/execution/execution.h"

namespace pinion::engine {

using shm::ControlCommand;
using shm::ControlScope;
using shm::RejectReason;

/// Orders that come behind this command find the bar.
ControlOutcome kill(Turn& turn, const ControlCommand& asked) {
    const auto party = named_party(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    ControlOutcome outcome;
    outcome.number = turn.venue.bars.put(party.barred_for(RejectReason::killed)) ? 1 : 0;
    for_each_order(turn.venue.orders, party, [&](std::uint32_t slot) {
        cancel_unsolicited(turn, slot, RejectReason::killed);
        ++outcome.total_affected;
    });
    return outcome;
}

ControlOutcome re_arm(Turn& turn, const ControlCommand& asked) {
    const auto party = named_party(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    const bool was_killed = turn.venue.bars.take_away(party.barred_for(RejectReason::killed));
    return {.number = was_killed ? std::uint64_t{1} : 0};
}

namespace {

/// Only an account can be suspended.
Party named_account(const Venue& venue, const ControlCommand& asked) {
    if (asked.scope == ControlScope::account) return named_party(venue, asked);
    return {asked.scope, 0, RejectReason::unsupported_instruction};
}

} // namespace

ControlOutcome suspend(Turn& turn, const ControlCommand& asked) {
    const auto party = named_account(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    const bool is_new = turn.venue.bars.put(party.barred_for(RejectReason::account_suspended));
    return {.number = is_new ? std::uint64_t{1} : 0};
}

ControlOutcome resume(Turn& turn, const ControlCommand& asked) {
    const auto party = named_account(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    const bool was_suspended =
        turn.venue.bars.take_away(party.barred_for(RejectReason::account_suspended));
    return {.number = was_suspended ? std::uint64_t{1} : 0};
}

} // namespace pinion::engine
