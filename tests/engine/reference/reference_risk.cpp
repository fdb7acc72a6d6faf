// What accounts have and may do. Nothing is kept but balances: what is reserved is counted from the
// orders that wait, each time anew.
#include "tests/engine/reference/reference_venue.h"

#include <algorithm>

namespace pinion::engine {

using shm::Int128;
using shm::OrdType;
using shm::RejectReason;
using shm::Side;

namespace {

Int128 distance(std::int64_t one, std::int64_t other) {
    return one > other ? Int128{one} - other : Int128{other} - one;
}

} // namespace

ReferenceVenue::Account* ReferenceVenue::account_with_risk(const std::string& name) {
    for (std::size_t i = 0; i < options_.risk.accounts.size(); ++i) {
        if (!options_.risk.accounts[i].is_on || options_.accounts[i].view() != name) continue;
        const auto [account, is_new] = accounts_.try_emplace(name);
        if (is_new) account->second.limits = options_.risk.accounts[i].limits;
        return &account->second;
    }
    return nullptr;
}

const InstrumentAssets* ReferenceVenue::assets_of(std::uint32_t instrument) const {
    const auto& all = options_.risk.instruments;
    return instrument < all.size() && all[instrument].any() ? &all[instrument] : nullptr;
}

PriceCollar ReferenceVenue::collar_of(std::uint32_t instrument) const {
    return instrument < options_.collars.size() ? options_.collars[instrument] : PriceCollar{};
}

Int128 ReferenceVenue::whole(std::uint16_t asset) const {
    Int128 result = 1;
    for (int i = 0; i < options_.risk.assets[asset].decimals; ++i) result *= 10;
    return result;
}

/// What an order reserves while it waits, or would, at a price.
ReferenceVenue::Amount ReferenceVenue::needs(const Order& order, Limit limit) const {
    const auto* assets = assets_of(order.instrument);
    if (assets == nullptr || !limit) return {};
    const auto lots = Int128{order.quantity - order.traded};
    if (order.side == Side::sell) return {assets->base, lots * assets->base_per_lot};
    return {assets->quote, lots * *limit * assets->quote_per_tick_lot};
}

ReferenceVenue::Limit ReferenceVenue::worst_price(const Order& order) const {
    if (order.has_limit()) return order.price;
    if (order.is_stop()) return options_.instruments[order.instrument].price_max_ticks;
    if (collects(order)) return options_.instruments[order.instrument].price_max_ticks;
    return trading_limit(order);
}

Int128 ReferenceVenue::reserved(const std::string& account, std::uint16_t asset) const {
    Int128 sum = 0;
    for (const auto* order : waiting_) {
        if (order->account != account) continue;
        const auto amount = needs(*order, worst_price(*order));
        if (amount.asset == asset) sum += amount.units;
    }
    return sum;
}

Int128 ReferenceVenue::balance(const std::string& account, std::uint16_t asset) const {
    const auto found = accounts_.find(account);
    if (found == accounts_.end()) return 0;
    const auto& balances = found->second.balances;
    return balances.count(asset) == 0 ? 0 : balances.at(asset);
}

/// `before` is what a replace changes; a new order has none.
RejectReason ReferenceVenue::wrong_risk(const Order& order, const Order* before) {
    auto* account = account_with_risk(order.account);
    if (account == nullptr) return RejectReason::none;
    const auto& limits = account->limits;
    if (limits.orders_per_interval != 0) {
        const auto interval = now_.time_ns / limits.rate_interval_ns;
        auto& times = account->orders_in;
        if (times[interval] >= limits.orders_per_interval)
            return RejectReason::order_rate_limit_exceeded;
        ++times[interval];
    }
    const bool is_less =
        before != nullptr && (order.quantity <= order.traded || before->keeps_place_as(order));
    if (is_less) return RejectReason::none;
    if (limits.order_lots_max != 0 && order.quantity > limits.order_lots_max)
        return RejectReason::order_size_limit_exceeded;
    if (is_too_dear(order, limits)) return RejectReason::order_value_limit_exceeded;
    if (is_outside_collars(order)) return RejectReason::price_outside_collar;
    if (before == nullptr && limits.open_orders_max != 0 &&
        (order.is_stop() || order.may_rest() || collects(order))) {
        const auto open = std::count_if(waiting_.begin(), waiting_.end(), [&](const Order* other) {
            return other->account == order.account;
        });
        if (open >= std::int64_t{limits.open_orders_max})
            return RejectReason::open_order_limit_exceeded;
    }
    return wrong_funds(order, before, *account);
}

bool ReferenceVenue::is_too_dear(const Order& order, const shm::AccountLimits& limits) const {
    const auto* assets = assets_of(order.instrument);
    if (limits.order_value_max == 0 || assets == nullptr) return false;
    Limit price = order.price;
    if (!order.has_limit()) price = order.stop_price;
    if (order.type == OrdType::market) {
        const auto others = waiting(Place::book, order.instrument, opposite(order.side));
        if (others.empty()) return false;
        price = others.front()->price;
    }
    const auto value = Int128{order.quantity} * *price * assets->quote_per_tick_lot;
    return value > Int128{limits.order_value_max} * whole(assets->quote);
}

bool ReferenceVenue::is_outside_collars(const Order& order) const {
    if (!order.has_limit()) return false;
    const auto collar = collar_of(order.instrument);
    const auto& market = markets_[order.instrument];
    const auto of_day = market.day_reference ? market.day_reference : collar.reference_ticks;
    if (collar.static_ticks != 0 && of_day &&
        distance(order.price, *of_day) > Int128{collar.static_ticks})
        return true;
    const auto last = market.last_price ? market.last_price : of_day;
    return !order.is_stop() && collar.dynamic_ticks != 0 && last &&
           is_better(order.side, order.price, *last) &&
           distance(order.price, *last) > Int128{collar.dynamic_ticks};
}

RejectReason ReferenceVenue::wrong_funds(const Order& order, const Order* before,
                                         Account& account) const {
    const auto amount = needs(order, worst_price(order));
    const auto had = before == nullptr ? 0 : needs(*before, worst_price(*before)).units;
    const auto more = amount.units - had;
    if (more <= 0) return RejectReason::none;
    const auto in_use = reserved(order.account, amount.asset);
    const auto cap = account.limits.exposure_max;
    if (order.side == Side::buy && cap != 0) {
        const auto paid = account.paid[amount.asset];
        if (in_use + (paid > 0 ? paid : 0) + more > Int128{cap} * whole(amount.asset))
            return RejectReason::exposure_limit_exceeded;
    }
    return more > account.balances[amount.asset] - in_use ? RejectReason::insufficient_funds
                                                          : RejectReason::none;
}

ReferenceVenue::Account* ReferenceVenue::named_account(const shm::ControlCommand& asked,
                                                       RejectReason& reason) {
    reason = RejectReason::unsupported_instruction;
    if (asked.scope != shm::ControlScope::account) return nullptr;
    reason = RejectReason::unknown_account;
    if (std::count(options_.accounts.begin(), options_.accounts.end(), asked.account) == 0)
        return nullptr;
    reason = RejectReason::risk_is_off;
    return account_with_risk(std::string(asked.account.view()));
}

RejectReason ReferenceVenue::wrong_credit(const shm::ControlCommand& asked) {
    auto reason = RejectReason::none;
    auto* account = named_account(asked, reason);
    if (account == nullptr) return reason;
    const auto credit = shm::payload_of<shm::Credit>(asked);
    const auto& assets = options_.risk.assets;
    std::uint16_t asset = 0;
    while (asset < assets.size() && assets[asset].name != credit.asset) ++asset;
    if (asset == assets.size()) return RejectReason::unknown_asset;

    const auto most = RiskOptions::amount_max;
    const auto amount = credit.amount.value();
    auto& balance = account->balances[asset];
    if (amount > most || amount < -most) return RejectReason::amount_out_of_range;
    if (amount > 0 && balance + amount > most) return RejectReason::amount_out_of_range;
    const auto free = balance - reserved(std::string(asked.account.view()), asset);
    if (amount < 0 && free + amount < 0) return RejectReason::insufficient_funds;
    balance += amount;
    return RejectReason::none;
}

RejectReason ReferenceVenue::wrong_limits(const shm::ControlCommand& asked) {
    auto reason = RejectReason::none;
    auto* account = named_account(asked, reason);
    if (account == nullptr) return reason;
    const auto command = shm::payload_of<shm::SetLimits>(asked);
    const auto& new_ones = command.limits;
    auto& limits = account->limits;
    const auto names = [&](int field) { return (command.fields >> field & 1U) != 0; };
    const bool has_count = new_ones.orders_per_interval != 0;
    const bool is_possible =
        has_count ? new_ones.rate_interval_ns > 0 : new_ones.rate_interval_ns == 0;
    if (command.fields == 0 || command.fields > 31 || (names(3) && !is_possible))
        return RejectReason::unsupported_instruction;
    if (names(0)) limits.order_lots_max = new_ones.order_lots_max;
    if (names(1)) limits.order_value_max = new_ones.order_value_max;
    if (names(2)) limits.exposure_max = new_ones.exposure_max;
    if (names(4)) limits.open_orders_max = new_ones.open_orders_max;
    if (!names(3)) return RejectReason::none;
    limits.orders_per_interval = new_ones.orders_per_interval;
    limits.rate_interval_ns = new_ones.rate_interval_ns;
    account->orders_in.clear();
    return RejectReason::none;
}

void ReferenceVenue::settle(const Order& buyer, const Order& seller, std::int64_t price,
                            std::uint64_t lots) {
    const auto* assets = assets_of(buyer.instrument);
    if (assets == nullptr) return;
    const auto money = Int128{lots} * price * assets->quote_per_tick_lot;
    const auto stock = Int128{lots} * assets->base_per_lot;
    if (auto* account = account_with_risk(buyer.account)) {
        account->balances[assets->quote] -= money;
        account->balances[assets->base] += stock;
        account->paid[assets->quote] += money;
    }
    if (auto* account = account_with_risk(seller.account)) {
        account->balances[assets->quote] += money;
        account->balances[assets->base] -= stock;
        account->paid[assets->quote] -= money;
    }
}

} // namespace pinion::engine
