#pragma once

#include "engine/rules/auction_orders.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"
#include "shm/messages/trading_phase.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace pinion::engine {

/// What an instrument does in a phase. Cancels, and questions, are answered in all of them.
struct PhaseTerms {
    shm::RejectReason refusal;       ///< of new orders and replaces; none: they are taken
    std::string_view times_in_force; ///< FIX 59 of the new orders that are taken
    bool matches;                    ///< else the book only collects, and may be crossed
    bool is_auction;                 ///< the public is told what its end would come to
};

namespace phase_table {

using enum shm::RejectReason;

/// By phase. The first is of no phase.
inline constexpr std::array<PhaseTerms, shm::trading_phases_end> terms = {{
    {.refusal = other, .times_in_force = "", .matches = false, .is_auction = false},
    {.refusal = instrument_closed, .times_in_force = "", .matches = false, .is_auction = false},
    {.refusal = none, .times_in_force = "01267", .matches = false, .is_auction = false},
    {.refusal = none, .times_in_force = "01267", .matches = false, .is_auction = true},
    {.refusal = none, .times_in_force = "013467", .matches = true, .is_auction = false},
    {.refusal = instrument_halted, .times_in_force = "", .matches = false, .is_auction = false},
    {.refusal = none, .times_in_force = "0167", .matches = false, .is_auction = true},
    {.refusal = none, .times_in_force = "0167", .matches = false, .is_auction = true},
}};

} // namespace phase_table

/// `phase` is a phase.
[[nodiscard]] constexpr const PhaseTerms& terms_of(shm::TradingPhase phase) {
    return phase_table::terms[static_cast<std::size_t>(phase)];
}

/// Whether a new order is taken now. `has_close`: the calendar has a closing auction; without one
/// orders at the close are for the auction that an operator has begun.
[[nodiscard]] inline shm::RejectReason check_phase(shm::TradingPhase phase, bool has_close,
                                                   shm::TimeInForce time_in_force) {
    using shm::RejectReason;
    const auto& terms = terms_of(phase);
    if (terms.refusal != RejectReason::none) return terms.refusal;
    const auto code = static_cast<char>(time_in_force);
    const bool is_taken = terms.times_in_force.find(code) != std::string_view::npos;
    const bool has_auction = has_close || !waits_for_close(phase, time_in_force);
    return is_taken && has_auction ? RejectReason::none : RejectReason::unsupported_time_in_force;
}

/// Whether a new order waits for an auction, whatever others do.
[[nodiscard]] inline bool collects(shm::TradingPhase phase, shm::TimeInForce time_in_force) {
    return !terms_of(phase).matches || waits_for_close(phase, time_in_force);
}

/// Whether an auction comes to its end, with trades, when one phase follows another. Continuous
/// trading never begins with a crossed book, whatever was before.
[[nodiscard]] constexpr bool uncrosses(shm::TradingPhase before, shm::TradingPhase after) {
    if (terms_of(after).matches) return true;
    return after == shm::TradingPhase::closed && terms_of(before).is_auction;
}

/// Whether orders in the book that only live for an auction are over when the phase begins. Those
/// that wait for the close are over when the instrument closes.
[[nodiscard]] constexpr bool ends_auction_orders(shm::TradingPhase phase) {
    return terms_of(phase).matches || phase == shm::TradingPhase::closed;
}

} // namespace pinion::engine
