#pragma once

#include "shm/layout/instrument_record.h"

#include <cstdint>
#include <string_view>

namespace pinion::test {

/// Traded in cents, and in single lots.
inline shm::InstrumentRecord instrument_in_cents(std::string_view symbol,
                                                 std::int64_t price_min_ticks = 1,
                                                 std::int64_t price_max_ticks = 100'000) {
    shm::InstrumentRecord record{};
    record.symbol = *shm::Symbol::from(symbol);
    record.tick_units = 1;
    record.lot_units = 1;
    record.price_min_ticks = price_min_ticks;
    record.price_max_ticks = price_max_ticks;
    record.quantity_max_lots = 1'000'000;
    record.price_decimals = 2;
    return record;
}

} // namespace pinion::test
