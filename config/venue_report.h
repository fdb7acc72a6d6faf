#pragma once

#include "config/core_plan.h"
#include "config/venue_config.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// What a config comes to on this host, for people and for programs.
namespace pinion::config {

/// Every value after defaults, the planned threads and the shared memory. Keys are those of the
/// file; lists have the plural of their section.
[[nodiscard]] nlohmann::ordered_json describe_as_json(const VenueConfig& venue,
                                                      const CorePlan& cores);

/// The same for a terminal: what matters to who starts or joins the venue.
[[nodiscard]] std::string describe_as_text(const VenueConfig& venue, const CorePlan& cores);

} // namespace pinion::config
