#pragma once

#include "shm/record_log/segment_header.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Removes a log's oldest segments as long as they hold no record behind `sequence`; the newest one
/// stays. How many: a file that cannot be removed ends it. Who writes or reads the log may do so
/// meanwhile.
std::uint64_t remove_old_segments(shm::Storage& log,
                                  const std::vector<shm::LogSegmentHeader>& segments,
                                  std::uint64_t sequence);

} // namespace pinion::engine
