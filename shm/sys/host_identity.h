#pragma once

#include <sys/types.h>

#include <cstdint>

namespace pinion::shm {

/// Hash of the kernel's boot id: the same until the host is rebooted. 0 if /proc does not tell.
[[nodiscard]] std::uint64_t boot_id();

/// When the process started, in clock ticks after boot (field 22 of /proc/PID/stat): with its pid
/// it names a process for good. 0 if there is no such process.
[[nodiscard]] std::uint64_t process_start_time(::pid_t pid);

/// A number from the kernel's random source. Throws std::system_error if there is none.
[[nodiscard]] std::uint64_t random_id();

} // namespace pinion::shm
