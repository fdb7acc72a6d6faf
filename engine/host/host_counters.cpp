#include "engine/host/host_counters.h"

#include <array>
#include <string>
#include <string_view>

namespace pinion::engine {

namespace {

/// By CommandKind.
constexpr std::array<std::string_view, Matcher::command_kinds> kind_names = {
    "unknown",     "new_order",  "cancel",       "replace",      "status", "mass_cancel",
    "mass_status", "rejected",   "session_down", "gateway_down", "timer",  "day_roll",
    "session_up",  "gateway_up", "host_lost",    "control"};

static_assert(kind_names[static_cast<std::size_t>(shm::CommandKind::control)] == "control");

} // namespace

Matcher::Counters matcher_counters(shm::Counters& counters) {
    Matcher::Counters result;
    for (std::size_t kind = 0; kind < kind_names.size(); ++kind)
        result.commands[kind] =
            counters.counter("commands_total{kind=\"" + std::string(kind_names[kind]) + "\"}");
    result.commands_refused = counters.counter("commands_refused_total");
    result.checkpoints = counters.counter("checkpoints_total");
    result.turns = counters.counter("matcher_turns_total");
    result.busy_turns = counters.counter("matcher_busy_turns_total");
    result.outbox.rejects = counters.counter("rejects_total");
    result.outbox.reports_unroutable = counters.counter("reports_unroutable_total");
    result.outbox.output_log_waits = counters.counter("output_log_waits_total");
    result.outbox.publisher_waits = counters.counter("publisher_waits_total");
    return result;
}

PublisherCounters publisher_counters(shm::Counters& counters) {
    return {counters.counter("feed_events_total"), counters.counter("feed_refused_total")};
}

HostGauges::HostGauges(shm::Counters& counters, const std::vector<GatewayPeer>& gateways)
    : engine_epoch(counters.counter("engine_epoch")),
      log_position(counters.counter("log_position")), reports(counters.counter("reports_total")),
      gateways_attached(counters.counter("gateways_attached")),
      gateways_lost(counters.counter("gateways_lost_total")),
      clock_jumps(counters.counter("clock_jumps_total")),
      book_event_ring_depth(counters.counter("book_event_ring_depth")) {
    for (const GatewayPeer& gateway : gateways)
        command_ring_depths.push_back(
            counters.counter("command_ring_depth{gateway=\"" + std::to_string(gateway.id) + "\"}"));
}

} // namespace pinion::engine
