#pragma once

#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

/// Day, good-till-cancel and good-till-date orders rest; immediate-or-cancel and fill-or-kill
/// orders never do.
[[nodiscard]] inline bool outlives_its_command(shm::TimeInForce time_in_force) {
    return time_in_force == shm::TimeInForce::day ||
           time_in_force == shm::TimeInForce::good_till_cancel ||
           time_in_force == shm::TimeInForce::good_till_date;
}

/// A market order never rests either, whatever its time in force, but in an auction.
[[nodiscard]] inline bool may_rest(shm::OrdType type, shm::TimeInForce time_in_force) {
    return type == shm::OrdType::limit && outlives_its_command(time_in_force);
}

/// Whether the venue knows it; what is taken when: phase_table.h.
[[nodiscard]] inline bool is_known(shm::TimeInForce time_in_force) {
    using shm::TimeInForce;
    return outlives_its_command(time_in_force) ||
           time_in_force == TimeInForce::immediate_or_cancel ||
           time_in_force == TimeInForce::fill_or_kill ||
           time_in_force == TimeInForce::at_the_opening ||
           time_in_force == TimeInForce::at_the_close;
}

/// A good-till-date order's time is yet to come. Others have none, which their terms have seen to.
[[nodiscard]] inline shm::RejectReason
check_expiry(shm::TimeInForce time_in_force, std::int64_t expire_time_ns, std::int64_t now_ns) {
    const bool is_over =
        time_in_force == shm::TimeInForce::good_till_date && expire_time_ns <= now_ns;
    return is_over ? shm::RejectReason::expire_time_passed : shm::RejectReason::none;
}

} // namespace pinion::engine
