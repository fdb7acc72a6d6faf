#pragma once

#include <cstdint>
#include <random>

namespace pinion::test {

/// As long as it lives, the thread that made it has a time and a chance of its own: whatever asks
/// for the time there gets this one (clock_gettime, gettimeofday, time), whatever sleeps makes it
/// pass (nanosleep, clock_nanosleep, sched_yield), and getrandom gives numbers of the seed. The
/// libraries that the thread calls, QuickFIX too, are none the wiser.
///
/// Thread safety: one thread, and one at a time in it.
class VirtualTime {
  public:
    /// UTC and the monotonic clock both begin there.
    VirtualTime(std::int64_t begin_ns, std::uint64_t seed);
    ~VirtualTime();
    VirtualTime(const VirtualTime&) = delete;
    VirtualTime& operator=(const VirtualTime&) = delete;

    [[nodiscard]] std::int64_t now_ns() const { return now_ns_; }

    void pass(std::int64_t ns) { now_ns_ += ns; }

    /// Does nothing if it is later already.
    void pass_until(std::int64_t ns) {
        if (ns > now_ns_) now_ns_ = ns;
    }

    [[nodiscard]] std::uint64_t random() { return random_(); }

  private:
    std::int64_t now_ns_;
    std::mt19937_64 random_;
};

} // namespace pinion::test
