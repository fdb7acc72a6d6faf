#pragma once

#include "engine/venue.h"

#include <cstdint>

namespace pinion::engine {

/// Taker, in no place, meets maker, in `slot`: they trade at the maker's price, or self-trade
/// prevention acts. Afterwards one of them at least has nothing left or is canceled; a taker with
/// nothing left has come to its end.
void meet(Turn& turn, Order& taker, std::uint32_t slot);

/// In place of a trade of two orders of one account.
void prevent_self_trade(Turn& turn, Order& taker, std::uint32_t slot);

} // namespace pinion::engine
