#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace pinion::shm {

/// Text of at most `Capacity` bytes inside a message: padded with zero bytes, no terminator when
/// full, so that two equal texts are equal byte for byte. Trivially copyable; any byte pattern is
/// safe to read.
template <std::size_t Capacity>
struct FixedText {
    static constexpr std::size_t capacity = Capacity;

    std::array<char, Capacity> bytes;

    /// Nothing when `text` is too long or holds a zero byte: a text is refused, never cut.
    [[nodiscard]] static std::optional<FixedText> from(std::string_view text) {
        if (text.size() > Capacity || text.find('\0') != std::string_view::npos)
            return std::nullopt;
        FixedText result{};
        std::copy(text.begin(), text.end(), result.bytes.begin());
        return result;
    }

    [[nodiscard]] std::string_view view() const {
        const auto end = std::find(bytes.begin(), bytes.end(), '\0');
        return {bytes.data(), static_cast<std::size_t>(end - bytes.begin())};
    }

    [[nodiscard]] bool empty() const { return bytes[0] == '\0'; }

    friend bool operator==(const FixedText& left, const FixedText& right) {
        return std::memcmp(left.bytes.data(), right.bytes.data(), Capacity) == 0;
    }
};

using ClOrdId = FixedText<20>;     ///< FIX 11, 41, and the request ids 790 and 584
using AccountName = FixedText<16>; ///< FIX 1
using Symbol = FixedText<16>;      ///< FIX 55
using AssetName = FixedText<16>;   ///< what instruments are traded in: a currency, a share

} // namespace pinion::shm
