#pragma once

#include "engine/audit/progress.h"
#include "engine/audit/telling.h"
#include "shm/sys/stop_signals.h"

#include <functional>

namespace pinion::engine::audit {

/// What is to be done between commands; nothing, if it is empty.
struct BetweenCommands {
    std::function<void()> end_command{};
    std::function<void()> at_end{}; ///< for now: there is no more to be told yet
};

/// Tells all there is, and while it is followed goes on until INT or TERM. Whether it came to the
/// history's end.
bool tell(Telling& telling, Progress& progress, bool follow, const shm::StopSignals& signals,
          const BetweenCommands& between);

} // namespace pinion::engine::audit
