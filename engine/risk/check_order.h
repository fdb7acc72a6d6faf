#pragma once

#include "engine/venue.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

/// What the risk settings of an order's account say to it, before anything else is changed. None of
/// it concerns accounts whose risk is off.
namespace pinion::engine {

/// A new order at the price it will have. Counted, whatever becomes of it.
[[nodiscard]] shm::RejectReason check_risk(Venue& venue, std::int64_t now_ns, const Order& order);

/// What a replace wants to make of a waiting order. Counted likewise.
[[nodiscard]] shm::RejectReason check_risk(Venue& venue, std::int64_t now_ns, const Order& before,
                                           const Order& after);

} // namespace pinion::engine
