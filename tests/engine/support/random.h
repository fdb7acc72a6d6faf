#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace pinion::engine {

/// Numbers that depend on the seed alone, whatever the compiler and its library.
class Random {
  public:
    using Weights = std::vector<std::uint64_t>;

    explicit Random(std::uint64_t seed) : bits_(seed) {}

    std::uint64_t any() { return bits_(); }

    std::uint64_t below(std::uint64_t bound) { return bits_() % bound; }

    bool one_in(std::uint64_t count) { return below(count) == 0; }

    /// One of the weights' indices, the heavier the more often.
    std::size_t pick(const Weights& weights) {
        std::uint64_t sum = 0;
        for (const auto weight : weights) sum += weight;
        auto rest = below(sum);
        std::size_t index = 0;
        while (rest >= weights[index]) rest -= weights[index++];
        return index;
    }

  private:
    std::mt19937_64 bits_;
};

} // namespace pinion::engine
