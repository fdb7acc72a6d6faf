#pragma once

#include "engine/book/order_book.h"
#include "shm/messages/reject_reason.h"

namespace pinion::engine {

/// An order that will rest needs a slot and a level. One that trades on its way to rest has emptied
/// both for itself, so only an order that rests at once can find the pools exhausted.
[[nodiscard]] inline shm::RejectReason check_room(Room room) {
    using shm::RejectReason;
    if (room == Room::no_order_slot) return RejectReason::order_limit_reached;
    if (room == Room::no_level) return RejectReason::level_limit_reached;
    return RejectReason::none;
}

} // namespace pinion::engine
