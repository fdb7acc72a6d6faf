#pragma once

#include "shm/messages/trading_phase.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace pinion::shm {

/// As programs show them and configs write them; the first is of no phase.
inline constexpr std::array<std::string_view, trading_phases_end> phase_names = {
    "",           "closed", "pre_open",        "opening_auction",
    "continuous", "halted", "closing_auction", "volatility_auction"};

/// Empty for what is no phase.
[[nodiscard]] constexpr std::string_view word_for(TradingPhase phase) {
    return is_phase(phase) ? phase_names[static_cast<std::size_t>(phase)] : "";
}

} // namespace pinion::shm
