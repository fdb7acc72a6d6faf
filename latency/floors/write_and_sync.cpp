#include "latency/floors/write_and_sync.h"

#include "shm/sys/clock.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace pinion::latency {

namespace {

constexpr std::size_t block_bytes = 4096;

void require(bool done, const std::string& path) {
    if (!done) throw std::system_error(errno, std::generic_category(), path);
}

} // namespace

void WriteAndSync::Free::operator()(std::byte* memory) const { std::free(memory); }

WriteAndSync::WriteAndSync(const std::string& directory, std::uint64_t file_bytes,
                           std::size_t batch_max)
    : path_(directory + "/write_and_sync"),
      file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)),
      blocks_(static_cast<std::byte*>(std::aligned_alloc(block_bytes, batch_max))) {
    require(file_ >= 0 && blocks_ != nullptr, path_);
    std::memset(blocks_.get(), 1, batch_max);
    for (std::uint64_t at = 0; at < file_bytes; at += batch_max)
        require(::pwrite(file_, blocks_.get(), batch_max, static_cast<::off_t>(at)) > 0, path_);
    require(::fdatasync(file_) == 0, path_);
    // Without it the loop is the page cache's: still a floor, of a slower way.
    static_cast<void>(::fcntl(file_, F_SETFL, O_DIRECT));
}

WriteAndSync::~WriteAndSync() {
    ::close(file_);
    ::unlink(path_.c_str());
}

std::vector<double> WriteAndSync::run(std::span<const DiskBatch> batches) const {
    std::vector<double> times_ns;
    times_ns.reserve(batches.size());
    for (const DiskBatch& batch : batches) {
        const std::int64_t start_ns = shm::monotonic_now_ns();
        const auto offset = static_cast<::off_t>(batch.offset);
        require(::pwrite(file_, blocks_.get(), batch.bytes, offset) ==
                    static_cast<::ssize_t>(batch.bytes),
                path_);
        require(::fdatasync(file_) == 0, path_);
        times_ns.push_back(static_cast<double>(shm::monotonic_now_ns() - start_ns));
    }
    return times_ns;
}

} // namespace pinion::latency
