#include "latency/floors/pinned_scope.h"

#include "shm/sys/affinity.h"

#include <cerrno>
#include <system_error>

namespace pinion::latency {

PinnedScope::PinnedScope(int core) {
    if (::sched_getaffinity(0, sizeof(former_), &former_) != 0)
        throw std::system_error(errno, std::generic_category(), "sched_getaffinity");
    shm::pin_current_thread(core);
}

PinnedScope::~PinnedScope() { ::sched_setaffinity(0, sizeof(former_), &former_); }

} // namespace pinion::latency
