#pragma once

#include "latency/bench/book/day_stream.h"
#include "latency/bench/book/mixed_stream.h"

/// The streams of the benchmark: always the same.
namespace pinion::latency {

inline constexpr std::size_t commands_in_hand = 64;

[[nodiscard]] inline Stream bench_mix(std::uint32_t instruments, std::uint32_t live_orders) {
    return mixed_stream({.instruments = instruments,
                         .live_orders = live_orders,
                         .depth_ticks = 165,
                         .operations = 5'000'000,
                         .seed = 20'070'312});
}

[[nodiscard]] inline Stream bench_day(std::uint32_t live_orders, std::uint32_t depth_doublings,
                                      std::int64_t swing_percent) {
    return day_stream({.live_orders = live_orders,
                       .depth_doublings = depth_doublings,
                       .swing_percent = swing_percent,
                       .messages = 2'000'000,
                       .seed = 20'070'312});
}

} // namespace pinion::latency
