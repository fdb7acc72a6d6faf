#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// 64 neighbouring prices of one side of a book.
struct LadderPage {
    std::uint64_t present;    ///< those with orders
    std::int64_t worst_ticks; ///< the first of the prices
    std::int64_t better;      ///< ticks from one to the next: 1 or -1
    std::uint32_t side;
    std::uint32_t group; ///< of ranks: rank / 64
};

/// All books' pages. A page holds at least one level, so as many pages as levels are always
/// enough. One more stands for all groups of prices without orders, so that looking for a level
/// asks nothing on the way.
class LadderPages {
  public:
    static constexpr std::uint32_t no_page = 0; ///< never has a level

    /// `count` includes that one.
    explicit LadderPages(std::size_t count) : pages_(count) { free_.reserve(count); }

    [[nodiscard]] std::uint32_t take(const LadderPage& described) {
        std::uint32_t page = used_;
        if (free_.empty()) {
            assert(used_ < pages_.size());
            ++used_;
        } else {
            page = free_.back();
            free_.pop_back();
        }
        pages_[page] = described;
        return page;
    }

    /// `page` must be empty.
    void give_back(std::uint32_t page) { free_.push_back(page); }

    [[nodiscard]] std::size_t size() const { return pages_.size(); }

    [[nodiscard]] LadderPage& operator[](std::uint32_t page) { return pages_[page]; }

    [[nodiscard]] const LadderPage& operator[](std::uint32_t page) const { return pages_[page]; }

  private:
    std::vector<LadderPage> pages_;
    std::vector<std::uint32_t> free_;
    std::uint32_t used_ = 1;
};

} // namespace pinion::engine
