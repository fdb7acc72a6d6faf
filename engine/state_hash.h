#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace pinion::engine {

/// Order-sensitive fingerprint of words and of plain objects that have no padding.
class StateHash {
  public:
    /// One round of the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    void fold(std::uint64_t word) {
        value_ += word + 0x9e3779b97f4a7c15;
        value_ = (value_ ^ (value_ >> 30)) * 0xbf58476d1ce4e5b9;
        value_ = (value_ ^ (value_ >> 27)) * 0x94d049bb133111eb;
        value_ ^= value_ >> 31;
    }

    template <typename T>

    requires(std::is_trivially_copyable_v<T> &&
             !std::is_arithmetic_v<T>) void fold(const T& object) {
        static_assert(std::has_unique_object_representations_v<T> && sizeof(T) % 4 == 0);
        using Word = std::conditional_t<sizeof(T) % 8 == 0, std::uint64_t, std::uint32_t>;
        Word words[sizeof(T) / sizeof(Word)];
        std::memcpy(words, &object, sizeof(T));
        for (const auto word : words) fold(std::uint64_t{word});
    }

    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 0;
};

} // namespace pinion::engine
