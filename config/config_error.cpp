#include "config/config_error.h"

namespace pinion::config {

namespace {

std::string place(const std::string& file, SourcePosition position) {
    if (position.line == 0) return file;
    return file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

} // namespace

ConfigError::ConfigError(const std::string& file, SourcePosition position, const std::string& found,
                         const std::string& advice)
    : std::runtime_error(place(file, position) + ": " + found + "; " + advice), file_(file),
      position_(position), found_(found), advice_(advice) {}

} // namespace pinion::config
