#pragma once

#include "engine/book/order_book.h"
#include "engine/order_details.h"
#include "shm/layout/instrument_record.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace pinion::engine {

/// The worst price at which a market order may trade: the best one of the other side, worse by the
/// instrument's protection, but inside the band. Nothing if there is no best price to measure from.
[[nodiscard]] inline std::optional<std::int64_t>
protected_price(const OrderBook& book, const shm::InstrumentRecord& instrument,
                std::uint32_t instrument_index, shm::Side side) {
    const std::int64_t protection = instrument.market_protection_ticks;
    const bool buys = side == shm::Side::buy;
    if (protection == 0) return buys ? instrument.price_max_ticks : instrument.price_min_ticks;
    const auto best = book.front(instrument_index, opposite(side));
    if (best == OrderBook::none) return std::nullopt;
    const auto best_ticks = book.order(best).price_ticks;
    // measured from the band's edge, so that no price is too large to be computed
    return buys ? best_ticks + std::min(protection, instrument.price_max_ticks - best_ticks)
                : best_ticks - std::min(protection, best_ticks - instrument.price_min_ticks);
}

/// The worst price at which an order may trade, now.
[[nodiscard]] inline std::optional<std::int64_t>
trading_limit(const OrderBook& book, const shm::InstrumentRecord& instrument, const Order& order) {
    if (order.details.ord_type != shm::OrdType::market) return order.price_ticks;
    return protected_price(book, instrument, order.instrument, order.side);
}

} // namespace pinion::engine
