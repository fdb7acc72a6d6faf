#pragma once

#include "latency/load/latency_run.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

/// What a run of `pinion latency` tells.
namespace pinion::latency {

struct NotMeasured {
    std::string what;
    std::string reason;
};

struct LatencyReport {
    FixAddress address;
    OrderTerms terms;
    LatencyRunOptions options;
    int client_core; ///< -1: not pinned
    LatencyResult result;
    const LatencyHistogram& order_to_ack;
    const LatencyHistogram& cancel_to_ack;
    const LatencyHistogram* order_to_feed; ///< null: not measured
    std::uint64_t rejected;
    std::string first_reject;
    std::vector<NotMeasured> not_measured;
};

/// Latencies in nanoseconds; null where nothing was measured.
[[nodiscard]] nlohmann::ordered_json as_json(const LatencyReport& report);

/// A table for people, in microseconds.
[[nodiscard]] std::string as_text(const LatencyReport& report);

} // namespace pinion::latency
