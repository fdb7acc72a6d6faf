#pragma once

#include "shm/layout/instrument_record.h"

#include <cstdint>
#include <string>

/// Prices and quantities as people write them.
namespace pinion::feed {

/// `price_ticks` in the instrument's currency, with all of its decimals: "100.05".
[[nodiscard]] std::string price_text(const shm::InstrumentRecord& instrument,
                                     std::int64_t price_ticks);

[[nodiscard]] std::string quantity_text(const shm::InstrumentRecord& instrument,
                                        std::uint64_t quantity_lots);

} // namespace pinion::feed
