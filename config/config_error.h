#pragma once

#include "config/source_position.h"

#include <stdexcept>
#include <string>

namespace pinion::config {

/// Why a config is refused: where, what was found there, and what to do about it. `what()` is all
/// of it in one line, `FILE:LINE:COLUMN: FOUND; ADVICE`, the form that editors jump to.
class ConfigError : public std::runtime_error {
  public:
    ConfigError(const std::string& file, SourcePosition position, const std::string& found,
                const std::string& advice);

    [[nodiscard]] const std::string& file() const { return file_; }

    [[nodiscard]] SourcePosition position() const { return position_; }

    [[nodiscard]] const std::string& found() const { return found_; }

    [[nodiscard]] const std::string& advice() const { return advice_; }

  private:
    std::string file_;
    SourcePosition position_;
    std::string found_;
    std::string advice_;
};

} // namespace pinion::config
