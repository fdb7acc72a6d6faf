#pragma once

#include <string>
#include <vector>

namespace pinion::shm {

/// Cores that this process may run on, ascending (sched_getaffinity: respects taskset and cpusets).
[[nodiscard]] std::vector<int> usable_cores();

/// Cores as messages name them: "0, 1, 3".
[[nodiscard]] std::string listed(const std::vector<int>& cores);

/// Pins the calling thread to `core`. Throws std::system_error, with what to do, if the host does
/// not allow it.
void pin_current_thread(int core);

/// Names the calling thread for ps, top and perf; cut to 15 characters.
void name_current_thread(const std::string& name);

} // namespace pinion::shm
