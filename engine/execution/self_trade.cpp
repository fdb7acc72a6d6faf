#include "engine/execution/execution.h"
#include "engine/execution/trade.h"
#include "engine/reports.h"

#include <algorithm>

namespace pinion::engine {

using shm::OrdStatus;
using shm::RejectReason;
using shm::RestatementReason;
using shm::SelfTradePrevention;

namespace {

void cancel_taker(Turn& turn, Order& taker) {
    taker.leaves_lots = 0;
    report_order(turn, taker, canceled(RejectReason::self_trade_prevented));
    turn.venue.orders.end(taker, OrdStatus::canceled, RejectReason::self_trade_prevented);
}

void cancel_maker(Turn& turn, std::uint32_t slot) {
    cancel_unsolicited(turn, slot, RejectReason::self_trade_prevented);
}

void shrink(Order& order, std::uint64_t lots) {
    order.quantity_lots -= lots;
    order.leaves_lots -= lots;
}

void shrink_maker(Turn& turn, std::uint32_t slot, Order& maker, std::uint64_t lots) {
    shrink(maker, lots);
    report_unsolicited(turn, maker, restated(maker, RestatementReason::partial_decline));
    amend(turn, slot, maker);
}

void shrink_taker(Turn& turn, Order& taker, std::uint64_t lots) {
    shrink(taker, lots);
    report_order(turn, taker, restated(taker, RestatementReason::partial_decline));
}

void decrement_both(Turn& turn, Order& taker, std::uint32_t slot) {
    auto maker = turn.venue.orders.resting(slot);
    const auto taker_lots = taker.leaves_lots;
    const auto maker_lots = maker.leaves_lots;
    if (maker_lots <= taker_lots)
        cancel_maker(turn, slot);
    else
        shrink_maker(turn, slot, maker, taker_lots);
    if (taker_lots <= maker_lots)
        cancel_taker(turn, taker);
    else
        shrink_taker(turn, taker, maker_lots);
}

} // namespace

void prevent_self_trade(Turn& turn, Order& taker, std::uint32_t slot) {
    const auto prevention = taker.details.self_trade_prevention;
    if (prevention == SelfTradePrevention::decrement) return decrement_both(turn, taker, slot);
    if (prevention != SelfTradePrevention::cancel_newest) cancel_maker(turn, slot);
    if (prevention != SelfTradePrevention::cancel_oldest) cancel_taker(turn, taker);
}

} // namespace pinion::engine
