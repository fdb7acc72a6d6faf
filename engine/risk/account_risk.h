#pragma once

#include "shm/messages/account_limits.h"

#include <cstdint>

namespace pinion::engine {

/// One account as risk sees it: its limits, and what is counted against them.
struct alignas(64) AccountRisk {
    shm::AccountLimits limits{};
    std::int64_t interval_end_ns = 0; ///< of the interval whose orders are counted
    std::uint32_t orders_in_interval = 0;
    std::uint32_t open_orders = 0; ///< follows from what waits: neither hashed nor saved
    std::uint8_t is_on = 0;
    std::uint8_t commanded = 0; ///< limit_fields that a command has set: the config's do not count
};

static_assert(sizeof(AccountRisk) == 64);

} // namespace pinion::engine
