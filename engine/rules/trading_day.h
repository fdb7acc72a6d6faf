#pragma once

#include <cstdint>
#include <limits>

namespace pinion::engine {

inline constexpr std::int64_t day_ns = 86'400'000'000'000;
/// A time that does not come. UTC in nanoseconds, as all times here.
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t not_known = -1;

/// `wait_ns`, which is not negative, after `time_ns`.
[[nodiscard]] inline std::int64_t later(std::int64_t time_ns, std::int64_t wait_ns) {
    return time_ns > never - wait_ns ? never : time_ns + wait_ns;
}

/// The first end of a trading day after `time_ns`; days end at `offset_ns` after midnight UTC.
[[nodiscard]] inline std::int64_t next_day_end(std::int64_t time_ns, std::int64_t offset_ns) {
    const auto since_last = ((time_ns - offset_ns) % day_ns + day_ns) % day_ns;
    return time_ns - since_last + day_ns;
}

} // namespace pinion::engine
