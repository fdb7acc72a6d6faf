#pragma once

#include "engine/state_hash.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// The instruments in which waiting orders may be due, as a set. Not thread-safe; allocates only
/// when built.
class Unsettled {
  public:
    explicit Unsettled(std::size_t instruments) : is_member_(instruments) {}

    [[nodiscard]] bool empty() const { return count_ == 0; }

    void add(std::uint32_t instrument) {
        if (is_member_[instrument] != 0) return;
        is_member_[instrument] = 1;
        first_ = std::min(first_, instrument);
        ++count_;
    }

    [[nodiscard]] bool contains(std::uint32_t instrument) const {
        return is_member_[instrument] != 0;
    }

    /// The lowest. Needs !empty().
    [[nodiscard]] std::uint32_t first() const { return first_; }

    void remove_first() {
        is_member_[first_] = 0;
        --count_;
        if (count_ == 0)
            first_ = none;
        else
            while (is_member_[first_] == 0) ++first_;
    }

    void fold_into(StateHash& hash) const {
        for (std::uint32_t i = 0; i < is_member_.size(); ++i)
            if (is_member_[i] != 0) hash.fold(std::uint64_t{i});
    }

  private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    std::vector<std::uint8_t> is_member_; ///< by instrument
    std::uint32_t first_ = none;
    std::size_t count_ = 0;
};

} // namespace pinion::engine
