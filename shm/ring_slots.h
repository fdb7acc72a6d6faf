#pragma once

#include "shm/cache_line.h"
#include "shm/read_once.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace pinion::shm {

/// The first line of every ring: its shape, written once when the ring is made. A newcomer checks
/// it against what it was compiled for before it touches a slot.
struct alignas(cache_line_bytes) RingShape {
    std::uint64_t slot_count; ///< a power of two
    std::uint64_t slot_bytes;
    std::uint64_t begin; ///< what was counted before the ring was made

    /// Throws std::runtime_error when the memory cannot hold `slot_count` slots behind a header of
    /// `header_bytes`.
    static void require_fit(std::span<const std::byte> memory, std::size_t header_bytes,
                            std::uint64_t slot_count, std::uint64_t slot_bytes) {
        if (reinterpret_cast<std::uintptr_t>(memory.data()) % cache_line_bytes != 0)
            throw std::runtime_error("ring memory is not aligned to a cache line");
        if (!std::has_single_bit(slot_count) || slot_count < 2)
            throw std::runtime_error("ring of " + std::to_string(slot_count) +
                                     " slots: the count must be a power of two, at least 2");
        if (memory.size() < header_bytes ||
            (memory.size() - header_bytes) / slot_bytes < slot_count)
            throw std::runtime_error("ring of " + std::to_string(slot_count) +
                                     " slots does not fit in " + std::to_string(memory.size()) +
                                     " bytes");
    }

    /// The slot count of the ring in `memory`, safe to use from then on. Throws std::runtime_error
    /// when there is no ring of `expected_slot_bytes`, or one that is larger than the memory.
    [[nodiscard]] static std::uint64_t checked_slot_count(std::span<const std::byte> memory,
                                                          std::size_t header_bytes,
                                                          std::uint64_t expected_slot_bytes) {
        if (memory.size() < header_bytes)
            throw std::runtime_error("a ring's header does not fit in " +
                                     std::to_string(memory.size()) + " bytes");
        const auto& shape = *reinterpret_cast<const RingShape*>(memory.data());
        const std::uint64_t found_slot_bytes = read_once(shape.slot_bytes);
        const std::uint64_t found_slot_count = read_once(shape.slot_count);
        if (found_slot_bytes != expected_slot_bytes)
            throw std::runtime_error("ring has slots of " + std::to_string(found_slot_bytes) +
                                     " bytes, this program expects " +
                                     std::to_string(expected_slot_bytes));
        require_fit(memory, header_bytes, found_slot_count, expected_slot_bytes);
        return found_slot_count;
    }
};

} // namespace pinion::shm
