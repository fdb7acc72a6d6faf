#include "engine/control/account_funds.h"

#include "engine/control/party.h"
#include "shm/messages/account_limits.h"

#include <cstdint>

namespace pinion::engine {

namespace {

/// Lets `change` do something to the account that the command names.
template <typename Change>
ControlOutcome with_account(Turn& turn, const shm::ControlCommand& asked, Change change) {
    const auto party = named_account(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    return {.reason = change(turn.venue.risk, static_cast<std::uint16_t>(party.index))};
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
