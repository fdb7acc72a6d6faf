#pragma once

#include "shm/messages/command.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

namespace pinion::engine {

/// The venue takes limit and market orders, without further instructions. Any other value of any
/// term, known to FIX or not, is refused in the name of that term.
[[nodiscard]] inline shm::RejectReason check_terms(const shm::Command& command) {
    using shm::OrdType;
    using shm::RejectReason;
    using shm::Side;
    if (command.side != Side::buy && command.side != Side::sell)
        return RejectReason::unsupported_instruction;
    if (command.ord_type != OrdType::limit && command.ord_type != OrdType::market)
        return RejectReason::unsupported_order_type;
    const bool instructs = command.exec_inst != shm::exec_inst::none ||
                           command.self_trade_prevention != shm::SelfTradePrevention::none ||
                           command.stop_price_ticks != 0 || command.min_quantity_lots != 0 ||
                           command.display_quantity_lots != 0 || command.expire_time_ns != 0;
    return instructs ? RejectReason::unsupported_instruction : RejectReason::none;
}

} // namespace pinion::engine
