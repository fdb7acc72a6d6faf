#pragma once

#include "shm/messages/trading_phase.h"

#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// The payload of ControlAction::set_phase, for one instrument or for everything.
struct PhaseRequest {
    TradingPhase phase; ///< 0: the one that the calendar has now, and it is followed on from here
    std::uint8_t spare[7];
    std::int64_t
        length_ns; ///< after which continuous trading follows; 0: until something else does
};

static_assert(std::has_unique_object_representations_v<PhaseRequest>);

} // namespace pinion::shm
