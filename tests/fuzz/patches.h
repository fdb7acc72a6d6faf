#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace pinion::fuzz {

/// Takes things out of a fuzzer's bytes, front to back.
class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

    /// The next object, or nothing if too few bytes are left.
    template <class Object>
    std::optional<Object> take() {
        if (rest_.size() < sizeof(Object)) return std::nullopt;
        Object object;
        std::memcpy(&object, rest_.data(), sizeof(Object));
        rest_ = rest_.subspan(sizeof(Object));
        return object;
    }

    [[nodiscard]] std::span<const std::uint8_t> rest() const { return rest_; }

  private:
    std::span<const std::uint8_t> rest_;
};

/// Overwrites one word of the memory.
///
///   input:  | place, 2 bytes | word, 8 bytes |
inline void patch(std::span<std::byte> memory, std::uint16_t place, std::uint64_t word) {
    const std::size_t words = memory.size() / sizeof(word);
    std::memcpy(memory.data() + place % words * sizeof(word), &word, sizeof(word));
}

} // namespace pinion::fuzz
