#pragma once

#include "engine/control/control.h"
#include "engine/venue.h"
#include "shm/messages/control_command.h"

/// What the operator does to what an account has and may do.
namespace pinion::engine {

/// Payload: shm::Credit.
[[nodiscard]] ControlOutcome credit(Turn& turn, const shm::ControlCommand& asked);

/// Payload: shm::SetLimits.
[[nodiscard]] ControlOutcome set_limits(Turn& turn, const shm::ControlCommand& asked);

} // namespace pinion::engine
