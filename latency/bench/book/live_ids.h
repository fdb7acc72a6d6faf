#pragma once

#include "latency/bench/book/oracle.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::latency {

/// The ids of a generator's orders in the order of arrival, to choose from among those that rest.
class LiveIds {
  public:
    explicit LiveIds(const Oracle& oracle) : oracle_(oracle) {}

    void add(std::uint64_t id) {
        if (ids_.size() > 1000 && ids_.size() > 2 * oracle_.live())
            std::erase_if(ids_, [this](auto old) { return oracle_.find(old) == nullptr; });
        ids_.push_back(id);
    }

    /// A resting order, the youngest ones more often: the distance from the last arrival is the
    /// least of `draws` uniform ones. Null after too many misses.
    template <typename Random>
    [[nodiscard]] const Oracle::Order* choose(Random& random, int draws) const {
        for (int attempt = 0; attempt < 64 && !ids_.empty(); ++attempt) {
            std::size_t back = random() % ids_.size();
            for (int draw = 1; draw < draws; ++draw)
                back = std::min<std::size_t>(back, random() % ids_.size());
            if (const auto* order = oracle_.find(ids_[ids_.size() - 1 - back])) return order;
        }
        return nullptr;
    }

  private:
    const Oracle& oracle_;
    std::vector<std::uint64_t> ids_;
};

} // namespace pinion::latency
