#pragma once

#include "engine/book/huge_page_allocator.h"
#include "engine/book/tag_line.h"

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Finds numbers by a 64-bit hash: cache lines of ten 16-bit tags with their numbers, two to four
/// in use when it is full. A hash only nominates; the caller decides which nominee it meant. Not
/// thread-safe; holds at most `capacity` entries and allocates only when built.
///
/// Invariant: only the last line of an overflow chain has free lanes if the chain has more than one
/// line, so that any `capacity` entries fit, whatever their hashes.
class TagIndex {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// Up to here there are less than 2^28 lines, and a position has 32 bits.
    static constexpr std::uint32_t capacity_max = 1U << 29;

    explicit TagIndex(std::uint32_t capacity)
        : homes_(std::bit_ceil((capacity + 3) / 4)), lines_(homes_ + capacity / lanes + 1) {
        assert(capacity <= capacity_max);
        free_lines_.reserve(lines_.size() - homes_);
        clear();
    }

    /// Forgets everything.
    void clear() {
        free_lines_.clear();
        for (auto& line : lines_) {
            line = {};
            line.next = none;
        }
        for (auto line = lines_.size(); line > homes_; --line)
            free_lines_.push_back(static_cast<std::uint32_t>(line - 1));
    }

    /// The position of the new entry, by which it is erased.
    std::uint32_t insert(std::uint64_t hash, std::uint32_t number) {
        auto at = last_line(home(hash));
        auto free = lines_[at].lanes_with(0);
        if (free == 0) [[unlikely]] {
            at = lines_[at].next = take_line();
            free = TagLine::all_lanes;
        }
        const auto lane = static_cast<std::uint32_t>(std::countr_zero(free));
        lines_[at].tags[lane] = tag(hash);
        lines_[at].numbers[lane] = number;
        return position(at, lane);
    }

    /// The number with this hash for which `is_meant(number)` holds, or none.
    template <typename Predicate>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Predicate is_meant) const {
        const auto wanted = tag(hash);
        auto at = home(hash);
        do {
            const auto& line = lines_[at];
            for (auto hits = line.lanes_with(wanted); hits != 0; hits &= hits - 1) {
                const auto number = line.numbers[static_cast<std::size_t>(std::countr_zero(hits))];
                if (is_meant(number)) return number;
            }
            at = line.next;
        } while (at != none);
        return none;
    }

    /// `moved(number, position)` is told if another entry of the same hash line had to move.
    template <typename Moved>
    void erase(std::uint64_t hash, std::uint32_t at_position, Moved moved) {
        auto& line = lines_[at_position / 16];
        line.tags[at_position % 16] = 0;
        const bool is_alone = at_position / 16 < homes_ && line.next == none;
        if (!is_alone) [[unlikely]]
            close_gap(home(hash), at_position, moved);
    }

    /// Fetches the line in which the hash is looked for first.
    void prefetch(std::uint64_t hash) const { __builtin_prefetch(&lines_[home(hash)], 1); }

    /// A number that may be the one with this hash, or any number if there is none: for fetching
    /// what belongs to it. Cheap, and never wrong to ask.
    [[nodiscard]] std::uint32_t likely(std::uint64_t hash) const {
        const auto& line = lines_[home(hash)];
        const auto hits = line.lanes_with(tag(hash)) | (1U << (lanes - 1));
        return line.numbers[static_cast<std::size_t>(std::countr_zero(hits))];
    }

  private:
    static constexpr std::uint32_t lanes = TagLine::lanes;

    [[nodiscard]] static std::uint16_t tag(std::uint64_t hash) {
        const auto high = static_cast<std::uint16_t>(hash >> 48);
        return high == 0 ? std::uint16_t{1} : high;
    }

    [[nodiscard]] std::uint32_t home(std::uint64_t hash) const {
        return static_cast<std::uint32_t>(hash) & (homes_ - 1);
    }

    [[nodiscard]] static std::uint32_t position(std::uint32_t line, std::uint32_t lane) {
        return line * 16 + lane;
    }

    [[nodiscard]] std::uint32_t last_line(std::uint32_t at) const {
        while (lines_[at].next != none) at = lines_[at].next;
        return at;
    }

    std::uint32_t take_line() {
        assert(!free_lines_.empty());
        const auto line = free_lines_.back();
        free_lines_.pop_back();
        return line;
    }

    /// Fills the lane that became free with an entry of the chain's last line, and gives that line
    /// back if it is empty then.
    template <typename Moved>
    void close_gap(std::uint32_t first, std::uint32_t gap, Moved moved) {
        auto before_last = first;
        while (lines_[lines_[before_last].next].next != none)
            before_last = lines_[before_last].next;
        const auto last = lines_[before_last].next;
        auto used = TagLine::all_lanes & ~lines_[last].lanes_with(0);
        if (gap / 16 != last) {
            const auto lane = static_cast<std::uint32_t>(std::countr_zero(used));
            auto& target = lines_[gap / 16];
            target.tags[gap % 16] = lines_[last].tags[lane];
            target.numbers[gap % 16] = lines_[last].numbers[lane];
            lines_[last].tags[lane] = 0;
            used &= used - 1;
            moved(target.numbers[gap % 16], gap);
        }
        if (used != 0) return;
        lines_[before_last].next = none;
        free_lines_.push_back(last);
    }

    std::uint32_t homes_; ///< a power of two; the lines behind them are overflow
    std::vector<TagLine, HugePageAllocator<TagLine>> lines_;
    std::vector<std::uint32_t> free_lines_;
};

} // namespace pinion::engine
