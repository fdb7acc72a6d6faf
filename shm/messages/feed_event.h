#pragma once

#include "shm/messages/order_terms.h"
#include "shm/messages/trading_phase.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// What happened in the market, order by order.
enum class FeedEventKind : std::uint8_t {
    add = 1,     ///< an order rests: price, quantity; it is last in its level
    execute = 2, ///< a resting order traded `quantity_lots` at `price_ticks`, which at the end of
                 ///< an auction need not be its own; `remaining_lots` is left (0: gone)
    reduce = 3,  ///< it shrank in place to `remaining_lots` and kept its priority
    remove = 4,  ///< it left without a trade
    replace = 5, ///< it moved: new price and quantity, last in its level
    heartbeat = 6,
    day_roll = 7, ///< a new trading day begins
    trade = 8, ///< an order that the public does not see traded `quantity_lots` at `price_ticks`;
               ///< no book changes. order_id and order_slot are 0
    phase = 9, ///< the instrument's `phase` begins; before the first one it is `continuous`. In any
               ///< other the book may be crossed
    indicative = 10, ///< what the auction under way would come to: `quantity_lots` (0: nothing)
                     ///< would trade at `price_ticks`, and `remaining_lots` of `side` find nobody
};

namespace feed_flags {
inline constexpr std::uint8_t last_of_command = 1; ///< the book is at rest after this event
inline constexpr std::uint8_t same_trade = 2; ///< an execute of the other side of the trade before
                                              ///< it: at the end of an auction both sides rest
} // namespace feed_flags

/// One increment of the public market data. `order_slot` is the order's place in the engine's pool:
/// unique among the orders that rest at one time, below the engine's `orders_max`, re-used after
/// the order left. A reader may index an array with it after checking the bound. Units as in
/// Command.
///
///  byte    0      1      2       4            8          16           20
///          | kind | side | flags, phase | instrument | order id | order slot | match id
///  byte   24      32         40          48     56
///          | price | quantity | remaining | time |
struct FeedEvent {
    FeedEventKind kind;
    Side side; ///< of the resting order; trade: of the order that was there first; indicative:
               ///< 0 if nothing remains
    std::uint8_t flags;
    TradingPhase phase; ///< of kind phase
    std::uint32_t instrument;
    std::uint64_t order_id;
    std::uint32_t order_slot;
    std::uint32_t
        match_id_low; ///< execute, trade: low half of the match id, which only rises; 0 otherwise
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t remaining_lots;
    std::int64_t time_ns; ///< time of the command that caused it
};

static_assert(std::is_trivially_copyable_v<FeedEvent> && std::is_standard_layout_v<FeedEvent>);
static_assert(sizeof(FeedEvent) == 56);
static_assert(offsetof(FeedEvent, order_id) == 8);
static_assert(offsetof(FeedEvent, order_slot) == 16);
static_assert(offsetof(FeedEvent, price_ticks) == 24);
static_assert(offsetof(FeedEvent, time_ns) == 48);

} // namespace pinion::shm
