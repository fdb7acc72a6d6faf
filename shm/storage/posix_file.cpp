#include "shm/storage/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

namespace pinion::shm {

namespace {

constexpr std::size_t zeros_bytes = 1 << 20; ///< written at a time
constexpr std::size_t block_bytes = 4096;    ///< that can be written past the page cache

std::error_code last_error() { return {errno, std::generic_category()}; }

/// Has a file written past the page cache, where its file system can do that, as long as this
/// lives.
class PastPageCache {
  public:
    explicit PastPageCache(int descriptor)
        : descriptor_(descriptor), flags_(::fcntl(descriptor, F_GETFL)) {
        if (flags_ >= 0) static_cast<void>(::fcntl(descriptor_, F_SETFL, flags_ | O_DIRECT));
    }

    PastPageCache(const PastPageCache&) = delete;
    PastPageCache& operator=(const PastPageCache&) = delete;

    ~PastPageCache() {
        if (flags_ >= 0) static_cast<void>(::fcntl(descriptor_, F_SETFL, flags_));
    }

  private:
    int descriptor_;
    int flags_;
};

struct Free {
    void operator()(void* memory) const { std::free(memory); }
};

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
    const std::unique_ptr<void, Free> memory(std::aligned_alloc(block_bytes, zeros_bytes));
    if (memory == nullptr) return std::make_error_code(std::errc::not_enough_memory);
    std::memset(memory.get(), 0, zeros_bytes);
    const std::span zeros(static_cast<const std::byte*>(memory.get()), zeros_bytes);

    // The cache would have to be cleared of these pages when they are written, and writing them
    // back would hold up what others sync meanwhile.
    std::optional<PastPageCache> past_page_cache;
    if (now.value % block_bytes == 0 && bytes % block_bytes == 0)
        past_page_cache.emplace(descriptor_);
    for (std::uint64_t at = now.value; at < bytes;) {
        const auto count = std::min<std::uint64_t>(zeros.size(), bytes - at);
        if (const auto error = write_at(at, zeros.first(count))) return error;
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
