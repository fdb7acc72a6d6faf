#pragma once

#include <chrono>
#include <csignal>

namespace pinion::shm {

/// INT and TERM, taken by waiting for them and not by a handler. Construct it before there are
/// threads, so that each of them has the signals blocked.
/// Thread safety: one thread waits. Errors: none.
class StopSignals {
  public:
    StopSignals() {
        ::sigemptyset(&signals_);
        ::sigaddset(&signals_, SIGINT);
        ::sigaddset(&signals_, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }

    /// Whether one came within the time.
    [[nodiscard]] bool came_within(std::chrono::milliseconds timeout) const {
        const timespec wait{timeout.count() / 1000, timeout.count() % 1000 * 1'000'000};
        return ::sigtimedwait(&signals_, nullptr, &wait) > 0;
    }

  private:
    sigset_t signals_{};
};

} // namespace pinion::shm
