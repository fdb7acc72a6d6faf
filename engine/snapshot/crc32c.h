#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::engine {

/// CRC-32C (Castagnoli) of bytes that follow those of which `before` is the sum.
[[nodiscard]] inline std::uint32_t crc32c(std::span<const std::byte> bytes,
                                          std::uint32_t before = 0) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> result{};
        for (std::uint32_t byte = 0; byte < result.size(); ++byte) {
            auto sum = byte;
            for (int bit = 0; bit < 8; ++bit)
                sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0x82f63b78U : 0U);
            result[byte] = sum;
        }
        return result;
    }();
    auto sum = ~before;
    for (const auto byte : bytes)
        sum = (sum >> 8) ^ table[(sum ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
    return ~sum;
}

} // namespace pinion::engine
