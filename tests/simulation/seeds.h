#pragma once

#include <spdlog/spdlog.h>

#include <cstdint>
#include <cstdlib>

namespace pinion::test {

/// The first seed. Nothing but the seed decides how a run goes, so the same ones always pass;
/// `scripts/test --soak` brings new ones.
inline std::uint64_t first_seed() {
    const char* wanted = std::getenv("PINION_SEED");
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 1;
}

/// How many seeds to run.
inline std::uint64_t seeds(std::uint64_t by_default) {
    const char* wanted = std::getenv("PINION_SOAK_SEEDS");
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : by_default;
}

/// What the programs log is told only if PINION_TRACE asks for it.
inline void be_silent_unless_asked() {
    const bool is_asked = std::getenv("PINION_TRACE") != nullptr;
    spdlog::set_level(is_asked ? spdlog::level::info : spdlog::level::off);
}

} // namespace pinion::test
