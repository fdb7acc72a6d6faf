#pragma once

#include "engine/venue.h"
#include "shm/messages/control_command.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>

/// What the operator of the venue may ask of it: shm/messages/control_command.h.
namespace pinion::engine {

/// What became of a control command: the final answer.
struct ControlOutcome {
    shm::RejectReason reason = shm::RejectReason::none;
    std::uint32_t total_affected = 0;
    std::uint64_t number = 0;
};

/// Does what the command asks for, and answers it.
void control(Turn& turn);

} // namespace pinion::engine
