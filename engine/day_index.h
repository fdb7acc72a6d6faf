#pragma once

#include "engine/book/huge_page_allocator.h"
#include "engine/day_index_line.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Finds the numbers 0, 1, 2 ... that were added, in this order, by a 64-bit hash. Four bytes for
/// each, since what counts is how much memory a day's ids are spread over: an entry is a tag of 12
/// bits and the block of neighbouring numbers among which its own is. A hash only nominates; the
/// caller decides which nominee it meant. Not thread-safe; holds at most `capacity` entries and
/// allocates only when built.
///
/// An entry lies in the line where its hash is at home, or in the first one behind it that had
/// room; so a line with room ends the search. When all numbers are in, one line in twenty is full.
class DayIndex {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    explicit DayIndex(std::uint32_t capacity)
        : block_bits_(block_bits(capacity)), lines_(capacity / words_per_line + 1) {
        assert(capacity != 0);
        clear();
    }

    void clear() {
        count_ = 0;
        std::fill(lines_.begin(), lines_.end(), DayIndexLine{});
    }

    /// Adds the next number.
    void add(std::uint64_t hash) {
        auto at = home(hash);
        while (lines_[at].is_full()) [[unlikely]] at = behind(at);
        lines_[at].add(tag(hash) | (count_ >> block_bits_));
        ++count_;
    }

    /// The number with this hash for which `is_meant(number)` holds, or none.
    template <typename Predicate>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Predicate is_meant) const {
        for (auto at = home(hash);; at = behind(at)) {
            const auto& line = lines_[at];
            for (auto hits = line.lanes_with(tag(hash)); hits != 0; hits &= hits - 1) [[unlikely]] {
                    const auto lane = static_cast<std::size_t>(std::countr_zero(hits));
                    const auto number = find_in_block(line.words[lane], is_meant);
                    if (number != none) return number;
                }
            if (!line.is_full()) [[likely]]
                return none;
        }
    }

    /// Fetches the line in which the hash is looked for first.
    [[gnu::always_inline]] void prefetch(std::uint64_t hash) const {
        __builtin_prefetch(&lines_[home(hash)], 1);
    }

  private:
    static constexpr std::uint32_t words_per_line = 10;
    static_assert(words_per_line < DayIndexLine::lanes, "some line has room");

    /// As few as leave room for the blocks in an entry.
    [[nodiscard]] static std::uint32_t block_bits(std::uint32_t capacity) {
        const auto bits = static_cast<std::uint32_t>(std::bit_width(capacity - 1));
        return bits - std::min(bits, DayIndexLine::value_bits);
    }

    [[nodiscard]] static std::uint32_t tag(std::uint64_t hash) {
        const auto high = static_cast<std::uint32_t>(hash >> 32) & ~DayIndexLine::value_mask;
        return high == 0 ? DayIndexLine::value_mask + 1 : high;
    }

    /// Of the lower half of the hash; the tag is of the upper.
    [[nodiscard]] std::size_t home(std::uint64_t hash) const {
        return (hash & 0xffffffff) * lines_.size() >> 32;
    }

    [[nodiscard]] std::size_t behind(std::size_t at) const {
        return at + 1 == lines_.size() ? 0 : at + 1;
    }

    template <typename Predicate>
    [[nodiscard]] std::uint32_t find_in_block(std::uint32_t word, Predicate is_meant) const {
        const auto first = (word & DayIndexLine::value_mask) << block_bits_;
        const auto end = std::min(count_, first + (1U << block_bits_));
        for (auto number = first; number < end; ++number)
            if (is_meant(number)) return number;
        return none;
    }

    std::uint32_t block_bits_; ///< a block has so many numbers, as a power of two
    std::uint32_t count_ = 0;
    std::vector<DayIndexLine, HugePageAllocator<DayIndexLine>> lines_;
};

} // namespace pinion::engine
