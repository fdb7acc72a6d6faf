#include "latency/floors/scan_and_sum.h"

#include "latency/floors/byte_sum.h"

#include <bit>
#include <cstring>

namespace pinion::latency {

namespace {

constexpr char separator = '\x01';

/// The top bit of each byte of `word` that is the separator.
std::uint64_t separators_in(std::uint64_t word) {
    constexpr std::uint64_t low_bits = 0x7f7f7f7f7f7f7f7f;
    const std::uint64_t zero_where_found = word ^ 0x0101010101010101;
    return ~(((zero_where_found & low_bits) + low_bits) | zero_where_found | low_bits);
}

} // namespace

ScanResult scan_and_sum(std::span<const char> message, std::span<std::uint16_t> ends) {
    std::uint32_t count = 0;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof(word) <= message.size(); at += sizeof(word)) {
        std::memcpy(&word, message.data() + at, sizeof(word));
        for (std::uint64_t found = separators_in(word); found != 0; found &= found - 1)
            ends[count++] = static_cast<std::uint16_t>(
                at + static_cast<std::size_t>(std::countr_zero(found)) / 8);
    }
    for (; at < message.size(); ++at)
        if (message[at] == separator) ends[count++] = static_cast<std::uint16_t>(at);
    return {count, byte_sum(message)};
}

} // namespace pinion::latency
