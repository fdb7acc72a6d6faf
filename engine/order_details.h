#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"

#include <cstdint>

namespace pinion::engine {

/// What reports tell of an order beyond what the book knows of it: the cold line beside the book's
/// hot half line.
struct alignas(64) OrderDetails {
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
    std::uint32_t record; ///< of the order in DayIds
};

static_assert(sizeof(OrderDetails) == 64);

/// An order with all that is known of it, wherever it is kept.
struct Order {
    std::uint64_t id_hash; ///< of its current ClOrdID, as the index of live orders knows it
    std::uint32_t instrument;
    shm::Side side;
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t leaves_lots; ///< quantity less what traded while it lives; 0 when it has ended
    OrderDetails details;
};

} // namespace pinion::engine
