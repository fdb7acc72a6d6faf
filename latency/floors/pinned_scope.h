#pragma once

#include <sched.h>

namespace pinion::latency {

/// Pins the calling thread to one core and gives it back its former cores at the end.
class PinnedScope {
  public:
    /// Throws std::system_error if the host does not allow it.
    explicit PinnedScope(int core);
    ~PinnedScope();

    PinnedScope(const PinnedScope&) = delete;
    PinnedScope& operator=(const PinnedScope&) = delete;

  private:
    cpu_set_t former_{};
};

} // namespace pinion::latency
