#include "fix-gateway/translate/reject_codes.h"

#include <array>
#include <cstddef>

namespace pinion::fix {

namespace {

using shm::RejectReason;

constexpr std::size_t reason_count = static_cast<std::size_t>(RejectReason::risk_is_off) + 1;

/// By RejectReason. 103: 0 venue option, 1 unknown symbol, 2 exchange closed, 3 exceeds limit, 4
/// too late, 5 unknown order, 6 duplicate, 11 unsupported, 13 incorrect quantity, 15 unknown
/// account, 99 other. 102: 0 too late, 1 unknown order, 2 venue option, 6 duplicate, 99 other. 380:
/// 0 other, 1 unknown id, 2 unknown security, 3 unsupported type, 4 not available, 5 field missing,
/// 6 not authorised. 532: 0 not supported, 1 unknown symbol, 99 other.
constexpr std::array<RejectCodes, reason_count> codes{{
    {99, 99, 0, 99, "Not refused"},
    {1, 2, 2, 1, "Unknown symbol"},
    {15, 2, 6, 99, "Unknown account"},
    {6, 6, 0, 99, "Duplicate ClOrdID"},
    {5, 1, 1, 99, "Unknown order"},
    {4, 0, 0, 99, "Too late: the order is filled, canceled or expired"},
    {13, 2, 0, 99, "Quantity must be above zero"},
    {3, 2, 0, 99, "Quantity above the instrument's maximum"},
    {3, 2, 0, 99, "Price outside the instrument's band"},
    {99, 2, 0, 99, "Price is not a multiple of the tick"},
    {13, 2, 0, 99, "Quantity is not a multiple of the lot"},
    {99, 2, 5, 99, "Price missing for this order type"},
    {99, 2, 0, 99, "Price not allowed for this order type"},
    {11, 2, 0, 99, "Order type not supported"},
    {11, 2, 0, 99, "TimeInForce not supported"},
    {11, 2, 0, 0, "Instruction not supported"},
    {3, 2, 0, 99, "Limit of live orders reached"},
    {3, 2, 0, 99, "Limit of price levels reached"},
    {3, 2, 0, 99, "Limit of ClOrdIDs of the day reached"},
    {99, 2, 0, 99, "Side or symbol differ from the order's"},
    {0, 2, 4, 99, "Matching engine not available"},
    {0, 2, 4, 99, "Matching engine was restarted: send the message again"},
    {3, 2, 0, 99, "Too many messages"},
    {2, 2, 0, 99, "Instrument halted"},
    {2, 2, 0, 99, "Instrument closed"},
    {0, 2, 0, 99, "Nothing to trade with"},
    {0, 2, 6, 99, "Not authorised"},
    {99, 99, 0, 99, "Refused"},
    {13, 2, 0, 99, "Minimum quantity above the order's quantity"},
    {13, 2, 0, 99, "Display quantity above the order's quantity"},
    {99, 2, 0, 99, "Expiry missing or over"},
    {99, 2, 0, 99, "Post-only order would trade"},
    {3, 2, 0, 99, "Limit of waiting stop orders reached"},
    {3, 2, 0, 99, "Limit of waiting orders with a minimum quantity reached"},
    {99, 2, 0, 99, "Canceled to prevent a self trade"},
    {99, 2, 0, 99, "Canceled because the session was lost"},
    {99, 2, 0, 99, "Canceled by a mass cancel"},
    {13, 2, 0, 99, "Display quantity too small for the order's quantity"},
    {0, 2, 6, 99, "Stopped by the venue's kill switch"},
    {0, 2, 6, 99, "Account suspended"},
    {99, 2, 1, 99, "Unknown session"},
    {99, 2, 1, 99, "Unknown gateway"},
    {3, 2, 0, 99, "Insufficient funds"},
    {3, 2, 0, 99, "Quantity above the account's limit"},
    {3, 2, 0, 99, "Value above the account's limit"},
    {3, 2, 0, 99, "Limit of the account's open orders reached"},
    {3, 2, 0, 99, "Exposure above the account's limit"},
    {3, 2, 0, 99, "Too many orders of the account in a short time"},
    {3, 2, 0, 99, "Price outside the collar"},
    {99, 2, 0, 99, "Unknown asset"},
    {99, 2, 0, 99, "Amount out of range"},
    {99, 2, 0, 99, "Risk of the account is off"},
}};

} // namespace

const RejectCodes& reject_codes(RejectReason reason) {
    const auto index = static_cast<std::size_t>(reason);
    return codes[index < codes.size() ? index : static_cast<std::size_t>(RejectReason::other)];
}

} // namespace pinion::fix
