#include "latency/floors/copy_and_sum.h"

#include "latency/floors/byte_sum.h"

#include <cstring>

namespace pinion::latency {

std::uint8_t copy_and_sum(std::span<const char> message, std::span<char> out) {
    std::memcpy(out.data(), message.data(), message.size());
    return byte_sum(out.first(message.size()));
}

} // namespace pinion::latency
