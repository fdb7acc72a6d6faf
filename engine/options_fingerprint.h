#pragma once

#include "engine/engine_options.h"

#include <cstdint>

namespace pinion::engine {

/// One number of all options by which commands become events: engines whose fingerprints are equal
/// make the same of the same commands. The epoch is state, and not in it.
[[nodiscard]] std::uint64_t options_fingerprint(const EngineOptions& options);

} // namespace pinion::engine
