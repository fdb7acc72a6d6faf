#pragma once

#include <cstdint>
#include <initializer_list>

namespace pinion::shm {

/// Folds the sizes and counts that a layout is made of into one number (FNV-1a, 64 bit). Two
/// programs that disagree on any of them refuse each other's segments.
[[nodiscard]] constexpr std::uint64_t layout_hash(std::initializer_list<std::uint64_t> terms) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (std::uint64_t term : terms)
        for (int shift = 0; shift < 64; shift += 8) {
            hash ^= (term >> shift) & 0xff;
            hash *= 0x100000001b3;
        }
    return hash;
}

} // namespace pinion::shm
