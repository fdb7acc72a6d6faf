#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <cstdint>

namespace pinion::engine {

/// One cache line of an index: ten numbers, each with a tag of 16 bits.
///
///  byte  0            20           60     64
///        | 10 tags    | 10 numbers | next |      tag 0: the lane is free
struct alignas(64) TagLine {
    static constexpr std::uint32_t lanes = 10;
    static constexpr std::uint32_t all_lanes = (1U << lanes) - 1;

    std::array<std::uint16_t, lanes> tags;
    std::array<std::uint32_t, lanes> numbers;
    std::uint32_t next;

    /// The lanes that have this tag, a bit for each.
    [[nodiscard]] std::uint32_t lanes_with(std::uint16_t tag) const {
#ifdef __SSE2__
        // Sixteen lanes at once; what is behind the tags does not count.
        const auto* words = reinterpret_cast<const __m128i*>(this);
        const auto wanted = _mm_set1_epi16(static_cast<short>(tag));
        const auto low = _mm_cmpeq_epi16(_mm_load_si128(words), wanted);
        const auto high = _mm_cmpeq_epi16(_mm_load_si128(words + 1), wanted);
        const auto hits = _mm_movemask_epi8(_mm_packs_epi16(low, high));
        return static_cast<std::uint32_t>(hits) & all_lanes;
#else
        std::uint32_t hits = 0;
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            hits |= (tags[lane] == tag ? 1U : 0U) << lane;
        return hits;
#endif
    }
};

static_assert(sizeof(TagLine) == 64);

} // namespace pinion::engine
