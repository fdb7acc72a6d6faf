#pragma once

#include "engine/reports.h"
#include "engine/venue.h"

#include <cstdint>

namespace pinion::engine {

/// Taker, in no place, meets maker, in `slot`: they trade at the maker's price, or self-trade
/// prevention acts. Afterwards one of them at least has nothing left or is canceled; a taker with
/// nothing left has come to its end.
void meet(Turn& turn, Order& taker, std::uint32_t slot);

/// The order has traded: its own figures.
void take(Order& order, const Fill& fill);

/// An instrument has traded at a price.
void note_trade(Turn& turn, std::uint32_t instrument, std::int64_t price_ticks);

/// A waiting order has traded `lots`; `maker` is what became of it. Its next slice is shown, if it
/// has one.
void fill_maker(Turn& turn, std::uint32_t slot, Order& maker, std::uint64_t lots);

/// In place of a trade of two orders of one account.
void prevent_self_trade(Turn& turn, Order& taker, std::uint32_t slot);

} // namespace pinion::engine
