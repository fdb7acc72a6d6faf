#pragma once

#include <cstddef>
#include <cstdint>

namespace pinion::shm {

/// What an instrument does with orders: engine/rules/phase_table.h. Values are part of the layout:
/// append, never renumber. 0 is no phase.
enum class TradingPhase : std::uint8_t {
    closed = 1,
    pre_open = 2,
    opening_auction = 3,
    continuous = 4, ///< of an instrument of which nothing else was said
    halted = 5,
    closing_auction = 6,
    volatility_auction = 7,
};

inline constexpr std::size_t trading_phases_end = 8; ///< above all phases

[[nodiscard]] constexpr bool is_phase(TradingPhase phase) {
    const auto value = static_cast<std::size_t>(phase);
    return value != 0 && value < trading_phases_end;
}

} // namespace pinion::shm
