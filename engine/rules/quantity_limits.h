#pragma once

#include "shm/layout/instrument_record.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

/// A quantity is at least one lot and at most the instrument's maximum.
[[nodiscard]] inline shm::RejectReason check_quantity(const shm::InstrumentRecord& instrument,
                                                      std::uint64_t quantity_lots) {
    using shm::RejectReason;
    if (quantity_lots == 0) return RejectReason::quantity_zero;
    if (quantity_lots > instrument.quantity_max_lots) return RejectReason::quantity_above_maximum;
    return RejectReason::none;
}

} // namespace pinion::engine
