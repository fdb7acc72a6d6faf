#pragma once

#include <chrono>

namespace pinion::test {

/// How long a test waits for what must come. Longer than a disk may stand still under the load of
/// many tests: even a killed process ends only when its last sync does.
inline constexpr std::chrono::seconds patience{60};

} // namespace pinion::test
