#pragma once

#include "engine/venue.h"

#include <cstdint>

namespace pinion::engine {

/// The order that a cancel or replace refers to.
struct Target {
    std::uint32_t slot = Orders::none; ///< none: it does not live, or nobody knows it
    Order order;                       ///< if it lives
};

/// Finds the waiting order of a cancel or replace. Rejects the request, and returns no slot, if
/// there is none, if it does not match the request, or if the request's own ClOrdID was used
/// before; a PossResend of a known request is answered from state instead.
///
/// Only an order's latest ClOrdID names it (FIX 4.4, tag 41: "the previous order, not the initial
/// order of the day"): an earlier one of a chain of replaces is unknown while the order lives, too
/// late after.
[[nodiscard]] Target find_target(Turn& turn);

} // namespace pinion::engine
