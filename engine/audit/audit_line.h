#pragma once

#include "engine/engine_options.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"

#include <cstdint>
#include <string>

namespace pinion::engine {

/// Where a line stands in the history: 0 is the command, its events follow.
struct LinePlace {
    std::uint64_t sequence;
    std::uint64_t index;
};

/// A message as one line of JSON, without the end of line (README.md has the schema).
/// Thread safety: as of a value.
[[nodiscard]] std::string audit_line(const EngineOptions& options, LinePlace place,
                                     const shm::LogRecord& record);
[[nodiscard]] std::string audit_line(const EngineOptions& options, LinePlace place,
                                     const shm::Report& report);
[[nodiscard]] std::string audit_line(const EngineOptions& options, LinePlace place,
                                     const shm::FeedEvent& event);

} // namespace pinion::engine
