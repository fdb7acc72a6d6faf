#include "tests/engine/reference/reference_venue.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string>

namespace pinion::engine {

using shm::FeedEventKind;
using shm::RejectReason;
using shm::Side;
using shm::TradingPhase;

namespace {

constexpr std::int64_t day_length_ns = 86'400'000'000'000;

bool is_auction(TradingPhase phase) {
    return phase == TradingPhase::opening_auction || phase == TradingPhase::closing_auction ||
           phase == TradingPhase::volatility_auction;
}

/// FIX 59 of the orders that are taken.
std::string accepted(TradingPhase phase) {
    switch (phase) {
    case TradingPhase::pre_open:
    case TradingPhase::opening_auction: return "01267";
    case TradingPhase::continuous: return "013467";
    case TradingPhase::closing_auction:
    case TradingPhase::volatility_auction: return "0167";
    default: return "";
    }
}

} // namespace

bool ReferenceVenue::matches(std::uint32_t instrument) const {
    return markets_[instrument].phase == TradingPhase::continuous;
}

bool ReferenceVenue::comes_at_close(const Order& order) const {
    return order.time_in_force == shm::TimeInForce::at_the_close &&
           markets_[order.instrument].phase != TradingPhase::closing_auction;
}

bool ReferenceVenue::collects(const Order& order) const {
    return comes_at_close(order) || !matches(order.instrument);
}

const MarketOptions& ReferenceVenue::market_options(std::uint32_t instrument) const {
    static const MarketOptions usual;
    return instrument < options_.markets.size() ? options_.markets[instrument] : usual;
}

RejectReason ReferenceVenue::refusal_of_phase(std::uint32_t instrument) const {
    const auto phase = markets_[instrument].phase;
    if (phase == TradingPhase::closed) return RejectReason::instrument_closed;
    if (phase == TradingPhase::halted) return RejectReason::instrument_halted;
    return RejectReason::none;
}

RejectReason ReferenceVenue::wrong_phase(const Order& order) const {
    const auto reason = refusal_of_phase(order.instrument);
    if (reason != RejectReason::none) return reason;
    const auto codes = accepted(markets_[order.instrument].phase);
    if (codes.find(static_cast<char>(order.time_in_force)) == std::string::npos)
        return RejectReason::unsupported_time_in_force;
    bool closes = false;
    for (const auto& change : market_options(order.instrument).calendar)
        if (change.phase == TradingPhase::closing_auction) closes = true;
    return comes_at_close(order) && !closes ? RejectReason::unsupported_time_in_force
                                            : RejectReason::none;
}

std::optional<std::int64_t> ReferenceVenue::reference_price(std::uint32_t instrument) const {
    const auto& market = markets_[instrument];
    if (market.last_price) return market.last_price;
    return market.day_reference ? market.day_reference : collar_of(instrument).reference_ticks;
}

ReferenceVenue::Limit ReferenceVenue::collared(const Order& order, Limit limit) const {
    const auto width = shm::Int128{collar_of(order.instrument).trade_ticks};
    const auto reference = reference_price(order.instrument);
    if (width == 0 || !reference || !limit) return limit;
    const auto edge = order.side == Side::buy
                          ? std::min(shm::Int128{*limit}, shm::Int128{*reference} + width)
                          : std::max(shm::Int128{*limit}, shm::Int128{*reference} - width);
    return static_cast<std::int64_t>(edge);
}

ReferenceAuction ReferenceVenue::auction_at(std::uint32_t instrument, std::int64_t price) const {
    std::uint64_t bought = 0;
    std::uint64_t sold = 0;
    for (const auto* order : waiting(Place::book, instrument, Side::buy))
        if (order->price >= price) bought += order->leaves();
    for (const auto* order : waiting(Place::book, instrument, Side::sell))
        if (order->price <= price) sold += order->leaves();
    ReferenceAuction result;
    result.lots = std::min(bought, sold);
    if (result.lots == 0) return {};
    result.price = price;
    result.surplus = std::max(bought, sold) - result.lots;
    if (result.surplus != 0) result.side = bought > sold ? Side::buy : Side::sell;
    return result;
}

/// Where lots, surplus or distance can change: at somebody's price or a tick from it, and at the
/// reference price.
ReferenceAuction ReferenceVenue::auction(std::uint32_t instrument) const {
    std::set<std::int64_t> prices;
    for (const auto side : {Side::buy, Side::sell})
        for (const auto* order : waiting(Place::book, instrument, side))
            prices.insert(order->price);
    if (prices.empty()) return {};
    const auto reference = reference_price(instrument);
    const auto lowest = *prices.begin();
    const auto highest = *prices.rbegin();
    for (const auto price : std::set<std::int64_t>(prices)) {
        if (price > lowest) prices.insert(price - 1);
        if (price < highest) prices.insert(price + 1);
    }
    if (reference && *reference > lowest && *reference < highest) prices.insert(*reference);

    std::vector<ReferenceAuction> best;
    for (const auto price : prices) {
        const auto next = auction_at(instrument, price);
        if (!best.empty() && (next.lots < best[0].lots ||
                              (next.lots == best[0].lots && next.surplus > best[0].surplus)))
            continue;
        if (!best.empty() && (next.lots > best[0].lots || next.surplus < best[0].surplus))
            best.clear();
        best.push_back(next);
    }
    if (best[0].lots == 0) return {};
    if (!reference)
        return auction_at(instrument, best[0].price + (best.back().price - best[0].price) / 2);
    const auto distance = [&](const ReferenceAuction& one) {
        const auto away = shm::Int128{one.price} - *reference;
        return away < 0 ? -away : away;
    };
    return *std::min_element(best.begin(), best.end(), [&](const auto& left, const auto& right) {
        return distance(left) < distance(right);
    });
}

void ReferenceVenue::uncross(std::uint32_t instrument) {
    const auto result = auction(instrument);
    for (auto left = result.lots; left != 0;) {
        auto& buy = *waiting(Place::book, instrument, Side::buy).front();
        auto& sell = *waiting(Place::book, instrument, Side::sell).front();
        left -= std::min(buy.shown, sell.shown);
        trade_in_auction(buy, sell, result.price);
    }
}

void ReferenceVenue::trade_in_auction(Order& buy, Order& sell, std::int64_t price) {
    const auto lots = std::min(buy.shown, sell.shown);
    ++matches_;
    for (auto* order : {&buy, &sell}) {
        order->traded += lots;
        order->notional += shm::Int128{price} * shm::Int128{lots};
        order->status = order->traded == order->quantity ? shm::OrdStatus::filled
                                                         : shm::OrdStatus::partially_filled;
        tell_fill(*order, price, lots, shm::LiquidityInd::none);
    }
    for (auto* order : {&buy, &sell}) {
        order->shown -= lots;
        tell_public(FeedEventKind::execute, *order, lots, order->shown);
        events_.feed.back().price_ticks = price;
        if (order == &sell) events_.feed.back().flags = shm::feed_flags::same_trade;
    }
    settle(buy, sell, price, lots);
    markets_[buy.instrument].last_price = price;
    markets_[buy.instrument].traded_at.push_back(price);
    for (auto* order : {&buy, &sell}) {
        if (order->shown != 0) continue;
        take_away(*order);
        if (!order->ended()) put(*order, Place::book);
    }
}

void ReferenceVenue::begin_phase(std::uint32_t instrument, TradingPhase phase,
                                 std::optional<std::int64_t> ends_ns) {
    auto& market = markets_[instrument];
    const bool ends_day = phase == TradingPhase::closed;
    const bool trades = phase == TradingPhase::continuous;
    if (trades || (ends_day && is_auction(market.phase))) uncross(instrument);
    for (const auto side : {Side::buy, Side::sell})
        for (auto* order : waiting(Place::book, instrument, side))
            if ((trades || ends_day) && !order->may_rest())
                end(*order, shm::OrdStatus::canceled, RejectReason::no_liquidity);
    for (const auto side : {Side::buy, Side::sell})
        for (auto* order : waiting(Place::closing, instrument, side))
            if (ends_day) end(*order, shm::OrdStatus::canceled, RejectReason::no_liquidity);
    market.phase = phase;
    market.phase_ends_ns = ends_ns;
    market.told = {};
    tell_phase(instrument);
    if (phase != TradingPhase::closing_auction) return;
    for (const auto side : {Side::buy, Side::sell})
        for (auto* order : waiting(Place::closing, instrument, side)) {
            const auto reason = no_room_in_book(*order, nullptr);
            if (reason != RejectReason::none) {
                end(*order, shm::OrdStatus::canceled, reason);
                continue;
            }
            take_away(*order);
            put(*order, Place::book);
        }
}

void ReferenceVenue::tell_phase(std::uint32_t instrument) {
    shm::FeedEvent event{};
    event.kind = FeedEventKind::phase;
    event.phase = markets_[instrument].phase;
    event.instrument = instrument;
    event.time_ns = now_.time_ns;
    events_.feed.push_back(event);
}

bool ReferenceVenue::is_on(const PhaseChange& change, std::int64_t day) {
    const std::chrono::weekday weekday(std::chrono::sys_days{std::chrono::days{day}});
    return ((change.days >> (weekday.iso_encoding() - 1)) & 1) == 1;
}

/// When the calendar has something new to say; nothing: never.
std::optional<std::int64_t> ReferenceVenue::calendar_ns(std::uint32_t instrument) const {
    const auto& calendar = market_options(instrument).calendar;
    const auto read_ns = markets_[instrument].calendar_read_ns;
    if (calendar.empty()) return std::nullopt;
    if (!read_ns) return 0;
    for (auto day = *read_ns / day_length_ns;; ++day)
        for (const auto& change : calendar) {
            const auto time_ns = day * day_length_ns + change.time_ns;
            if (is_on(change, day) && time_ns > *read_ns) return time_ns;
        }
}

std::int64_t ReferenceVenue::next_phase_ns() const {
    auto result = never_ns;
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument) {
        result = std::min(result, calendar_ns(instrument).value_or(never_ns));
        result = std::min(result, markets_[instrument].phase_ends_ns.value_or(never_ns));
    }
    return result;
}

