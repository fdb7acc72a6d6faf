#pragma once

#include "shm/layout/instrument_record.h"
#include "shm/messages/command.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

[[nodiscard]] inline bool is_in_band(const shm::InstrumentRecord& instrument,
                                     std::int64_t price_ticks) {
    return price_ticks >= instrument.price_min_ticks && price_ticks <= instrument.price_max_ticks;
}

/// A price that is due lies in its instrument's band, both edges included; one that is not due is
/// not there.
[[nodiscard]] inline shm::RejectReason check_price(const shm::InstrumentRecord& instrument,
                                                   bool is_due, std::int64_t price_ticks) {
    using shm::RejectReason;
    if (!is_due) return price_ticks == 0 ? RejectReason::none : RejectReason::price_not_allowed;
    return is_in_band(instrument, price_ticks) ? RejectReason::none
                                               : RejectReason::price_outside_band;
}

/// Limit price and stop price, as the order's type has them.
[[nodiscard]] inline shm::RejectReason check_prices(const shm::InstrumentRecord& instrument,
                                                    const shm::Command& order) {
    const auto type = order.ord_type;
    const auto reason = check_price(instrument, has_limit_price(type), order.price_ticks);
    if (reason != shm::RejectReason::none) return reason;
    return check_price(instrument, has_stop_price(type), order.stop_price_ticks);
}

} // namespace pinion::engine
