#pragma once

#include "config/venue_config.h"

#include <string>

namespace pinion::config {

/// Makes spdlog's default logger write as the config says: to standard error, and if it names a
/// directory also to DIRECTORY/PROCESS.log with rotation. Warnings and worse are flushed at once,
/// the rest every second. Not for hot paths. Throws std::runtime_error, with what to do, if the
/// directory cannot be written.
void start_logging(const LogConfig& log, const std::string& process);

} // namespace pinion::config
