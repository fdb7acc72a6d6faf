#pragma once

#include "shm/cache_line.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

namespace pinion::shm::test {

/// Zeroed memory for a ring within this process. Exactly as large as asked for, so that the address
/// sanitizer sees each step outside.
class RingMemory {
  public:
    explicit RingMemory(std::size_t bytes)
        : memory_(static_cast<std::byte*>(std::aligned_alloc(cache_line_bytes, bytes))),
          bytes_(bytes) {
        std::fill_n(memory_.get(), bytes, std::byte{});
    }

    [[nodiscard]] std::span<std::byte> span() const { return {memory_.get(), bytes_}; }

    /// The word at byte `offset`, to be damaged by a test.
    [[nodiscard]] std::uint64_t& word_at(std::size_t offset) const {
        return *reinterpret_cast<std::uint64_t*>(memory_.get() + offset);
    }

  private:
    struct Free {
        void operator()(std::byte* memory) const { std::free(memory); }
    };

    std::unique_ptr<std::byte, Free> memory_;
    std::size_t bytes_;
};

/// Runs `attempt` and returns the message of the std::runtime_error that it throws; "" if none.
template <class Attempt>
std::string refusal_of(Attempt attempt) {
    try {
        attempt();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

} // namespace pinion::shm::test
