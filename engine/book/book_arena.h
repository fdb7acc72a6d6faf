#pragma once

#include "engine/book/huge_page_allocator.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace pinion::engine {

/// A place in a level's circular list: of an order, or of the level itself, which is the list's
/// sentinel. A level's lots are the sum of its orders' lots.
struct LevelNode {
    std::uint32_t next; ///< as are all links, a unit of the arena
    std::uint32_t prev;
    std::uint64_t lots;
};

/// The hot part of a resting order.
///
///  byte  0      4      8      16      20               24    32
///        | next | prev | lots | level | index position | key |
struct alignas(32) OrderNode {
    LevelNode node;
    std::uint32_t level;
    std::uint32_t index_position; ///< the caller's
    std::uint64_t key;            ///< the caller's
};

static_assert(sizeof(LevelNode) == 16 && sizeof(OrderNode) == 32);

/// Orders and levels of all books in one piece of memory, counted in units of a level, so that an
/// order is taken out of its list without asking whether its neighbours are orders or the level.
///
///   | order 0 | order 1 | ... | page 0: 64 levels | page 1 | ...
///
/// An order takes two units. Levels come in pages of neighbouring prices. A level without orders is
/// linked with itself, whatever its price will be: a page that became empty needs no more tidying.
class BookArena {
  public:
    static constexpr std::uint32_t page_levels = 64;

    BookArena(std::uint32_t orders, std::uint32_t pages)
        : first_level_((orders + 1) / 2 * 4), // a page begins with a cache line
          lines_((std::size_t{first_level_} + std::size_t{pages} * page_levels) / 4) {
        for (std::uint32_t slot = 0; slot < orders; ++slot)
            new (at(std::size_t{2} * slot)) OrderNode{};
        for (std::uint32_t unit = first_level_; unit < 4 * lines_.size(); ++unit)
            new (at(unit)) LevelNode{.next = unit, .prev = unit, .lots = 0};
    }

    [[nodiscard]] LevelNode& node(std::uint32_t unit) {
        return *std::launder(reinterpret_cast<LevelNode*>(at(unit)));
    }

    [[nodiscard]] const LevelNode& node(std::uint32_t unit) const {
        return *std::launder(reinterpret_cast<const LevelNode*>(at(unit)));
    }

    [[nodiscard]] OrderNode& order(std::uint32_t slot) {
        return *std::launder(reinterpret_cast<OrderNode*>(at(std::size_t{2} * slot)));
    }

    [[nodiscard]] const OrderNode& order(std::uint32_t slot) const {
        return *std::launder(reinterpret_cast<const OrderNode*>(at(std::size_t{2} * slot)));
    }

    [[nodiscard]] static std::uint32_t unit_of_order(std::uint32_t slot) { return 2 * slot; }

    [[nodiscard]] static std::uint32_t order_of_unit(std::uint32_t unit) { return unit / 2; }

    [[nodiscard]] std::uint32_t unit_of_level(std::uint32_t page, std::uint32_t lane) const {
        return first_level_ + page * page_levels + lane;
    }

    [[nodiscard]] std::uint32_t page_of_level(std::uint32_t unit) const {
        return (unit - first_level_) / page_levels;
    }

    [[nodiscard]] std::uint32_t lane_of_level(std::uint32_t unit) const {
        return (unit - first_level_) % page_levels;
    }

    /// Counted from 0.
    [[nodiscard]] std::uint32_t number_of_level(std::uint32_t unit) const {
        return unit - first_level_;
    }

    /// Any unit will do.
    void prefetch(std::uint32_t unit) const { __builtin_prefetch(at(unit), 1); }

  private:
    struct alignas(64) Line {
        std::array<std::byte, 64> bytes;
    };

    [[nodiscard]] std::byte* at(std::size_t unit) {
        return reinterpret_cast<std::byte*>(lines_.data()) + unit * sizeof(LevelNode);
    }

    [[nodiscard]] const std::byte* at(std::size_t unit) const {
        return reinterpret_cast<const std::byte*>(lines_.data()) + unit * sizeof(LevelNode);
    }

    std::uint32_t first_level_;
    std::vector<Line, HugePageAllocator<Line>> lines_;
};

} // namespace pinion::engine
