#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/notional.h"

#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// What an account may do at most; 0: as much as it likes.
struct AccountLimits {
    std::uint64_t order_lots_max;  ///< quantity of an order
    std::uint64_t order_value_max; ///< value of an order, in whole units of its quote asset
    std::uint64_t exposure_max; ///< what is at stake of a quote asset, in whole units of that asset
    std::int64_t rate_interval_ns;
    std::uint32_t orders_per_interval; ///< new and replaced ones; 0 if the interval is
    std::uint32_t open_orders_max;     ///< that wait, wherever

    friend bool operator==(const AccountLimits&, const AccountLimits&) = default;
};

/// Payload of ControlAction::set_limits: those limits of the account that `fields` names.
struct SetLimits {
    AccountLimits limits;
    std::uint32_t fields; ///< bits of namespace limit_fields
    std::uint32_t spare;
};

namespace limit_fields {
inline constexpr std::uint32_t order_lots = 1;
inline constexpr std::uint32_t order_value = 2;
inline constexpr std::uint32_t exposure = 4;
inline constexpr std::uint32_t rate = 8; ///< interval and count
inline constexpr std::uint32_t open_orders = 16;
inline constexpr std::uint32_t all = 31;
} // namespace limit_fields

/// Payload of ControlAction::credit: what the account gets of an asset, in its smallest unit. Below
/// 0 it is taken away, at most what is free.
struct Credit {
    AssetName asset;
    Notional amount;
};

static_assert(std::is_trivially_copyable_v<SetLimits> && sizeof(SetLimits) == 48);
static_assert(std::is_trivially_copyable_v<Credit> && sizeof(Credit) == 32);

} // namespace pinion::shm
