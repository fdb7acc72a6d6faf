#pragma once

#include "engine/venue.h"
#include "shm/messages/command.h"
#include "shm/messages/reject_reason.h"

namespace pinion::engine {

/// FIX D.
void new_order(Turn& turn);
/// FIX F.
void cancel_order(Turn& turn);
/// FIX G.
void replace_order(Turn& turn);
/// FIX H.
void order_status(Turn& turn);
/// FIX q.
void mass_cancel(Turn& turn);
/// FIX AF.
void mass_status(Turn& turn);
/// Says no to a message of `kind` in the form that FIX has for it, and forgets it, except that the
/// ClOrdID of a new order is used up for the day.
void refuse(Turn& turn, shm::CommandKind kind, shm::RejectReason reason);

/// A deadline has passed: orders expire, sessions that did not come back lose theirs, phases begin.
void timer(Turn& turn);
/// A trading day ends and the next one begins.
void day_roll(Turn& turn);

} // namespace pinion::engine
