#pragma once

#include "engine/risk/holdings.h"
#include "shm/messages/reject_reason.h"

#include <algorithm>

namespace pinion::engine {

/// What an order may need beyond what it has reserved is free. An order that needs no more than
/// before is never refused, not even of an account that owes something.
[[nodiscard]] inline shm::RejectReason check_funds(const Holding& holding, shm::Int128 more) {
    return more > 0 && more > holding.free() ? shm::RejectReason::insufficient_funds
                                             : shm::RejectReason::none;
}

/// Exposure in a quote asset: what waiting buys may need, and what was paid for the position, less
/// what was paid for what is sold of it. Gains are no licence for more.
[[nodiscard]] inline shm::RejectReason check_exposure(const Holding& quote, shm::Int128 more,
                                                      shm::Int128 exposure_max) {
    const auto at_stake = quote.reserved + std::max<shm::Int128>(0, quote.spent);
    return more > 0 && at_stake + more > exposure_max ? shm::RejectReason::exposure_limit_exceeded
                                                      : shm::RejectReason::none;
}

} // namespace pinion::engine
