#include "engine/control/party.h"

namespace pinion::engine {

using shm::ControlScope;
using shm::RejectReason;

Party named_party(const Venue& venue, const shm::ControlCommand& asked) {
    switch (asked.scope) {
    case ControlScope::everything: return {asked.scope, 0, RejectReason::none};
    case ControlScope::instrument:
        return {asked.scope, asked.instrument,
                asked.instrument < venue.options.instruments.size() ? RejectReason::none
                                                                    : RejectReason::unknown_symbol};
    case ControlScope::account: {
        const auto account = venue.accounts.find(asked.account);
        return {asked.scope, account,
                account == Accounts::none ? RejectReason::unknown_account : RejectReason::none};
    }
    case ControlScope::session:
        return {asked.scope, asked.session,
                venue.sessions.knows(asked.session) ? RejectReason::none
                                                    : RejectReason::unknown_session};
    }
    return {asked.scope, 0, RejectReason::unsupported_instruction};
}

Party named_account(const Venue& venue, const shm::ControlCommand& asked) {
    if (asked.scope == ControlScope::account) return named_party(venue, asked);
    return {asked.scope, 0, RejectReason::unsupported_instruction};
}

} // namespace pinion::engine
