#pragma once

#include "shm/layout/instrument_record.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

/// A limit price lies in its instrument's band, both edges included. A market order has no price.
[[nodiscard]] inline shm::RejectReason check_price(const shm::InstrumentRecord& instrument,
                                                   shm::OrdType type, std::int64_t price_ticks) {
    using shm::RejectReason;
    if (type == shm::OrdType::market)
        return price_ticks == 0 ? RejectReason::none : RejectReason::price_not_allowed;
    const bool inside =
        price_ticks >= instrument.price_min_ticks && price_ticks <= instrument.price_max_ticks;
    return inside ? RejectReason::none : RejectReason::price_outside_band;
}

/// The worst price at which the order may trade: its limit, or the band's edge for a market order.
[[nodiscard]] inline std::int64_t worst_price(const shm::InstrumentRecord& instrument,
                                              shm::Side side, shm::OrdType type,
                                              std::int64_t price_ticks) {
    if (type != shm::OrdType::market) return price_ticks;
    return side == shm::Side::buy ? instrument.price_max_ticks : instrument.price_min_ticks;
}

} // namespace pinion::engine
