#pragma once

#include "config/venue_config.h"

#include <cstddef>
#include <string>
#include <vector>

namespace pinion::config {

struct PlannedSegment {
    std::string name; ///< in /dev/shm
    std::size_t bytes;
};

/// The shared memory that the venue's processes will make.
[[nodiscard]] std::vector<PlannedSegment> plan_segments(const VenueConfig& venue);

} // namespace pinion::config
