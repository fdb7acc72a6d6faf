#include "shm/sys/file_lock.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>

namespace pinion::shm {

namespace {

struct flock lock_of(short type, long byte) {
    struct flock lock {};

    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = byte;
    lock.l_len = 1;
    return lock;
}

[[noreturn]] void throw_last_error() {
    throw std::system_error(errno, std::generic_category(), "locking a byte of a file");
}

} // namespace

bool try_lock_byte(int file, long byte) {
    struct flock lock = lock_of(F_WRLCK, byte);
    if (::fcntl(file, F_OFD_SETLK, &lock) == 0) return true;
    if (errno != EAGAIN && errno != EACCES) throw_last_error();
    return false;
}

void unlock_byte(int file, long byte) {
    struct flock lock = lock_of(F_UNLCK, byte);
    ::fcntl(file, F_OFD_SETLK, &lock);
}

bool is_byte_locked_elsewhere(int file, long byte) {
    struct flock lock = lock_of(F_WRLCK, byte);
    if (::fcntl(file, F_OFD_GETLK, &lock) != 0) throw_last_error();
    return lock.l_type != F_UNLCK;
}

} // namespace pinion::shm
