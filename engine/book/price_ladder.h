#pragma once

#include "engine/book/ladder_pages.h"
#include "engine/book/summary_bitmap.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Finds the price level at a rank, and the next worse one. A rank is a price counted so that a
/// larger rank is better for the side, so that both sides share every line of this. Touched only
/// when a level appears, empties, or is looked for away from the best.
class PriceLadder {
  public:
    static constexpr std::uint32_t no_level = ~std::uint32_t{0};

    /// Ranks are below `rank_count`.
    explicit PriceLadder(std::uint64_t rank_count)
        : occupied_((rank_count + 63) / 64), directory_((rank_count + 63) / 64, no_page) {}

    [[nodiscard]] std::uint32_t find(const LadderPages& pages, std::uint64_t rank) const {
        const auto page = directory_[rank / 64];
        if (page == no_page || (pages[page].present & bit(rank)) == 0) return no_level;
        return pages[page].level[rank % 64];
    }

    void insert(LadderPages& pages, std::uint64_t rank, std::uint32_t level) {
        auto& entry = directory_[rank / 64];
        if (entry == no_page) {
            entry = pages.take();
            occupied_.set(rank / 64);
        }
        auto& page = pages[entry];
        page.present |= bit(rank);
        page.level[rank % 64] = level;
    }

    void erase(LadderPages& pages, std::uint64_t rank) {
        auto& entry = directory_[rank / 64];
        auto& page = pages[entry];
        page.present &= ~bit(rank);
        if (page.present != 0) return;
        pages.give_back(entry);
        entry = no_page;
        occupied_.clear(rank / 64);
    }

    /// The best rank below `rank` that has a level, or SummaryBitmap::none.
    [[nodiscard]] std::int64_t below(const LadderPages& pages, std::uint64_t rank) const {
        const auto home = directory_[rank / 64];
        if (home != no_page) {
            const auto lower = pages[home].present & (bit(rank) - 1);
            if (lower != 0) return highest(rank / 64, lower);
        }
        const auto next = occupied_.below(rank / 64);
        if (next == SummaryBitmap::none) return next;
        const auto group = static_cast<std::uint64_t>(next);
        return highest(group, pages[directory_[group]].present);
    }

  private:
    static constexpr std::uint32_t no_page = ~std::uint32_t{0};

    [[nodiscard]] static std::uint64_t bit(std::uint64_t rank) {
        return std::uint64_t{1} << (rank % 64);
    }

    [[nodiscard]] static std::int64_t highest(std::uint64_t group, std::uint64_t present) {
        const auto top = static_cast<std::uint64_t>(std::bit_width(present)) - 1;
        return static_cast<std::int64_t>(group * 64 + top);
    }

    SummaryBitmap occupied_;               ///< which groups of 64 ranks have a page
    std::vector<std::uint32_t> directory_; ///< their pages
};

} // namespace pinion::engine
