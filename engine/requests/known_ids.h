#pragma once

#include "engine/venue.h"

#include <cstdint>

namespace pinion::engine {

/// What became of the order that an id of the day belongs to.
struct KnownOrder {
    Order order;
    shm::OrdStatus status;
    shm::RejectReason reason; ///< why it was rejected or canceled, if the venue did that
};

/// `record` is a record of the day.
[[nodiscard]] KnownOrder known_order(const Venue& venue, std::uint32_t record);

/// A message whose ClOrdID was used before: PossResend (97=Y) is answered from the state of the
/// order it made or changed (true: nothing else is to be done), anything else is for the caller to
/// reject.
[[nodiscard]] bool answer_resend(Turn& turn, std::uint32_t record);

} // namespace pinion::engine
