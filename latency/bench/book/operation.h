#pragma once

#include "shm/messages/order_terms.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::latency {

enum class OperationKind : std::uint8_t {
    add = 1,       ///< a limit order: trades what it can, and rests with what is left
    cancel = 2,    ///< `instrument`, `side`, price and quantity do not matter
    size_down = 3, ///< takes `quantity_lots` off an order that keeps its place; all of it: a cancel
    reprice = 4,   ///< the order gets this price and quantity, and is last in its level
    immediate = 5, ///< trades what it can, and is gone; its id is looked up nowhere
};

/// One message to a book, in memory and in a stream file. A message that makes no sense (an id that
/// is not there, or that already rests, or a quantity of 0) does nothing.
///
///  byte  0    8       16         24           28     29     30
///        | id | price | quantity | instrument | kind | side | spare |
struct Operation {
    std::uint64_t id; ///< any number
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint32_t instrument; ///< counted from 0
    OperationKind kind;
    shm::Side side; ///< as FIX 54: '1' buys, '2' sells
    std::uint16_t spare;
};

static_assert(std::is_trivially_copyable_v<Operation> && std::is_standard_layout_v<Operation>);
static_assert(sizeof(Operation) == 32);
static_assert(offsetof(Operation, instrument) == 24);
static_assert(offsetof(Operation, side) == 29);

} // namespace pinion::latency
