#pragma once

#include "fix-gateway/codec/message_writer.h"
#include "fix-gateway/translate/routing_table.h"
#include "fix-gateway/translate/translate_in.h"
#include "shm/messages/report.h"

#include <string>
#include <vector>

/// What a busy gateway reads and writes, for the codec's benchmarks: messages of many lengths and
/// values, since a processor learns a single one by heart. The same in every run.
namespace pinion::latency {

inline constexpr std::size_t traffic_messages = 1024;
inline constexpr std::size_t traffic_frame_bytes_max = 1024;

/// One engine with a few instruments.
[[nodiscard]] fix::RoutingTable traffic_routes();

[[nodiscard]] fix::SessionContext traffic_session();

[[nodiscard]] fix::MessageHeader traffic_header();

/// Whole frames of new orders (35=D).
[[nodiscard]] std::vector<std::string> new_order_frames();

/// Orders accepted, and partial and full fills (35=8).
[[nodiscard]] std::vector<shm::Report> execution_reports();

} // namespace pinion::latency
