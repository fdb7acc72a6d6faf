#pragma once

#include <cstddef>
#include <string>

namespace pinion::fix {

/// How what is in a mapped store reaches the disk for good: the seam at which tests lose the host.
///
/// Thread safety: all functions may be called by several threads at a time. Errors: false if the
/// disk failed; then nothing is known of what it holds.
class StoreDisk {
  public:
    /// Whole pages of a mapped file.
    struct Part {
        int fd;
        std::byte* begin;
        std::size_t offset; ///< of `begin` in the file
        std::size_t bytes;
    };

    virtual ~StoreDisk() = default;

    /// Waits until the part, and the file's size, survive the loss of the host.
    [[nodiscard]] virtual bool sync(const Part& part) = 0;

    /// The same for the names in the directory of `path`.
    [[nodiscard]] virtual bool sync_directory_of(const std::string& path) = 0;
};

/// The real one.
[[nodiscard]] StoreDisk& host_disk();

} // namespace pinion::fix
