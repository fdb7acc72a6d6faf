#pragma once

#include "engine/rules/uncross.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/trading_phase.h"

#include <cstdint>

namespace pinion::engine {

/// Writes all of a feed event that tells an instrument's phase.
inline void describe(shm::FeedEvent& event, std::uint32_t instrument, shm::TradingPhase phase) {
    event = {};
    event.kind = shm::FeedEventKind::phase;
    event.phase = phase;
    event.instrument = instrument;
}

/// The same of one that tells what an auction would come to.
inline void describe(shm::FeedEvent& event, std::uint32_t instrument, const AuctionPrice& price) {
    event = {};
    event.kind = shm::FeedEventKind::indicative;
    event.side = price.surplus_side;
    event.instrument = instrument;
    event.price_ticks = price.price_ticks;
    event.quantity_lots = price.lots;
    event.remaining_lots = price.surplus_lots;
}

} // namespace pinion::engine
