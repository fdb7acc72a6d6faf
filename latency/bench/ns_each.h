#pragma once

#include "shm/sys/clock.h"

#include <cstddef>

namespace pinion::latency {

/// Nanoseconds that each of `count` steps takes, all done by `work()`.
template <typename Work>
double ns_each(std::size_t count, Work work) {
    const auto start_ns = shm::monotonic_now_ns();
    work();
    return static_cast<double>(shm::monotonic_now_ns() - start_ns) / static_cast<double>(count);
}

} // namespace pinion::latency
