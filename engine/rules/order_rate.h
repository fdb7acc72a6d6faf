#pragma once

#include "engine/risk/account_risk.h"
#include "engine/rules/trading_day.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

/// An account has so many new orders and replaces in an interval, and the next ones are refused.
/// Intervals follow each other from 1970 on. Counts this one, unless it is refused.
[[nodiscard]] inline shm::RejectReason count_order(AccountRisk& account, std::int64_t now_ns) {
    using shm::RejectReason;
    const auto& limits = account.limits;
    if (limits.orders_per_interval == 0) return RejectReason::none;
    if (now_ns >= account.interval_end_ns) {
        const auto begin_ns = now_ns - now_ns % limits.rate_interval_ns;
        account.interval_end_ns = later(begin_ns, limits.rate_interval_ns);
        account.orders_in_interval = 0;
    }
    if (account.orders_in_interval >= limits.orders_per_interval)
        return RejectReason::order_rate_limit_exceeded;
    ++account.orders_in_interval;
    return RejectReason::none;
}

} // namespace pinion::engine
