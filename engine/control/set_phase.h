#pragma once

#include "engine/control/control.h"

namespace pinion::engine {

/// The operator halts an instrument, or all, resumes it or moves it to any other phase.
ControlOutcome set_phase(Turn& turn, const shm::ControlCommand& asked);

} // namespace pinion::engine
