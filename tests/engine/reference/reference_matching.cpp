#include "tests/engine/reference/reference_venue.h"

#include <algorithm>
#include <list>

namespace pinion::engine {

using shm::FeedEventKind;
using shm::OrdStatus;
using shm::RejectReason;
using shm::SelfTradePrevention;
using shm::Side;

namespace {

bool prevents(const ReferenceOrder& taker, const ReferenceOrder& maker) {
    return taker.self_trade_prevention != SelfTradePrevention::none &&
           taker.account == maker.account;
}

/// The first of the held orders that would trade with somebody who has `left` lots.
template <typename Held>
auto first_willing(Held& held, std::uint64_t left) {
    return std::find_if(held.begin(), held.end(),
                        [left](const auto* order) { return order->minimum() <= left; });
}

/// So many lots of that order, shown or hidden.
struct Lots {
    const ReferenceOrder* order;
    std::uint64_t count;
};

/// `book` in priority: at each price what is shown first, then what is hidden.
std::list<Lots> in_order_of_service(const std::vector<ReferenceOrder*>& book) {
    std::list<Lots> result;
    for (auto level = book.begin(); level != book.end();) {
        auto end = level;
        while (end != book.end() && (*end)->price == (*level)->price) ++end;
        for (auto at = level; at != end; ++at) result.push_back({*at, (*at)->shown});
        for (auto at = level; at != end; ++at)
            if ((*at)->leaves() > (*at)->shown)
                result.push_back({*at, (*at)->leaves() - (*at)->shown});
        level = end;
    }
    return result;
}

} // namespace

void ReferenceVenue::execute(Order& order, FeedEventKind when_it_rests) {
    const bool trades = matches(order.instrument);
    const auto whole_limit = trading_limit(order);
    const auto limit = trades ? collared(order, whole_limit) : std::nullopt;
    if (order.minimum() != 0 && !can_trade(order, order.minimum(), limit)) {
        if (!order.may_rest()) return end(order, OrdStatus::canceled, RejectReason::no_liquidity);
        if (count(Place::held) >= options_.held_orders_max)
            return end(order, OrdStatus::canceled, RejectReason::held_order_limit_reached);
        return put(order, Place::held);
    }
    while (!order.is(shm::exec_inst::post_only) && order.leaves() != 0) {
        auto* maker = next_maker(order, limit);
        if (maker == nullptr) break;
        if (prevents(order, *maker))
            prevent(*maker, order);
        else
            trade(*maker, order);
    }
    if (order.ended()) return;
    if (trades && !order.is(shm::exec_inst::post_only) && next_maker(order, whole_limit) != nullptr)
        begin_phase(order.instrument, shm::TradingPhase::volatility_auction,
                    now_.time_ns + market_options(order.instrument).volatility_auction_ns);
    if (trades && !order.may_rest())
        return end(order, OrdStatus::canceled, RejectReason::no_liquidity);
    const auto reason = no_room_in_book(order, nullptr);
    if (reason != RejectReason::none) return end(order, OrdStatus::canceled, reason);
    put(order, Place::book, when_it_rests);
}

ReferenceVenue::Limit ReferenceVenue::trading_limit(const Order& order) const {
    if (order.has_limit()) return order.price;
    const auto& instrument = options_.instruments[order.instrument];
    const bool buys = order.side == Side::buy;
    const auto edge = buys ? instrument.price_max_ticks : instrument.price_min_ticks;
    if (instrument.market_protection_ticks == 0) return edge;
    const auto others = waiting(Place::book, order.instrument, opposite(order.side));
    if (others.empty()) return std::nullopt;
    const auto best = others.front()->price;
    const shm::Int128 away = instrument.market_protection_ticks;
    if (buys)
        return static_cast<std::int64_t>(std::min<shm::Int128>(shm::Int128{best} + away, edge));
    return static_cast<std::int64_t>(std::max<shm::Int128>(shm::Int128{best} - away, edge));
}

/// Who of the other side waits there at the limit or better, in priority.
ReferenceVenue::Orders ReferenceVenue::within(Place place, const Order& taker, Limit limit) const {
    Orders result;
    if (!limit) return result;
    for (auto* order : waiting(place, taker.instrument, opposite(taker.side)))
        if (!is_better(taker.side, order->price, *limit)) result.push_back(order);
    return result;
}

bool ReferenceVenue::meets(Place place, const Order& order) const {
    return !within(place, order, order.price).empty();
}

bool ReferenceVenue::can_trade(const Order& taker, std::uint64_t lots, Limit limit) const {
    auto book = in_order_of_service(within(Place::book, taker, limit));
    auto held = within(Place::held, taker, limit);
    std::uint64_t counted = 0;
    while (counted < lots) {
        const auto left = taker.leaves() - counted;
        const auto willing = first_willing(held, left);
        Lots next{};
        if (willing != held.end() && (book.empty() || is_better((*willing)->side, (*willing)->price,
                                                                book.front().order->price))) {
            next = {*willing, (*willing)->leaves()};
            held.erase(willing);
        } else if (!book.empty()) {
            next = book.front();
            book.pop_front();
        } else {
            return false;
        }
        if (!prevents(taker, *next.order))
            counted += std::min(next.count, left);
        else if (taker.self_trade_prevention != SelfTradePrevention::cancel_oldest)
            return false;
    }
    return true;
}

ReferenceVenue::Order* ReferenceVenue::next_maker(const Order& taker, Limit limit) const {
    const auto book = within(Place::book, taker, limit);
    const auto held = within(Place::held, taker, limit);
    const auto willing = first_willing(held, taker.leaves());
    if (willing != held.end() &&
        (book.empty() || is_better((*willing)->side, (*willing)->price, book.front()->price)))
        return *willing;
    return book.empty() ? nullptr : book.front();
}

void ReferenceVenue::trade(Order& maker, Order& taker) {
    const bool is_held = maker.place == Place::held;
    const auto lots = std::min(taker.leaves(), is_held ? maker.leaves() : maker.shown);
    const auto price = maker.price;
    ++matches_;
    for (auto* order : {&maker, &taker}) {
        order->traded += lots;
        order->notional += shm::Int128{price} * shm::Int128{lots};
        order->status =
            order->traded == order->quantity ? OrdStatus::filled : OrdStatus::partially_filled;
    }
    settle(maker.side == Side::buy ? maker : taker, maker.side == Side::buy ? taker : maker, price,
           lots);
    tell_fill(maker, price, lots, shm::LiquidityInd::added);
    tell_fill(taker, price, lots, shm::LiquidityInd::removed);
    markets_[maker.instrument].last_price = price;
    markets_[maker.instrument].traded_at.push_back(price);

    if (is_held) {
        tell_public(FeedEventKind::trade, maker, lots, 0);
    } else {
        maker.shown -= lots;
        tell_public(FeedEventKind::execute, maker, lots, maker.shown);
    }
    if (maker.ended()) return take_away(maker);
    if (is_held || maker.shown != 0) return;
    take_away(maker);
    put(maker, Place::book);
}

/// In place of a trade between two orders of one account.
void ReferenceVenue::prevent(Order& maker, Order& taker) {
    const auto canceled = [this](Order& order) {
        end(order, OrdStatus::canceled, RejectReason::self_trade_prevented);
    };
    switch (taker.self_trade_prevention) {
    case SelfTradePrevention::cancel_oldest: return canceled(maker);
    case SelfTradePrevention::cancel_newest: return canceled(taker);
    case SelfTradePrevention::cancel_both: canceled(maker); return canceled(taker);
    default: break;
    }
    const auto lots = std::min(maker.leaves(), taker.leaves());
    end_or_shrink(maker, lots);
    end_or_shrink(taker, lots);
}

void ReferenceVenue::end_or_shrink(Order& order, std::uint64_t lots) {
    if (order.leaves() == lots)
        return end(order, OrdStatus::canceled, RejectReason::self_trade_prevented);
    order.quantity -= lots;
    tell_restated(order, shm::RestatementReason::partial_decline);
    cut_shown(order);
}

} // namespace pinion::engine
