#pragma once

#include "fix-gateway/codec/tags.h"

#include <cstdint>
#include <string_view>

namespace pinion::fix {

/// FIX 373.
enum class SessionRejectReason : std::uint8_t {
    invalid_tag_number = 0,
    required_tag_missing = 1,
    tag_not_defined_for_message = 2,
    undefined_tag = 3,
    tag_without_value = 4,
    value_out_of_range = 5,
    incorrect_data_format = 6,
    comp_id_problem = 9,
    sending_time_accuracy = 10,
    invalid_msg_type = 11,
    tag_repeated = 13,
    tag_out_of_order = 14,
    other = 99,
};

/// Why a message gets a Reject (35=3) and never reaches the business layer.
struct SessionReject {
    SessionRejectReason reason;
    Tag tag; ///< FIX 371; 0: none

    friend bool operator==(const SessionReject&, const SessionReject&) = default;
};

/// FIX 58 for the reason.
[[nodiscard]] constexpr std::string_view to_text(SessionRejectReason reason) {
    switch (reason) {
    case SessionRejectReason::invalid_tag_number: return "Invalid tag number";
    case SessionRejectReason::required_tag_missing: return "Required tag missing";
    case SessionRejectReason::tag_not_defined_for_message:
        return "Tag not defined for this message type";
    case SessionRejectReason::undefined_tag: return "Undefined tag";
    case SessionRejectReason::tag_without_value: return "Tag specified without a value";
    case SessionRejectReason::value_out_of_range: return "Value is incorrect (out of range)";
    case SessionRejectReason::incorrect_data_format: return "Incorrect data format for value";
    case SessionRejectReason::comp_id_problem: return "CompID problem";
    case SessionRejectReason::sending_time_accuracy: return "SendingTime accuracy problem";
    case SessionRejectReason::invalid_msg_type: return "Invalid MsgType";
    case SessionRejectReason::tag_repeated: return "Tag appears more than once";
    case SessionRejectReason::tag_out_of_order: return "Tag specified out of required order";
    case SessionRejectReason::other: break;
    }
    return "Other";
}

} // namespace pinion::fix
