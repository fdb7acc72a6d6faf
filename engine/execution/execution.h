#pragma once

#include "engine/venue.h"
#include "shm/messages/feed_event.h"

namespace pinion::engine {

/// Lets an order that is in no place trade with the other side; what is left rests, is held, or is
/// canceled, as its terms are.
void execute(Turn& turn, Order& order);

/// Puts a stop order among those that wait, and measures it against the last trade.
void wait_for_price(Turn& turn, Order& order);

/// Puts an order at the close where it waits for its auction. Needs room.
void wait_for_close(Turn& turn, Order& order);

/// Puts an order into the book and says so to the public. Needs room.
void rest(Turn& turn, Order& order, shm::FeedEventKind kind);

/// Takes an order out of its place, and tells the public if it could see it.
void withdraw(Turn& turn, std::uint32_t slot, const Order& order);

/// Gives an order that keeps its place new terms, not more lots than before, and tells the public
/// if it can see that.
void amend(Turn& turn, std::uint32_t slot, Order& order);

/// Cancels a waiting order for which its owner did not ask now.
void cancel_unsolicited(Turn& turn, std::uint32_t slot, shm::RejectReason reason);

/// The time of a waiting order is over.
void expire(Turn& turn, std::uint32_t slot);

/// Waiting orders that are due now get their turn, as many as one command may set going.
void settle(Turn& turn);

/// Whether an order would meet anybody, in the book or held, at its price or better.
[[nodiscard]] bool meets_somebody(const Venue& venue, const Order& order);

/// The next feed event, about an order in the book, of which `shown_lots` are shown. To be changed
/// only before the next one, and not to be read.
shm::FeedEvent& feed_event(Turn& turn, shm::FeedEventKind kind, const Order& order,
                           std::uint32_t slot, std::uint64_t shown_lots);

} // namespace pinion::engine
