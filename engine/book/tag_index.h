#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Finds numbers by a 64-bit hash: cache lines of ten 16-bit tags with their numbers, two to four
/// in use on average. A hash only nominates; the caller decides which nominee it meant. Not
/// thread-safe; holds at most `capacity` entries and allocates only when built.
///
///  byte  0            20           60     64
///        | 10 tags    | 10 numbers | next |      tag 0: the lane is free
///
/// Invariant: only the last line of an overflow chain has free lanes if the chain has more than one
/// line, so that any `capacity` entries fit, whatever their hashes.
class TagIndex {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    explicit TagIndex(std::uint32_t capacity)
        : homes_(std::bit_ceil(capacity / 4 + 1)), lines_(homes_ + capacity / lanes + 1) {
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
        if (free_lane(lines_[at]) == lanes) at = lines_[at].next = take_line();
        const auto lane = free_lane(lines_[at]);
        lines_[at].tags[lane] = tag(hash);
        lines_[at].numbers[lane] = number;
        return position(at, lane);
    }

    /// The number with this hash for which `is_meant(number)` holds, or none.
    template <typename Predicate>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Predicate is_meant) const {
        const auto wanted = tag(hash);
        for (auto at = home(hash); at != none; at = lines_[at].next) {
            const auto& line = lines_[at];
            for (auto hits = matches(line, wanted); hits != 0; hits &= hits - 1) {
                const auto number = line.numbers[static_cast<std::size_t>(std::countr_zero(hits))];
                if (is_meant(number)) return number;
            }
        }
        return none;
    }

    /// `moved(number, position)` is told if another entry of the same hash line had to move.
    template <typename Moved>
    void erase(std::uint64_t hash, std::uint32_t at_position, Moved moved) {
        auto& line = lines_[at_position / 16];
        const auto lane = at_position % 16;
        line.tags[lane] = 0;
        const auto first = home(hash);
        if (lines_[first].next != none) close_gap(first, at_position, moved);
    }

  private:
    static constexpr std::uint32_t lanes = 10;

    struct alignas(64) Line {
        std::array<std::uint16_t, lanes> tags;
        std::array<std::uint32_t, lanes> numbers;
        std::uint32_t next;
    };

    static_assert(sizeof(Line) == 64);

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

    [[nodiscard]] static std::uint32_t matches(const Line& line, std::uint16_t wanted) {
        std::uint32_t hits = 0;
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            hits |= (line.tags[lane] == wanted ? 1U : 0U) << lane;
        return hits;
    }

    /// `lanes` if the line is full.
    [[nodiscard]] static std::uint32_t free_lane(const Line& line) {
        const auto free = matches(line, 0);
        return free == 0 ? lanes : static_cast<std::uint32_t>(std::countr_zero(free));
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
        if (gap / 16 != last) {
            const auto lane = used_lane(lines_[last]);
            auto& target = lines_[gap / 16];
            target.tags[gap % 16] = lines_[last].tags[lane];
            target.numbers[gap % 16] = lines_[last].numbers[lane];
            lines_[last].tags[lane] = 0;
            moved(target.numbers[gap % 16], gap);
        }
        if (matches(lines_[last], 0) != (1U << lanes) - 1) return;
        lines_[before_last].next = none;
        free_lines_.push_back(last);
    }

    [[nodiscard]] static std::uint32_t used_lane(const Line& line) {
        std::uint32_t lane = 0;
        while (line.tags[lane] == 0) ++lane;
        return lane;
    }

    std::uint32_t homes_; ///< a power of two; the lines behind them are overflow
    std::vector<Line> lines_;
    std::vector<std::uint32_t> free_lines_;
};

} // namespace pinion::engine
