#include "tests/engine/reference/reference_venue.h"

namespace pinion::engine {

using shm::RejectReason;

void ReferenceVenue::control(const shm::ControlCommand& asked) {
    if (asked.engine_epoch < epoch_) return tell_control(asked, RejectReason::stale_engine_epoch);
    tell_control(asked, RejectReason::unsupported_instruction);
}

} // namespace pinion::engine
