#include "tests/engine/reference/reference_venue.h"

namespace pinion::engine {

using shm::RejectReason;

void ReferenceVenue::control(const shm::ControlCommand& asked) {
    if (asked.engine_epoch < epoch_) return tell_control(asked, RejectReason::stale_engine_epoch);
    switch (asked.action) {
    case shm::ControlAction::credit: return tell_control(asked, wrong_credit(asked));
    case shm::ControlAction::set_limits: return tell_control(asked, wrong_limits(asked));
    default: return tell_control(asked, RejectReason::unsupported_instruction);
    }
}

} // namespace pinion::engine
