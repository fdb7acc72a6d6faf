#pragma once

#include "shm/messages/account_limits.h"

#include <cstdint>

namespace pinion::engine {

/// An interval and a count go together, or there is neither.
[[nodiscard]] inline bool are_possible(const shm::AccountLimits& limits) {
    return limits.orders_per_interval == 0 ? limits.rate_interval_ns == 0
                                           : limits.rate_interval_ns > 0;
}

/// The limits that `fields` names, the others 0.
[[nodiscard]] inline shm::AccountLimits only(const shm::AccountLimits& limits,
                                             std::uint32_t fields) {
    using namespace shm::limit_fields;
    const auto has = [fields](std::uint32_t field) { return (fields & field) != 0; };
    return {.order_lots_max = has(order_lots) ? limits.order_lots_max : 0,
            .order_value_max = has(order_value) ? limits.order_value_max : 0,
            .exposure_max = has(exposure) ? limits.exposure_max : 0,
            .rate_interval_ns = has(rate) ? limits.rate_interval_ns : 0,
            .orders_per_interval = has(rate) ? limits.orders_per_interval : 0,
            .open_orders_max = has(open_orders) ? limits.open_orders_max : 0};
}

/// `limits`, but for `fields` as `others` have them.
[[nodiscard]] inline shm::AccountLimits overridden(const shm::AccountLimits& limits,
                                                   const shm::AccountLimits& others,
                                                   std::uint32_t fields) {
    const auto kept = only(limits, ~fields);
    const auto new_ones = only(others, fields);
    return {.order_lots_max = kept.order_lots_max + new_ones.order_lots_max,
            .order_value_max = kept.order_value_max + new_ones.order_value_max,
            .exposure_max = kept.exposure_max + new_ones.exposure_max,
            .rate_interval_ns = kept.rate_interval_ns + new_ones.rate_interval_ns,
            .orders_per_interval = kept.orders_per_interval + new_ones.orders_per_interval,
            .open_orders_max = kept.open_orders_max + new_ones.open_orders_max};
}

} // namespace pinion::engine
