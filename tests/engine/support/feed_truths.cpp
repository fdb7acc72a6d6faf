#include "tests/engine/support/feed_truths.h"

#include "shm/book_hash.h"

#include <algorithm>

namespace pinion::engine {

using shm::FeedEvent;
using shm::FeedEventKind;
using shm::Side;

namespace {

std::int64_t key(Side side, std::int64_t price) { return side == Side::buy ? -price : price; }

} // namespace

void FeedTruths::on_feed_event(const FeedEvent& event) {
    hold(at_rest_ == (event.time_ns != command_time_ns_), "a command's last event is its last");
    command_time_ns_ = event.time_ns;
    at_rest_ = (event.flags & shm::feed_flags::last_of_command) != 0;
    switch (event.kind) {
    case FeedEventKind::add: return add(event);
    case FeedEventKind::execute: return execute(event);
    case FeedEventKind::reduce: return reduce(event);
    case FeedEventKind::remove: return remove(event);
    case FeedEventKind::replace: return replace(event);
    case FeedEventKind::trade: return trade(event);
    case FeedEventKind::day_roll: return;
    case FeedEventKind::phase: phases_[event.instrument] = event.phase; return;
    case FeedEventKind::indicative: return indicative(event);
    case FeedEventKind::heartbeat: break;
    }
    hold(false, "the engine knows that kind of event");
}

void FeedTruths::add(const FeedEvent& event) {
    hold(event.quantity_lots != 0 && event.quantity_lots == event.remaining_lots,
         "an order rests with all that it shows");
    hold(prices_.emplace(event.order_slot, event.price_ticks).second, "a slot holds one order");
    ladders_[{event.instrument, event.side}][key(event.side, event.price_ticks)].push_back(
        {event.order_id, event.order_slot, event.quantity_lots});
}

void FeedTruths::execute(const FeedEvent& event) {
    number_match(event);
    auto own = event;
    if (const auto slot = prices_.find(event.order_slot); slot != prices_.end())
        own.price_ticks = slot->second;
    price_trade(event, own.price_ticks);
    Found found{};
    if (!find(own, found)) return;
    hold(found.level == found.ladder->begin(), "the best price is served first");
    hold(found.order == found.level->second.begin(), "who came first is served first");
    hold(event.quantity_lots != 0 &&
             found.order->lots == event.quantity_lots + event.remaining_lots,
         "a trade takes what it says");
    found.order->lots = event.remaining_lots;
    if (event.remaining_lots == 0) take_out(found);
}

/// Where trading goes on, at the resting order's price; at the end of an auction at one for both.
void FeedTruths::price_trade(const FeedEvent& event, std::int64_t own_ticks) {
    if (phase(event.instrument) == shm::TradingPhase::continuous)
        hold(event.price_ticks == own_ticks, "a trade prints at the resting order's price");
    hold(event.side == Side::buy ? own_ticks >= event.price_ticks : own_ticks <= event.price_ticks,
         "nobody trades beyond his price");
    if ((event.flags & shm::feed_flags::same_trade) != 0)
        hold(event.side == Side::sell && last_execute_.side == Side::buy &&
                 event.instrument == last_execute_.instrument &&
                 event.price_ticks == last_execute_.price_ticks &&
                 event.quantity_lots == last_execute_.quantity_lots,
             "an auction's trade has two sides");
    last_execute_ = event;
}

void FeedTruths::indicative(const FeedEvent& event) {
    using shm::TradingPhase;
    const auto now = phase(event.instrument);
    hold(now == TradingPhase::opening_auction || now == TradingPhase::closing_auction ||
             now == TradingPhase::volatility_auction,
         "only an auction has an indicative price");
    hold((event.remaining_lots == 0) == (event.side == Side{}), "a surplus has a side");
    hold(event.quantity_lots != 0 || event.remaining_lots == 0, "without trades no surplus");
}

shm::TradingPhase FeedTruths::phase(std::uint32_t instrument) const {
    const auto found = phases_.find(instrument);
    return found == phases_.end() ? shm::TradingPhase::continuous : found->second;
}

void FeedTruths::reduce(const FeedEvent& event) {
    Found found{};
    if (!find(event, found)) return;
    hold(event.quantity_lots != 0 && event.remaining_lots != 0 &&
             found.order->lots == event.quantity_lots + event.remaining_lots,
         "an order shrinks by what is said, to something");
    found.order->lots = event.remaining_lots;
}

void FeedTruths::remove(const FeedEvent& event) {
    Found found{};
    if (!find(event, found)) return;
    hold(found.order->lots == event.quantity_lots && event.remaining_lots == 0,
         "an order leaves with all that it showed");
    take_out(found);
}

/// The event tells the new price and quantity, and the slot is still its own.
void FeedTruths::replace(const FeedEvent& event) {
    auto before = event;
    if (const auto slot = prices_.find(event.order_slot); slot != prices_.end())
        before.price_ticks = slot->second;
    Found found{};
    if (!find(before, found)) return;
    take_out(found);
    add(event);
}

void FeedTruths::trade(const FeedEvent& event) {
    number_match(event);
    hold(event.order_id == 0 && event.order_slot == 0 && event.remaining_lots == 0 &&
             event.quantity_lots != 0,
         "who is not seen is not named");
}

void FeedTruths::number_match(const FeedEvent& event) {
    const bool is_same = (event.flags & shm::feed_flags::same_trade) != 0;
    hold(is_same ? event.match_id_low == last_match_ : event.match_id_low > last_match_,
         "matches are numbered upwards");
    last_match_ = event.match_id_low;
}

bool FeedTruths::find(const FeedEvent& event, Found& found) {
    auto& ladder = ladders_[{event.instrument, event.side}];
    const auto level = ladder.find(key(event.side, event.price_ticks));
    if (level != ladder.end()) {
        auto& orders = level->second;
        const auto order = std::find_if(orders.begin(), orders.end(), [&](const Order& other) {
            return other.order_id == event.order_id && other.slot == event.order_slot;
        });
        found = {&ladder, level, order};
        if (order != orders.end()) return true;
    }
    hold(false, "an event is about an order that rests there");
    return false;
}

void FeedTruths::take_out(const Found& found) {
    prices_.erase(found.order->slot);
    found.level->second.erase(found.order);
    if (found.level->second.empty()) found.ladder->erase(found.level);
}

void FeedTruths::command_ended() {
    hold(at_rest_, "the book is at rest between commands");
    hold(!is_crossed(), "no bid is at or above an ask while trading goes on");
}

bool FeedTruths::is_crossed() const {
    for (const auto& [place, bids] : ladders_) {
        if (place.second != Side::buy || bids.empty()) continue;
        if (phase(place.first) != shm::TradingPhase::continuous) continue;
        const auto asks = ladders_.find({place.first, Side::sell});
        if (asks != ladders_.end() && !asks->second.empty() &&
            -bids.begin()->first >= asks->second.begin()->first)
            return true;
    }
    return false;
}

std::uint64_t FeedTruths::book_hash() const {
    shm::BookHash hash;
    for (const auto& [place, ladder] : ladders_)
        for (const auto& [price_key, level] : ladder)
            for (const auto& order : level)
                hash.fold(place.first, place.second, key(place.second, price_key), order.order_id,
                          order.lots);
    return hash.value();
}

} // namespace pinion::engine
