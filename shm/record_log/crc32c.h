#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::shm {

/// CRC-32C (Castagnoli's polynomial, as in iSCSI, RFC 3720) of `bytes` behind what `before` is of:
/// crc32c(a + b) is crc32c(b, crc32c(a)).
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

/// The same without the instruction of SSE4.2, for processors that have none.
[[nodiscard]] std::uint32_t crc32c_by_table(std::span<const std::byte> bytes,
                                            std::uint32_t before = 0);

} // namespace pinion::shm
