#include "fix-gateway/store/store_file.h"

#include "shm/sys/clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace pinion::fix {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw StoreError("FIX store " + path + ": " + why);
}

[[noreturn]] void refuse_errno(const std::string& path, const std::string& what) {
    refuse(path, what + ": " + std::generic_category().message(errno));
}

bool try_lock(int fd) {
    struct flock lock {};

    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return ::fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

/// Whether `path` still leads to the open file: it does not if a sequence reset replaced it.
bool is_in_place(int fd, const std::string& path) {
    struct stat opened {};

    struct stat named {};

    return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

bool allocate(int fd, std::size_t size) {
    int error;
    do {
        error = ::posix_fallocate(fd, 0, static_cast<off_t>(size));
    } while (error == EINTR);
    errno = error;
    return error == 0;
}

std::size_t whole_chunks(std::size_t bytes) {
    return (bytes + StoreFile::chunk_bytes - 1) / StoreFile::chunk_bytes * StoreFile::chunk_bytes;
}

int open_locked(const std::string& path) {
    while (true) {
        const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0) refuse_errno(path, "cannot be opened");
        if (!try_lock(fd)) {
            ::close(fd);
            refuse(path, "in use by another process; stop the gateway that holds it");
        }
        if (is_in_place(fd, path)) return fd;
        ::close(fd);
    }
}

} // namespace

StoreFile StoreFile::open(const std::string& path, const std::string& session) {
    if (session.size() > store_name_max) refuse(path, "session name too long");
    StoreFile file;
    file.path_ = path;
    file.fd_ = open_locked(path);

    struct stat found {};

    if (::fstat(file.fd_, &found) != 0) refuse_errno(path, "cannot be examined");
    const std::size_t size = whole_chunks(
        std::max<std::size_t>(static_cast<std::size_t>(found.st_size), store_header_bytes));
    if (!file.map(size)) refuse_errno(path, "no room for " + std::to_string(size) + " bytes");
    file.is_new_ = file.header().magic == 0 && file.header().layout_version == 0;
    if (file.is_new_)
        file.initialise(session, 0);
    else
        file.check(session);
    return file;
}

StoreFile::StoreFile(StoreFile&& other) noexcept { *this = std::move(other); }

StoreFile& StoreFile::operator=(StoreFile&& other) noexcept {
    if (this == &other) return *this;
    close();
    path_ = std::move(other.path_);
    temporary_path_ = std::move(other.temporary_path_);
    fd_ = std::exchange(other.fd_, -1);
    base_ = std::exchange(other.base_, nullptr);
    size_.store(other.size_.exchange(0, std::memory_order_relaxed), std::memory_order_relaxed);
    is_new_ = other.is_new_;
    return *this;
}

StoreFile::~StoreFile() { close(); }

bool StoreFile::grow(std::size_t bytes) { return map(size() + whole_chunks(bytes)); }

bool StoreFile::make_successor(StoreFile& successor) const {
    successor = StoreFile();
    successor.path_ = path_;
    successor.temporary_path_ = path_ + ".new";
    successor.fd_ =
        ::open(successor.temporary_path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (successor.fd_ < 0 || !try_lock(successor.fd_) || !successor.map(chunk_bytes)) return false;
    successor.initialise(header().session, header().session_epoch);
    return true;
}

bool StoreFile::take_place() {
    if (::rename(temporary_path_.c_str(), path_.c_str()) != 0) return false;
    temporary_path_.clear();
    return true;
}

/// Allocates the file up to `size` and maps what is not mapped yet, prefaulted: its pages are
/// touched soon.
bool StoreFile::map(std::size_t size) {
    if (size > size_max || !allocate(fd_, size)) return false;
    if (base_ == nullptr) {
        void* kept = ::mmap(nullptr, size_max, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (kept == MAP_FAILED) return false;
        base_ = static_cast<std::byte*>(kept);
    }
    const std::size_t before = this->size();
    void* mapped = ::mmap(base_ + before, size - before, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_FIXED, fd_, static_cast<off_t>(before));
    if (mapped == MAP_FAILED) return false;
    ::madvise(mapped, size - before, before == 0 ? MADV_POPULATE_READ : MADV_POPULATE_WRITE);
    size_.store(size, std::memory_order_release);
    return true;
}

/// An epoch follows the previous one and the clock: a file that was deleted does not start again
/// with an epoch that engines have seen.
void StoreFile::initialise(const std::string& session, std::uint32_t previous_epoch) const {
    const std::int64_t now_ns = shm::utc_now_ns();
    StoreHeader& fresh = header();
    fresh.session_epoch =
        std::max(previous_epoch + 1, static_cast<std::uint32_t>(now_ns / second_ns));
    fresh.creation_time_ns = now_ns;
    std::copy(session.begin(), session.end(), fresh.session);
    fresh.next_target.store(1, std::memory_order_relaxed);
    fresh.layout_version = store_layout_version;
    std::atomic_ref(fresh.magic).store(store_magic, std::memory_order_release);
}

void StoreFile::check(const std::string& session) const {
    const StoreHeader& found = header();
    if (found.magic != store_magic)
        refuse(path_, "damaged or not a FIX store; move it away to start the session afresh");
    if (found.layout_version != store_layout_version)
        refuse(path_, "layout version " + std::to_string(found.layout_version) +
                          ", this program reads " + std::to_string(store_layout_version));
    const std::string owner(found.session, ::strnlen(found.session, store_name_max));
    if (owner != session) refuse(path_, "belongs to session " + owner + ", not " + session);
    if (const std::uint64_t next = found.next_target.load(std::memory_order_relaxed);
        next == 0 || next > INT32_MAX)
        refuse(path_, "damaged: expects inbound MsgSeqNum " + std::to_string(next) +
                          "; move it away to start the session afresh");
}

void StoreFile::close() {
    if (base_ != nullptr) ::munmap(base_, size_max);
    if (fd_ >= 0) ::close(fd_);
    if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
    base_ = nullptr;
    fd_ = -1;
    size_.store(0, std::memory_order_relaxed);
}

} // namespace pinion::fix
