#pragma once

#include "shm/layout/feed_segment.h"

#include <cstring>

namespace pinion::shm {

/// Every byte counts: unused levels are zero.
inline bool operator==(const Depth& a, const Depth& b) {
    return std::memcmp(&a, &b, sizeof(Depth)) == 0;
}

} // namespace pinion::shm
