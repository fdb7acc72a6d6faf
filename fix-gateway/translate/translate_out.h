#pragma once

#include "fix-gateway/codec/message_writer.h"
#include "fix-gateway/translate/routing_table.h"
#include "shm/messages/command.h"
#include "shm/messages/report.h"

#include <cstdint>
#include <span>

/// Report in, FIX out: ExecutionReport (8), OrderCancelReject (9), BusinessMessageReject (j).
namespace pinion::fix {

/// Writes the message of a report that came from engine `engine` (index in the table), complete
/// with header and trailer. Reports are another process's bytes: any value is safe. Empty if the
/// report cannot be told: a kind that FIX has no message for, or a text with a SOH. An
/// ExecutionReport whose header names another's CompID is marked as a copy (797=Y).
/// Valid until the writer's next `begin`. No allocation.
[[nodiscard]] std::span<const char> translate_out(const shm::Report& report, std::uint16_t engine,
                                                  const RoutingTable& routes,
                                                  const MessageHeader& header,
                                                  MessageWriter& writer);

/// The report by which a gateway itself answers a command that it could not pass on (35=j).
[[nodiscard]] shm::Report business_reject_of(const shm::Command& command, shm::RejectReason reason);

} // namespace pinion::fix
