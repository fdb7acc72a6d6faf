#pragma once

#include "shm/messages/reject_reason.h"

#include <cstdint>
#include <string_view>

namespace pinion::fix {

/// How FIX says what the venue decided: the code for each kind of message that can carry the
/// refusal, and FIX 58. This is the only place that knows.
struct RejectCodes {
    std::uint8_t ord_rej_reason;            ///< FIX 103
    std::uint8_t cxl_rej_reason;            ///< FIX 102
    std::uint8_t business_reject_reason;    ///< FIX 380
    std::uint8_t mass_cancel_reject_reason; ///< FIX 532
    std::string_view text;                  ///< FIX 58
};

/// A value that is no RejectReason (an engine is another process) reads as RejectReason::other.
[[nodiscard]] const RejectCodes& reject_codes(shm::RejectReason reason);

} // namespace pinion::fix
