#pragma once

#include "shm/layout/instrument_record.h"
#include "shm/messages/command.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

/// A quantity is at least one lot and at most the instrument's maximum; a part of it, to trade at
/// least or to display at most, is not above it.
[[nodiscard]] inline shm::RejectReason check_quantities(const shm::InstrumentRecord& instrument,
                                                        const shm::Command& order) {
    using shm::RejectReason;
    const auto lots = order.quantity_lots;
    if (lots == 0) return RejectReason::quantity_zero;
    if (lots > instrument.quantity_max_lots) return RejectReason::quantity_above_maximum;
    if (order.min_quantity_lots > lots) return RejectReason::minimum_above_quantity;
    if (order.display_quantity_lots > lots) return RejectReason::display_above_quantity;
    return RejectReason::none;
}

} // namespace pinion::engine
