#pragma once

namespace pinion::shm {

/// Exclusive locks on single bytes of a file, held by the open file description (F_OFD_SETLK): the
/// kernel drops them when the last descriptor and mapping of it are gone, so also when the holder
/// is killed. Two descriptors opened separately exclude each other, in one process or in two.

/// False while another open file description holds the byte. Needs a descriptor open for writing.
[[nodiscard]] bool try_lock_byte(int file, long byte);
void unlock_byte(int file, long byte);

/// Whether *another* open file description holds the byte. A read-only descriptor will do.
[[nodiscard]] bool is_byte_locked_elsewhere(int file, long byte);

} // namespace pinion::shm
