#pragma once

#include <cstddef>
#include <string>

namespace pinion::latency {

/// What a figure was measured on and with.
struct Host {
    std::string processor;
    std::size_t cores; ///< usable by this process
    std::string kernel;
    std::string commit; ///< "-dirty" at its end: built from a changed tree
    std::string compiler;
    std::string flags;
};

[[nodiscard]] Host describe_host();

} // namespace pinion::latency
