#include "shm/record_log/crc32c.h"

#ifdef __SSE4_2__
#include <nmmintrin.h>
#endif

#include <array>
#include <cstring>

namespace pinion::shm {

namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
    constexpr std::uint32_t polynomial = 0x82f63b78; // bits in reverse
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
        table[byte] = value;
    }
    return table;
}

constexpr auto table = make_table();

} // namespace

std::uint32_t crc32c_by_table(std::span<const std::byte> bytes, std::uint32_t before) {
    std::uint32_t crc = ~before;
    for (const std::byte byte : bytes)
        crc = (crc >> 8) ^ table[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
    return ~crc;
}

#ifdef __SSE4_2__

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
    std::uint64_t crc = static_cast<std::uint32_t>(~before);
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, at, sizeof(word));
        crc = _mm_crc32_u64(crc, word);
        at += sizeof(word);
    }
    auto narrow = static_cast<std::uint32_t>(crc);
    for (; left > 0; --left) narrow = _mm_crc32_u8(narrow, std::to_integer<std::uint8_t>(*at++));
    return ~narrow;
}

#else

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
    return crc32c_by_table(bytes, before);
}

#endif

} // namespace pinion::shm
