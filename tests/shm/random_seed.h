#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace pinion::shm::test {

/// A new seed each run, printed; PINION_SEED replays one.
inline std::uint64_t random_seed() {
    const char* wanted = std::getenv("PINION_SEED");
    const std::uint64_t seed = wanted != nullptr ? std::stoull(wanted) : std::random_device{}();
    std::cout << "PINION_SEED=" << seed << std::endl;
    return seed;
}

} // namespace pinion::shm::test
