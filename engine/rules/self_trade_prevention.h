#pragma once

#include "engine/order_details.h"

namespace pinion::engine {

/// Whether taker and maker must not trade, since both are of one account and the taker said so.
[[nodiscard]] inline bool is_self_trade(const OrderDetails& taker, const OrderDetails& maker) {
    return taker.self_trade_prevention != shm::SelfTradePrevention::none &&
           taker.account == maker.account;
}

} // namespace pinion::engine
