#pragma once

#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

namespace pinion::engine {

/// Day and good-till-cancel orders rest; immediate-or-cancel and fill-or-kill orders never do.
[[nodiscard]] inline bool outlives_its_command(shm::TimeInForce time_in_force) {
    return time_in_force == shm::TimeInForce::day ||
           time_in_force == shm::TimeInForce::good_till_cancel;
}

/// A market order never rests either, whatever its time in force.
[[nodiscard]] inline bool may_rest(shm::OrdType type, shm::TimeInForce time_in_force) {
    return type == shm::OrdType::limit && outlives_its_command(time_in_force);
}

[[nodiscard]] inline bool is_all_or_nothing(shm::TimeInForce time_in_force) {
    return time_in_force == shm::TimeInForce::fill_or_kill;
}

[[nodiscard]] inline shm::RejectReason check_time_in_force(shm::TimeInForce time_in_force) {
    using shm::TimeInForce;
    const bool known = outlives_its_command(time_in_force) ||
                       time_in_force == TimeInForce::immediate_or_cancel ||
                       time_in_force == TimeInForce::fill_or_kill;
    return known ? shm::RejectReason::none : shm::RejectReason::unsupported_time_in_force;
}

} // namespace pinion::engine
