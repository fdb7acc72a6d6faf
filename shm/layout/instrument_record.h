#pragma once

#include "shm/fixed_text.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// One line of an engine's instrument directory. The index in the directory is the `instrument` of
/// every message.
///
/// price = price_ticks * tick_units / 10^price_decimals; quantity = lots * lot_units /
/// 10^quantity_decimals.
struct InstrumentRecord {
    Symbol symbol;
    std::int64_t tick_units;      ///< 0.05 is 5 with 2 decimals
    std::int64_t lot_units;       ///< 100 is 100 with 0 decimals
    std::int64_t price_min_ticks; ///< limit prices below are rejected
    std::int64_t price_max_ticks; ///< limit prices above are rejected
    std::uint64_t quantity_max_lots;
    std::uint8_t price_decimals;    ///< 0 to 9
    std::uint8_t quantity_decimals; ///< 0 to 9
    std::uint8_t spare[2];
    std::uint32_t market_protection_ticks; ///< how far from the best price a market order trades;
                                           ///< 0: to the band's edge

    friend bool operator==(const InstrumentRecord&, const InstrumentRecord&) = default;
};

static_assert(std::is_trivially_copyable_v<InstrumentRecord> && sizeof(InstrumentRecord) == 64);
static_assert(offsetof(InstrumentRecord, price_decimals) == 56);

} // namespace pinion::shm
