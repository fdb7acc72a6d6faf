#pragma once

#include "fix-gateway/gateway/gateway_options.h"
#include "fix-gateway/gateway/report_log.h"
#include "shm/segment.h"

#include <cstdint>
#include <string>

/// How the links of engines are opened, by the gateway whose link it is and by those that read
/// along.
namespace pinion::fix {

/// Throws SegmentError if the engine has segments that this version of Pinion cannot read. An
/// engine that is not there, or not usable for another reason, may still come.
void require_own_version(const std::string& instance, std::uint16_t engine, std::uint16_t gateway);

/// The link between the engine and a gateway. Throws std::runtime_error if it cannot be had, or
/// knows other sessions or instruments than `peer`.
[[nodiscard]] shm::Segment open_link(const std::string& instance, const EnginePeer& peer,
                                     std::uint16_t gateway, shm::SegmentAccess access);

/// What names the ring in positions: its memory, or 0 if reports are counted through all rings.
[[nodiscard]] std::uint32_t ring_of(const shm::Segment& link, const EnginePeer& peer);

/// The engine's output log for a gateway.
[[nodiscard]] ReportLog output_log_of(const GatewayOptions& options, const EnginePeer& peer,
                                      std::uint16_t gateway);

} // namespace pinion::fix
