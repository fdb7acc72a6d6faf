#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pinion::latency {

/// Blocks that are written at once, and synced.
struct DiskBatch {
    std::uint64_t offset;
    std::size_t bytes;
};

/// Floor of everything that must be on a disk: a bare loop that writes batches past the page cache
/// and syncs each, in a file whose blocks are there already.
class WriteAndSync {
  public:
    /// Makes the file. Throws std::system_error.
    WriteAndSync(const std::string& directory, std::uint64_t file_bytes, std::size_t batch_max);
    ~WriteAndSync();

    WriteAndSync(const WriteAndSync&) = delete;
    WriteAndSync& operator=(const WriteAndSync&) = delete;

    /// Nanoseconds of each batch.
    [[nodiscard]] std::vector<double> run(std::span<const DiskBatch> batches) const;

  private:
    struct Free {
        void operator()(std::byte* memory) const;
    };

    std::string path_;
    int file_;
    std::unique_ptr<std::byte, Free> blocks_;
};

} // namespace pinion::latency
