#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"

#include <cstdint>

namespace pinion::engine {

/// What reports tell of an order beyond what the book knows of it: the cold line beside the book's
/// hot half line.
struct alignas(64) OrderDetails {
    static constexpr std::uint32_t record_mask = 0x7fffffff;

    std::uint64_t order_id;
    std::uint64_t cumulative_lots;
    shm::Notional cumulative_notional;
    shm::ClOrdId cl_ord_id; ///< the current one; a replace changes it
    std::uint16_t session;
    std::uint16_t account; ///< index in the options' accounts
    shm::OrdType ord_type;
    shm::TimeInForce time_in_force;
    std::uint8_t exec_inst;
    shm::SelfTradePrevention self_trade_prevention;
    std::uint32_t record : 31; ///< of the order in DayIds
    std::uint32_t has_extras : 1;
};

static_assert(sizeof(OrderDetails) == 64);

/// What few orders have: a second cold line, looked at only if `has_extras`. All zero otherwise.
struct alignas(64) OrderExtras {
    std::uint64_t min_quantity_lots;
    std::uint64_t display_quantity_lots;
    std::uint64_t hidden_lots; ///< of what is left, what the book does not show
    std::int64_t expire_time_ns;
    std::int64_t stop_price_ticks;
    std::int64_t limit_price_ticks; ///< of a stop order that waits: the book knows its stop price
    std::uint64_t spare[2];

    [[nodiscard]] bool any() const {
        return (min_quantity_lots | display_quantity_lots) != 0 || expire_time_ns != 0 ||
               stop_price_ticks != 0 || limit_price_ticks != 0;
    }
};

static_assert(sizeof(OrderExtras) == 64);

/// An order with all that is known of it, wherever it is kept.
struct Order {
    std::uint64_t id_hash; ///< IdKey::mixed of its current ClOrdID
    std::uint32_t instrument;
    shm::Side side;
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t leaves_lots; ///< quantity less what traded while it lives; 0 when it has ended
    OrderDetails details;
    OrderExtras extras;
};

} // namespace pinion::engine
