#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

/// A set of numbers below a fixed bound that finds the next lower member in a few steps: 64-ary
/// tree of bit words, a bit above says that its word below is not empty. Not thread-safe; allocates
/// only when built.
class SummaryBitmap {
  public:
    static constexpr std::int64_t none = -1;

    explicit SummaryBitmap(std::uint64_t bound) {
        do {
            bound = (bound + 63) / 64;
            layers_.emplace_back(static_cast<std::size_t>(bound), std::uint64_t{0});
        } while (bound > 1);
    }

    void set(std::uint64_t member) {
        for (auto& layer : layers_) {
            auto& word = layer[member / 64];
            const bool was_empty = word == 0;
            word |= std::uint64_t{1} << (member % 64);
            if (!was_empty) return;
            member /= 64;
        }
    }

    void clear(std::uint64_t member) {
        for (auto& layer : layers_) {
            auto& word = layer[member / 64];
            word &= ~(std::uint64_t{1} << (member % 64));
            if (word != 0) return;
            member /= 64;
        }
    }

    /// The largest member below `member`, or none.
    [[nodiscard]] std::int64_t below(std::uint64_t member) const {
        for (std::size_t up = 0; up < layers_.size(); ++up, member /= 64) {
            const auto lower_bits = (std::uint64_t{1} << (member % 64)) - 1;
            const auto found = layers_[up][member / 64] & lower_bits;
            if (found != 0) return descend(up, member / 64, found);
        }
        return none;
    }

  private:
    [[nodiscard]] std::int64_t descend(std::size_t layer, std::uint64_t index,
                                       std::uint64_t word) const {
        while (true) {
            index = index * 64 + static_cast<std::uint64_t>(std::bit_width(word)) - 1;
            if (layer == 0) return static_cast<std::int64_t>(index);
            word = layers_[--layer][index];
        }
    }

    std::vector<std::vector<std::uint64_t>> layers_;
};

} // namespace pinion::engine
