#pragma once

#include <cstdint>

namespace pinion::shm {

/// What an engine promises of everything that it answered.
enum class Durability : std::uint32_t {
    none = 0,  ///< it survives nothing: a restarted engine is a new one
    async = 1, ///< it survives the death of any process
    sync = 2,  ///< and the loss of the host
};

} // namespace pinion::shm
