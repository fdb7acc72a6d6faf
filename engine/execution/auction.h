#pragma once

#include "engine/rules/uncross.h"
#include "engine/venue.h"

#include <cstdint>

namespace pinion::engine {

/// What an auction in the instrument would come to now.
[[nodiscard]] AuctionPrice auction_price(const Venue& venue, std::uint32_t instrument);

/// Lets a book that may be crossed trade at the auction's price, by price and time.
void uncross(Turn& turn, std::uint32_t instrument);

/// Tells the public what an auction would come to, if that is news. The instrument may be in any
/// phase.
void tell_indicative(Turn& turn, std::uint32_t instrument);

} // namespace pinion::engine
