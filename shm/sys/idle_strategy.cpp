#include "shm/sys/idle_strategy.h"

#include <sched.h>
#include <time.h>

namespace pinion::shm {

namespace {

constexpr std::uint32_t spin_turns = 128;  ///< a few microseconds: work often comes in bursts
constexpr std::uint32_t yield_turns = 128; ///< on top of the spins, before a sleeper sleeps
constexpr long nap_ns = 50'000;

void pause_core() { __builtin_ia32_pause(); }

void nap() {
    const timespec duration{0, nap_ns};
    ::nanosleep(&duration, nullptr);
}

} // namespace

void IdleStrategy::wait() {
    if (wait_ == Wait::spin || idle_turns_ < spin_turns) {
        pause_core();
    } else if (wait_ == Wait::yield || idle_turns_ < spin_turns + yield_turns) {
        ::sched_yield();
    } else {
        nap();
        return; // the count stays at its end, so that it cannot overflow
    }
    if (idle_turns_ < spin_turns + yield_turns) ++idle_turns_;
}

} // namespace pinion::shm
