#pragma once

#ifdef __AVX2__
#include <immintrin.h>
#endif

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace pinion::engine {

/// One cache line of a day's index: sixteen words, filled from the first on, each a tag that is not
/// 0 above a value of 20 bits. A free word is 0.
struct alignas(64) DayIndexLine {
    static constexpr std::uint32_t lanes = 16;
    static constexpr std::uint32_t value_bits = 20;
    static constexpr std::uint32_t value_mask = (1U << value_bits) - 1;

    std::array<std::uint32_t, lanes> words;

    [[nodiscard]] bool is_full() const { return words.back() != 0; }

    /// Needs room.
    void add(std::uint32_t word) {
        words[static_cast<std::size_t>(std::countr_zero(lanes_with(0)))] = word;
    }

    /// The lanes whose word has this tag, a bit for each. The tag is in its place, and 0 below.
    [[nodiscard]] std::uint32_t lanes_with(std::uint32_t tag) const {
#ifdef __AVX2__
        const auto* halves = reinterpret_cast<const __m256i*>(words.data());
        const auto wanted = _mm256_set1_epi32(static_cast<int>(tag));
        const auto hits = [&](__m256i half) {
            const auto tags = _mm256_andnot_si256(_mm256_set1_epi32(value_mask), half);
            const auto equal = _mm256_castsi256_ps(_mm256_cmpeq_epi32(tags, wanted));
            return static_cast<std::uint32_t>(_mm256_movemask_ps(equal));
        };
        return hits(_mm256_load_si256(halves)) | hits(_mm256_load_si256(halves + 1)) << 8;
#else
        std::uint32_t hits = 0;
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            hits |= ((words[lane] & ~value_mask) == tag ? 1U : 0U) << lane;
        return hits;
#endif
    }
};

static_assert(sizeof(DayIndexLine) == 64);

} // namespace pinion::engine
