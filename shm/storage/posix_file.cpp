#include "shm/storage/posix_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace pinion::shm {

namespace {

constexpr std::size_t zeros_bytes = 1 << 20; ///< written at a time

std::error_code last_error() { return {errno, std::generic_category()}; }

} // namespace

PosixFile::~PosixFile() { ::close(descriptor_); }

Stored<std::size_t> PosixFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ::ssize_t count = ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                        static_cast<::off_t>(offset + done));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return {last_error(), done};
        if (count == 0) break;
        done += static_cast<std::size_t>(count);
    }
    return {{}, done};
}

std::error_code PosixFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ::ssize_t count = ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done,
                                         static_cast<::off_t>(offset + done));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return last_error();
        done += static_cast<std::size_t>(count);
    }
    return {};
}

std::error_code PosixFile::preallocate(std::uint64_t bytes) {
    const Stored<std::uint64_t> now = size();
    if (now.error) return now.error;
    const std::vector<std::byte> zeros(zeros_bytes);
    for (std::uint64_t at = now.value; at < bytes;) {
        const auto count = std::min<std::uint64_t>(zeros.size(), bytes - at);
        if (const auto error = write_at(at, std::span(zeros).first(count))) return error;
        at += count;
    }
    return {};
}

std::error_code PosixFile::sync() {
    return ::fdatasync(descriptor_) == 0 ? std::error_code{} : last_error();
}

Stored<std::uint64_t> PosixFile::size() const {
    struct ::stat status {};

    if (::fstat(descriptor_, &status) != 0) return {last_error()};
    return {{}, static_cast<std::uint64_t>(status.st_size)};
}

} // namespace pinion::shm
