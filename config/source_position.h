#pragma once

#include <cstdint>

namespace pinion::config {

/// A place in a config file; both count from 1, as editors do. Line 0: not in the file.
struct SourcePosition {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

} // namespace pinion::config
