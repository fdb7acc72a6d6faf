#pragma once

#include "engine/book/order_book.h"
#include "engine/order_details.h"
#include "shm/layout/instrument_record.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

namespace pinion::engine {

[[nodiscard]] inline bool is_post_only(std::uint8_t exec_inst) {
    return (exec_inst & shm::exec_inst::post_only) != 0;
}

/// A post-only order never meets the book's best order: it is refused, or, if it says so, re-priced
/// to one tick short of it.
[[nodiscard]] inline shm::RejectReason
step_back_from_taking(const OrderBook& book, const shm::InstrumentRecord& record, Order& order) {
    using shm::RejectReason;
    if (!is_post_only(order.details.exec_inst) ||
        !book.crosses(order.instrument, order.side, order.price_ticks))
        return RejectReason::none;
    if ((order.details.exec_inst & shm::exec_inst::post_only_reprice) == 0)
        return RejectReason::would_take;
    const auto best = book.front(order.instrument, opposite(order.side));
    const auto best_ticks = book.order(best).price_ticks;
    const bool buys = order.side == shm::Side::buy;
    const bool is_at_edge = best_ticks == (buys ? record.price_min_ticks : record.price_max_ticks);
    if (is_at_edge) return RejectReason::would_take;
    order.price_ticks = buys ? best_ticks - 1 : best_ticks + 1;
    return RejectReason::none;
}

} // namespace pinion::engine
