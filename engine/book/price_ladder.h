#pragma once

#include "engine/book/ladder_pages.h"
#include "engine/book/summary_bitmap.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace pinion::engine {

/// Finds the page of a price, and the next worse price that has orders. A rank is a price counted
/// so that a larger rank is better for the side, so that both sides share every line of this.
class PriceLadder {
  public:
    static constexpr std::uint32_t no_page = LadderPages::no_page;
    static constexpr std::int64_t no_rank = std::numeric_limits<std::int64_t>::min();

    /// Ranks are below `rank_count`.
    explicit PriceLadder(std::uint64_t rank_count)
        : occupied_((rank_count + 63) / 64), directory_((rank_count + 63) / 64, no_page) {}

    /// The page of a group of 64 ranks, or no_page.
    [[nodiscard]] std::uint32_t page(std::uint64_t group) const { return directory_[group]; }

    /// Where the pages are told, for who asks often: it never moves.
    [[nodiscard]] const std::uint32_t* directory() const { return directory_.data(); }

    void add_page(std::uint64_t group, std::uint32_t page) {
        directory_[group] = page;
        occupied_.set(group);
    }

    void remove_page(std::uint64_t group) {
        directory_[group] = no_page;
        occupied_.clear(group);
    }

    /// The best rank below `rank` that has a level, or no_rank.
    [[nodiscard]] std::int64_t below(const LadderPages& pages, std::uint64_t rank) const {
        const auto present = pages[directory_[rank / 64]].present;
        const auto lower = present & ((std::uint64_t{1} << (rank % 64)) - 1);
        if (lower != 0) return highest(rank / 64, lower);
        const auto next = occupied_.below(rank / 64);
        if (next == SummaryBitmap::none) return no_rank;
        const auto group = static_cast<std::uint64_t>(next);
        return highest(group, pages[directory_[group]].present);
    }

  private:
    [[nodiscard]] static std::int64_t highest(std::uint64_t group, std::uint64_t present) {
        const auto top = static_cast<std::uint64_t>(std::bit_width(present)) - 1;
        return static_cast<std::int64_t>(group * 64 + top);
    }

    SummaryBitmap occupied_;               ///< which groups of 64 ranks have a page
    std::vector<std::uint32_t> directory_; ///< their pages
};

} // namespace pinion::engine
