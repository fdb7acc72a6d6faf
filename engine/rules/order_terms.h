#pragma once

#include "engine/rules/auction_orders.h"
#include "engine/rules/phase_table.h"
#include "engine/rules/time_in_force.h"
#include "shm/messages/command.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

namespace pinion::engine {

[[nodiscard]] inline bool is_known(shm::SelfTradePrevention prevention) {
    using shm::SelfTradePrevention;
    return prevention == SelfTradePrevention::none ||
           prevention == SelfTradePrevention::cancel_oldest ||
           prevention == SelfTradePrevention::cancel_newest ||
           prevention == SelfTradePrevention::cancel_both ||
           prevention == SelfTradePrevention::decrement;
}

/// A display quantity is for orders that can be seen: those that may rest, and do not wait for all
/// of their quantity.
[[nodiscard]] inline bool may_have_display(shm::OrdType type, shm::TimeInForce time_in_force,
                                           std::uint8_t exec_inst) {
    return has_limit_price(type) && outlives_its_command(time_in_force) &&
           (exec_inst & shm::exec_inst::all_or_none) == 0;
}

/// An order that lives for an auction trades there whatever it can.
[[nodiscard]] inline bool may_live_for_auction(const shm::Command& order) {
    return !has_stop_price(order.ord_type) && order.min_quantity_lots == 0 &&
           (order.exec_inst & shm::exec_inst::all_or_none) == 0;
}

/// Whether the instructions of a new order go together, in a phase that matches or in one that
/// collects.
[[nodiscard]] inline bool instructions_go_together(const shm::Command& order, bool matches) {
    using shm::exec_inst::all_or_none;
    using shm::exec_inst::post_only;
    using shm::exec_inst::post_only_reprice;
    const auto inst = order.exec_inst;
    if (inst != shm::exec_inst::none && inst != post_only &&
        inst != (post_only | post_only_reprice) && inst != all_or_none)
        return false;
    const bool is_post_only = (inst & post_only) != 0;
    if (is_post_only &&
        (!may_rest(order.ord_type, order.time_in_force) || order.min_quantity_lots != 0))
        return false;
    if (inst == all_or_none && order.min_quantity_lots != 0) return false;
    if (order.display_quantity_lots != 0 &&
        !may_have_display(order.ord_type, order.time_in_force, inst))
        return false;
    if (order.expire_time_ns != 0 && order.time_in_force != shm::TimeInForce::good_till_date)
        return false;
    const bool only_for_auction = is_for_one_auction(order.time_in_force) ||
                                  (!matches && order.ord_type == shm::OrdType::market);
    if (only_for_auction && !may_live_for_auction(order)) return false;
    return is_known(order.self_trade_prevention);
}

/// Side, type, phase, time in force and instructions of a new order. Any other value of any term,
/// known to FIX or not, is refused in the name of that term.
[[nodiscard]] inline shm::RejectReason check_terms(shm::TradingPhase phase, bool has_close,
                                                   const shm::Command& order) {
    using shm::OrdType;
    using shm::RejectReason;
    using shm::Side;
    if (order.side != Side::buy && order.side != Side::sell)
        return RejectReason::unsupported_instruction;
    if (order.ord_type != OrdType::limit && order.ord_type != OrdType::market &&
        order.ord_type != OrdType::stop && order.ord_type != OrdType::stop_limit)
        return RejectReason::unsupported_order_type;
    const auto reason = check_phase(phase, has_close, order.time_in_force);
    if (reason != RejectReason::none) return reason;
    return instructions_go_together(order, terms_of(phase).matches)
               ? RejectReason::none
               : RejectReason::unsupported_instruction;
}

} // namespace pinion::engine
