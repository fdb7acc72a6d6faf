#include "engine/control/account_funds.h"

#include "shm/messages/account_limits.h"

namespace pinion::engine {

using shm::RejectReason;

namespace {

/// Lets `change` do something to the account that the command names.
template <typename Change>
ControlOutcome with_account(Turn& turn, const shm::ControlCommand& asked, Change change) {
    if (asked.scope != shm::ControlScope::account)
        return {.reason = RejectReason::unsupported_instruction};
    const auto account = turn.venue.accounts.find(asked.account);
    if (account == Accounts::none) return {.reason = RejectReason::unknown_account};
    return {.reason = change(turn.venue.risk, account)};
}

} // namespace

ControlOutcome credit(Turn& turn, const shm::ControlCommand& asked) {
    return with_account(turn, asked, [&](Risk& risk, std::uint16_t account) {
        return risk.credit(account, shm::payload_of<shm::Credit>(asked));
    });
}

ControlOutcome set_limits(Turn& turn, const shm::ControlCommand& asked) {
    return with_account(turn, asked, [&](Risk& risk, std::uint16_t account) {
        return risk.set_limits(account, shm::payload_of<shm::SetLimits>(asked));
    });
}

} // namespace pinion::engine
