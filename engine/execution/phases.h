#pragma once

#include "engine/venue.h"
#include "shm/messages/trading_phase.h"

#include <cstdint>

namespace pinion::engine {

/// A phase begins, until something else does or until `ends_ns`, when continuous trading follows.
/// The auction that it ends trades first, and orders that only lived for it are canceled.
void begin_phase(Turn& turn, std::uint32_t instrument, shm::TradingPhase phase,
                 std::int64_t ends_ns);

/// A trade would have left the collar: a volatility auction begins in its place.
void interrupt(Turn& turn, std::uint32_t instrument);

/// Phases begin whose time has come.
void follow_calendars(Turn& turn);

} // namespace pinion::engine
