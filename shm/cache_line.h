#pragma once

#include <cstddef>

namespace pinion::shm {

/// Bytes that move between cores at once (x86-64; Intel SDM vol. 3, 12.1). Rings and messages are
/// laid out in whole lines so that one writer owns each.
inline constexpr std::size_t cache_line_bytes = 64;

} // namespace pinion::shm
