#pragma once

#include "engine/venue.h"
#include "shm/messages/control_command.h"

#include <cstdint>

namespace pinion::engine {

/// Whom a control command names.
struct Party {
    shm::ControlScope scope;
    std::uint32_t index;    ///< of the instrument, account or session; 0 of everything
    shm::RejectReason flaw; ///< why there is no such; none: there is

    [[nodiscard]] bool exists() const { return flaw == shm::RejectReason::none; }

    [[nodiscard]] Bar barred_for(shm::RejectReason reason) const { return {scope, index, reason}; }
};

[[nodiscard]] Party named_party(const Venue& venue, const shm::ControlCommand& asked);

/// For what can only be done to an account.
[[nodiscard]] Party named_account(const Venue& venue, const shm::ControlCommand& asked);

/// Those in which a party that exists may have orders.
[[nodiscard]] inline Instruments instruments_of(const Orders& orders, const Party& party) {
    if (party.scope != shm::ControlScope::instrument) return orders.all_instruments();
    return {.first = party.index, .end = party.index + 1};
}

/// Visits the waiting orders of a party that exists, in the order of *everything* (rules/README);
/// the visitor may withdraw the order it visits.
template <typename Visitor>
void for_each_order(const Orders& orders, const Party& party, Visitor visit) {
    using shm::ControlScope;
    orders.for_each(instruments_of(orders, party), [&](std::uint32_t slot) {
        const auto& details = orders.details(slot);
        if (party.scope == ControlScope::account && details.account != party.index) return;
        if (party.scope == ControlScope::session && details.session != party.index) return;
        visit(slot);
    });
}

} // namespace pinion::engine
