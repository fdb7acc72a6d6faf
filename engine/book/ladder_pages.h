#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// 64 neighbouring prices of one side: which of them have a level, and where it is.
struct LadderPage {
    std::uint64_t present;
    std::array<std::uint32_t, 64> level;
};

/// All ladders' pages. A page holds at least one level, so as many pages as levels are always
/// enough.
class LadderPages {
  public:
    explicit LadderPages(std::size_t count) : pages_(count) { free_.reserve(count); }

    [[nodiscard]] std::uint32_t take() {
        if (free_.empty()) {
            assert(used_ < pages_.size());
            return used_++;
        }
        const auto page = free_.back();
        free_.pop_back();
        return page;
    }

    /// `page` must be empty.
    void give_back(std::uint32_t page) { free_.push_back(page); }

    [[nodiscard]] LadderPage& operator[](std::uint32_t page) { return pages_[page]; }

    [[nodiscard]] const LadderPage& operator[](std::uint32_t page) const { return pages_[page]; }

  private:
    std::vector<LadderPage> pages_;
    std::vector<std::uint32_t> free_;
    std::uint32_t used_ = 0;
};

} // namespace pinion::engine
