#pragma once

#include "engine/venue.h"
#include "shm/messages/feed_event.h"

#include <cstdint>

namespace pinion::engine {

/// The price at which an order stops trading.
[[nodiscard]] std::int64_t trading_limit(const Venue& venue, const Order& order);

/// Trades `taker`, which is not in the book, with the other side, best price first and oldest
/// first, down to its limit. Every trade prints at the resting order's price.
void match(Turn& turn, Order& taker);

/// Puts what is left of an order into the book and says so to the public.
void rest(Turn& turn, const Order& order, shm::FeedEventKind kind);

/// Takes a resting order out of the book and says so to the public.
void withdraw(Turn& turn, std::uint32_t slot, const Order& order);

/// A feed event about an order that rests, or just did, in `slot`.
[[nodiscard]] shm::FeedEvent feed_event(const Turn& turn, shm::FeedEventKind kind,
                                        const Order& order, std::uint32_t slot);

} // namespace pinion::engine
