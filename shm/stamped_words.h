#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>

namespace pinion::shm {

/// A value that one writer overwrites while others copy it: a sequence lock (Lameter, "Effective
/// synchronization on Linux/NUMA systems", 2005; memory orders after Boehm, "Can seqlocks get along
/// with programming language memory models?", MSPC 2012) whose stamp also says *which* value it is.
///
///   | word 0 | word 1 | ... | stamp |
///
/// The words are atomics, so a torn copy is detected and not undefined; there are no fences, which
/// thread sanitizer could not follow. On x86-64 all of it is plain moves. The top bit of the stamp
/// marks a value that is being written.
template <class Value>
class StampedWords {
    static_assert(std::is_trivially_copyable_v<Value> &&
                  sizeof(Value) % sizeof(std::uint64_t) == 0);
    static constexpr std::size_t word_count = sizeof(Value) / sizeof(std::uint64_t);

  public:
    static constexpr std::uint64_t writing = std::uint64_t{1} << 63;

    /// The value's stamp, with `writing` set while it changes.
    [[nodiscard]] std::uint64_t stamp() const { return stamp_.load(std::memory_order_acquire); }

    /// Writes the value unseen: readers find the mark `writing` until `release`.
    void stage(const Value& value, std::uint64_t stamp) {
        stamp_.store(stamp | writing, std::memory_order_relaxed);
        for (std::size_t i = 0; i < word_count; ++i) {
            std::uint64_t word;
            std::memcpy(&word, reinterpret_cast<const std::byte*>(&value) + i * sizeof(word),
                        sizeof(word));
            words_[i].store(word, std::memory_order_release);
        }
    }

    /// The same in place: what the caller writes there is unseen until `release`. The bytes are
    /// those of an old value. Not for builds with thread sanitizer, which does not know fences.
    [[nodiscard]] Value& claim(std::uint64_t stamp) {
        stamp_.store(stamp | writing, std::memory_order_relaxed);
        std::atomic_thread_fence(std::memory_order_release);
        return *::new (static_cast<void*>(words_.data())) Value;
    }

    /// Makes the staged value visible.
    void release(std::uint64_t stamp) { stamp_.store(stamp, std::memory_order_release); }

    void write(const Value& value, std::uint64_t stamp) {
        stage(value, stamp);
        release(stamp);
    }

    /// Copies the value if its stamp is `stamp` before and after, and no mark `writing`; false
    /// otherwise, with `value` unspecified.
    [[nodiscard]] bool try_read(Value& value, std::uint64_t stamp) const {
        if (stamp_.load(std::memory_order_acquire) != stamp || (stamp & writing) != 0) return false;
        for (std::size_t i = 0; i < word_count; ++i) {
            const std::uint64_t word = words_[i].load(std::memory_order_acquire);
            std::memcpy(reinterpret_cast<std::byte*>(&value) + i * sizeof(word), &word,
                        sizeof(word));
        }
        return stamp_.load(std::memory_order_relaxed) == stamp;
    }

  private:
    std::array<std::atomic<std::uint64_t>, word_count> words_;
    std::atomic<std::uint64_t> stamp_;
};

} // namespace pinion::shm
