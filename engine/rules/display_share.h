#pragma once

#include "shm/messages/command.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

/// An order is shown in few slices, so that one that takes all of it makes few trades. Its quantity
/// counts, whatever has traded of it.
[[nodiscard]] inline shm::RejectReason check_display_share(std::uint32_t slices_max,
                                                           const shm::Command& order) {
    using shm::RejectReason;
    const auto display = order.display_quantity_lots;
    if (display == 0) return RejectReason::none;
    const auto slices =
        order.quantity_lots / display + (order.quantity_lots % display == 0 ? 0 : 1);
    return slices > slices_max ? RejectReason::display_too_small : RejectReason::none;
}

} // namespace pinion::engine
