#pragma once

#include "engine/engine_options.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace pinion::engine {

/// Where a line stands in the history: 0 is the command, its events follow.
struct LinePlace {
    std::uint64_t sequence;
    std::uint64_t index;

    friend auto operator<=>(const LinePlace&, const LinePlace&) = default;
};

/// How a line begins, what follows the sequence in it, and how a command's last line ends.
inline constexpr std::string_view line_begin = "{\"sequence\":";
inline constexpr std::string_view line_index = ",\"index\":";
inline constexpr std::string_view line_end_of_command = ",\"last\":true}";

/// A message as one line of JSON, without the end of line (README.md has the schema).
/// Thread safety: as of a value.
[[nodiscard]] std::string audit_line(const EngineOptions& options, LinePlace place,
                                     const shm::LogRecord& record);
[[nodiscard]] std::string audit_line(const EngineOptions& options, LinePlace place,
                                     const shm::Report& report);
[[nodiscard]] std::string audit_line(const EngineOptions& options, LinePlace place,
                                     const shm::FeedEvent& event);

} // namespace pinion::engine
