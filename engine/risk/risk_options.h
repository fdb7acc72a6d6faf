#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/account_limits.h"
#include "shm/messages/notional.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace pinion::engine {

/// What accounts have balances of, counted in its smallest unit.
struct Asset {
    shm::AssetName name;
    std::uint8_t decimals = 0; ///< a whole unit has 10^decimals of the smallest

    friend bool operator==(const Asset&, const Asset&) = default;
};

/// What an instrument's trades move: so much of the base asset for a lot, against so much of the
/// quote asset for each tick of the price. An instrument without assets moves nothing.
struct InstrumentAssets {
    static constexpr std::uint16_t none = std::numeric_limits<std::uint16_t>::max();

    std::uint16_t base = none; ///< index in RiskOptions::assets
    std::uint16_t quote = none;
    std::uint64_t base_per_lot = 0;
    std::uint64_t quote_per_tick_lot = 0;

    [[nodiscard]] bool any() const { return base != none; }

    friend bool operator==(const InstrumentAssets&, const InstrumentAssets&) = default;
};

/// Whether an account's orders are checked and its trades settled, and its limits at first.
struct AccountRiskOptions {
    bool is_on = false;
    shm::AccountLimits limits{};

    friend bool operator==(const AccountRiskOptions&, const AccountRiskOptions&) = default;
};

struct RiskOptions {
    /// What a balance can be, and the value and stock of an order: then no sum of trades overflows.
    static constexpr shm::Int128 amount_max =
        shm::Int128{1'000'000'000'000} * shm::Int128{1'000'000'000'000};

    std::vector<Asset> assets;
    std::vector<InstrumentAssets> instruments; ///< by instrument; behind the last: none
    std::vector<AccountRiskOptions> accounts;  ///< by account; behind the last: off
};

} // namespace pinion::engine
