#pragma once

#include "latency/histogram/latency_histogram.h"
#include "latency/load/order_flow.h"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace pinion::latency {

struct LatencyRunOptions {
    double rate = 1000; ///< requests a second: new orders and as many cancels
    unsigned seconds = 10;
    unsigned warm_up_seconds = 1; ///< at least 1; not recorded
    int echo_core = -1;           ///< for the echo's thread; -1: the client answers itself
};

struct LatencyResult {
    std::uint64_t orders_sent = 0;
    std::uint64_t cancels_sent = 0;
    double rate_reached = 0; ///< requests a second
    std::size_t order_bytes = 0;
    std::size_t ack_bytes = 0;
    LatencyHistogram tcp_echo; ///< a request of order_bytes, answered by ack_bytes
};

/// Called after each second of load.
using OnSecond = std::function<void(unsigned done, unsigned total)>;

/// Lets the flow's orders and a TCP echo of the same sizes run at the same rate, a second each in
/// turn, so that a host that drifts moves both. What the flow measured is left in it.
/// Throws what they throw.
[[nodiscard]] LatencyResult run_latency(OrderFlow& flow, const LatencyRunOptions& options,
                                        const OnSecond& on_second);

} // namespace pinion::latency
