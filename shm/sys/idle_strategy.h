#pragma once

#include <cstdint>

namespace pinion::shm {

/// How a polling thread waits when it found nothing to do.
enum class Wait : std::uint8_t {
    spin,  ///< pause instruction: lowest latency, needs the core for itself
    yield, ///< sched_yield after a short spin: shares a core with others that yield
    sleep, ///< spins, yields, then sleeps 50 us at a time: no load when idle
};

/// Called after every turn of a polling loop with the amount of work that was done.
/// Thread safety: one instance per thread.
class IdleStrategy {
  public:
    explicit IdleStrategy(Wait wait) : wait_(wait) {}

    void idle(std::uint64_t work_count) {
        if (work_count > 0)
            idle_turns_ = 0;
        else
            wait();
    }

    [[nodiscard]] Wait kind() const { return wait_; }

  private:
    void wait();

    Wait wait_;
    std::uint32_t idle_turns_ = 0;
};

} // namespace pinion::shm
