#pragma once

#include "engine/order_details.h"
#include "shm/layout/instrument_record.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/trading_phase.h"

#include <cstdint>

namespace pinion::engine {

/// Whether an order is only for the opening or the closing.
[[nodiscard]] inline bool is_for_one_auction(shm::TimeInForce time_in_force) {
    return time_in_force == shm::TimeInForce::at_the_opening ||
           time_in_force == shm::TimeInForce::at_the_close;
}

/// Whether an order that waits in a book does so for an auction only: market orders rest nowhere
/// else.
[[nodiscard]] inline bool lives_for_auction(shm::OrdType type, shm::TimeInForce time_in_force) {
    return type == shm::OrdType::market || is_for_one_auction(time_in_force);
}

/// Whether a new order waits for the closing auction. Before that it has no place in a book that
/// others see, and no price to trade at.
[[nodiscard]] inline bool waits_for_close(shm::TradingPhase phase, shm::TimeInForce time_in_force) {
    return time_in_force == shm::TimeInForce::at_the_close &&
           phase != shm::TradingPhase::closing_auction;
}

/// Where an order stands in a book that collects: a market order at the edge of the band, which
/// nobody's price is better than.
[[nodiscard]] inline std::int64_t auction_limit(const shm::InstrumentRecord& instrument,
                                                const Order& order) {
    if (order.details.ord_type != shm::OrdType::market) return order.price_ticks;
    return order.side == shm::Side::buy ? instrument.price_max_ticks : instrument.price_min_ticks;
}

} // namespace pinion::engine
