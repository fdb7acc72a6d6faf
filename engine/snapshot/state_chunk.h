#pragma once

#include "shm/record_log/crc32c.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

/// How a saved state lies in its bytes: chunks, all integers little-endian.
///
///  byte    0         4        8             12      16
///          | section | number | body length | crc32c | body ... |
///
/// `number` counts the chunks of the state from 0, so that none can be missing, doubled or moved.
/// The sum is over the body and what stands before the sum. A value never crosses two chunks.
namespace pinion::engine {

static_assert(std::endian::native == std::endian::little);

/// What a chunk tells of.
enum class Section : std::uint32_t {
    options = 1,
    venue = 2,
    instruments = 3,
    sessions = 4,
    ids = 5,
    records = 6,
    book = 7,
    stops = 8,
    held = 9,
    end = 10,
    risk = 11, ///< before the end
    bars = 12, ///< before the orders
    markets = 13,
    closing = 14, ///< behind the held ones
};

[[nodiscard]] std::string_view name(Section section);

struct ChunkHeader {
    Section section;
    std::uint32_t number;
    std::uint32_t body_bytes;
    std::uint32_t crc;

    /// Of a chunk with this header, whatever stands in its `crc`.
    [[nodiscard]] std::uint32_t crc_with(std::span<const std::byte> body) const {
        const auto head = std::as_bytes(std::span(this, 1)).first(offsetof(ChunkHeader, crc));
        return shm::crc32c(body, shm::crc32c(head));
    }
};

static_assert(sizeof(ChunkHeader) == 16);

inline constexpr std::size_t chunk_body_max_bytes = std::size_t{1} << 18;

} // namespace pinion::engine
