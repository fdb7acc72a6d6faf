#pragma once

#include <functional>
#include <vector>

namespace pinion::test {

/// Runs `work` on a thread of its own, for which, and for the threads that it starts, the kernel
/// refuses the system calls of these numbers with `error`: as in a container that forbids them, or
/// on a host where they fail. Throws std::system_error where the kernel has no seccomp.
void with_refused_system_calls(const std::vector<int>& numbers, int error,
                               const std::function<void()>& work);

} // namespace pinion::test
