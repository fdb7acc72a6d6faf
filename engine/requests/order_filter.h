#pragma once

#include "engine/venue.h"

#include <cstdint>

namespace pinion::engine {

/// Some of a session's live orders.
struct OrderFilter {
    std::uint16_t session;
    Instruments instruments;
    shm::Side side{}; ///< 0: both

    template <typename Visitor>
    void for_each(const Orders& orders, Visitor visit) const {
        orders.for_each(instruments, [&](std::uint32_t slot) {
            if (orders.details(slot).session != session) return;
            if (side == shm::Side{} || orders.resting(slot).side == side) visit(slot);
        });
    }

    [[nodiscard]] std::uint32_t count(const Orders& orders) const {
        std::uint32_t result = 0;
        for_each(orders, [&](std::uint32_t) { ++result; });
        return result;
    }
};

/// Whether a mass request names what it may name: one symbol or all, one side or both.
[[nodiscard]] shm::RejectReason check_scope(const Turn& turn);

/// The orders that a mass request which passed the check is about.
[[nodiscard]] OrderFilter requested_orders(const Turn& turn);

} // namespace pinion::engine
