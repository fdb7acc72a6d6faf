#pragma once

#include "feed-handler/status/venue_status.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

/// A venue's status for people and for programs. What is counted per second is the difference to
/// an earlier status; without one it is left out.
namespace pinion::feed {

/// A picture of at most `lines_max` lines of 80 columns.
[[nodiscard]] std::string as_screen(const VenueStatus& status, const VenueStatus* earlier,
                                    std::size_t lines_max);

[[nodiscard]] std::string as_line(const VenueStatus& status, const VenueStatus* earlier);

[[nodiscard]] nlohmann::ordered_json as_json(const VenueStatus& status);

} // namespace pinion::feed
