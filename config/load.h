#pragma once

#include "config/config_error.h"
#include "config/venue_config.h"

#include <string>
#include <string_view>

/// From TOML text to checked values. Everything that can be wrong with a file without knowing the
/// host is found here; cores are checked by config/core_plan.h.
///
/// Errors: all throw ConfigError at the first fault. Thread safety: none needed; called at start.
namespace pinion::config {

/// Reads the venue from a file.
[[nodiscard]] VenueConfig load_file(const std::string& path);

/// Reads the venue that is compiled in, config/venue.toml.
[[nodiscard]] VenueConfig load_embedded();

/// `load_file`, or `load_embedded` if `path` is empty: what --config means.
[[nodiscard]] VenueConfig load(const std::string& path);

/// Reads the venue from text; `source` names it in messages.
[[nodiscard]] VenueConfig load_text(std::string_view text, const std::string& source);

} // namespace pinion::config