TradingPhase ReferenceVenue::phase_of_calendar(std::uint32_t instrument,
                                               std::int64_t time_ns) const {
    const auto& calendar = market_options(instrument).calendar;
    if (calendar.empty()) return TradingPhase::continuous;
    auto phase = TradingPhase::closed;
    const auto today = time_ns / day_length_ns;
    for (auto day = today - 7; day <= today; ++day)
        for (const auto& change : calendar)
            if (is_on(change, day) && day * day_length_ns + change.time_ns <= time_ns)
                phase = change.phase;
    return phase;
}

void ReferenceVenue::follow_calendars() {
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument) {
        auto& market = markets_[instrument];
        while (true) {
            const auto says_ns = calendar_ns(instrument).value_or(never_ns);
            const auto ends_ns = market.phase_ends_ns.value_or(never_ns);
            if (std::min(says_ns, ends_ns) > now_.time_ns) break;
            const auto week_ago_ns = now_.time_ns - 7 * day_length_ns;
            if (market.calendar_read_ns && *market.calendar_read_ns < week_ago_ns) {
                market.calendar_read_ns = week_ago_ns;
                continue;
            }
            if (ends_ns < says_ns) {
                begin_phase(instrument, TradingPhase::continuous, std::nullopt);
                continue;
            }
            const auto time_ns = says_ns == 0 ? now_.time_ns : says_ns;
            market.calendar_read_ns = time_ns;
            if (market.phase != TradingPhase::halted)
                begin_phase(instrument, phase_of_calendar(instrument, time_ns), std::nullopt);
        }
    }
}

void ReferenceVenue::tell_indicatives() {
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument) {
        auto& market = markets_[instrument];
        if (!is_auction(market.phase)) continue;
        const auto now = auction(instrument);
        if (now == market.told) continue;
        market.told = now;
        shm::FeedEvent event{};
        event.kind = FeedEventKind::indicative;
        event.instrument = instrument;
        event.side = now.side;
        event.price_ticks = now.price;
        event.quantity_lots = now.lots;
        event.remaining_lots = now.surplus;
        event.time_ns = now_.time_ns;
        events_.feed.push_back(event);
    }
}

} // namespace pinion::engine
