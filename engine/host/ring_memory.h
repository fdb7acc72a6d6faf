#pragma once

#include "shm/cache_line.h"

#include <cstddef>
#include <span>
#include <vector>

namespace pinion::engine {

/// Memory for a ring between threads of this process: zeroed, therefore already faulted in, and
/// aligned to cache lines.
class RingMemory {
  public:
    explicit RingMemory(std::size_t bytes)
        : lines_((bytes + shm::cache_line_bytes - 1) / shm::cache_line_bytes) {}

    [[nodiscard]] std::span<std::byte> bytes() { return std::as_writable_bytes(std::span(lines_)); }

  private:
    struct alignas(shm::cache_line_bytes) Line {
        std::byte bytes[shm::cache_line_bytes];
    };

    std::vector<Line> lines_;
};

} // namespace pinion::engine
