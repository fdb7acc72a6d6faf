#pragma once

#include "fix-gateway/codec/tags.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace pinion::fix {

/// Finds the SOHs of a text one after the other: 64 bytes are looked at together, without a branch,
/// and become a word of bits. Reads nothing beyond the text. Thread safety: none.
class SohScan {
  public:
    explicit SohScan(std::string_view text) : text_(text) {}

    /// Position of the next SOH; the text's size if there is none left.
    [[nodiscard]] std::size_t next() {
        while (found_ == 0) {
            if (block_end_ >= text_.size()) return text_.size();
            look_at_block();
        }
        const auto bit = static_cast<std::size_t>(std::countr_zero(found_));
        found_ &= found_ - 1;
        return block_end_ - block_bytes + bit;
    }

  private:
    static constexpr std::size_t word_bytes = sizeof(std::uint64_t);
    static constexpr std::size_t block_bytes = 64;

    /// A bit for each of the eight bytes that is a SOH, the first byte's lowest.
    [[nodiscard]] static std::uint64_t bits_of(const char* bytes) {
        constexpr std::uint64_t low_bits = 0x7f7f7f7f7f7f7f7f;
        constexpr std::uint64_t gather_top_bits = 0x0002040810204081;
        std::uint64_t word;
        std::memcpy(&word, bytes, word_bytes);
        word ^= 0x0101010101010101 * static_cast<unsigned char>(soh); // a SOH becomes 0
        const std::uint64_t top_bit_if_zero = ~(((word & low_bits) + low_bits) | word | low_bits);
        return top_bit_if_zero * gather_top_bits >> 56;
    }

    void look_at_block() {
        const char* block = text_.data() + block_end_;
        char rest[block_bytes] = {};
        if (text_.size() - block_end_ < block_bytes) {
            std::memcpy(rest, block, text_.size() - block_end_);
            block = rest;
        }
        for (std::size_t i = 0; i < block_bytes / word_bytes; ++i)
            found_ |= bits_of(block + i * word_bytes) << (i * word_bytes);
        block_end_ += block_bytes;
    }

    std::string_view text_;
    std::size_t block_end_ = 0; ///< of the block that `found_` tells of
    std::uint64_t found_ = 0;   ///< SOHs of that block not yet given out
};

} // namespace pinion::fix
