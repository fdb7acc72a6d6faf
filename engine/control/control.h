#pragma once

#include "engine/venue.h"
#include "shm/messages/control_command.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

/// What the operator of the venue may ask of it: shm/messages/control_command.h.
namespace pinion::engine {

/// Does what the command asks for, and answers it.
void control(Turn& turn);

/// What became of a control command: the final answer.
struct ControlOutcome {
    shm::RejectReason reason = shm::RejectReason::none;
    std::uint32_t total_affected = 0;
    std::uint64_t number = 0;
};

/// Handlers of actions. Each checks what it reads of the command, and tells its rows if it has any;
/// the final answer is made of what it returns.
ControlOutcome kill(Turn& turn, const shm::ControlCommand& asked);
ControlOutcome re_arm(Turn& turn, const shm::ControlCommand& asked);
ControlOutcome suspend(Turn& turn, const shm::ControlCommand& asked);
ControlOutcome resume(Turn& turn, const shm::ControlCommand& asked);
ControlOutcome roll_day(Turn& turn, const shm::ControlCommand& asked);
ControlOutcome detach_gateway(Turn& turn, const shm::ControlCommand& asked);
ControlOutcome list(Turn& turn, const shm::ControlCommand& asked);

} // namespace pinion::engine
