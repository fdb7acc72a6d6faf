#include "tests/feed-handler/support/model_market.h"

#include <algorithm>

namespace pinion::test {

using shm::FeedEvent;
using shm::FeedEventKind;

FeedEvent ModelMarket::next() {
    ++sequence_;
    const std::uint64_t choice = below(100);
    FeedEvent event{};
    if (choice == 0)
        event.kind = FeedEventKind::day_roll;
    else if (choice < 5)
        event = trade();
    else if (places_.empty() || (choice < 50 && !free_slots_.empty()))
        event = add();
    else {
        std::swap(places_[below(places_.size())], places_.back());
        const Place place = places_.back();
        places_.pop_back();
        event = choice < 65 ? move(place) : shrink(place);
    }
    is_at_rest_ = below(4) != 0;
    if (is_at_rest_) event.flags = shm::feed_flags::last_of_command;
    event.time_ns = static_cast<std::int64_t>(sequence_);
    return event;
}

std::uint64_t ModelMarket::hash() const {
    shm::BookHash hash;
    for (const auto& [key, side] : sides_)
        for (const auto& [bad, queue] : side)
            for (const auto& [queued, order] : queue)
                hash.fold(key.first, key.second, badness(key.second, bad), order.id,
                          order.quantity);
    return hash.value();
}

shm::Depth ModelMarket::depth(std::uint32_t instrument) const {
    shm::Depth depth{};
    const auto fill = [&](shm::Side side, shm::DepthLevel* levels, std::uint32_t& count) {
        const auto found = sides_.find({instrument, side});
        if (found == sides_.end()) return;
        for (const auto& [bad, queue] : found->second) {
            if (count == shm::depth_levels) return;
            shm::DepthLevel& level = levels[count++];
            level.price_ticks = badness(side, bad);
            for (const auto& [queued, order] : queue) {
                level.quantity_lots += order.quantity;
                ++level.order_count;
            }
        }
    };
    fill(shm::Side::buy, depth.bids, depth.bid_count);
    fill(shm::Side::sell, depth.asks, depth.ask_count);
    if (const auto trade = last_trades_.find(instrument); trade != last_trades_.end())
        std::tie(depth.last_price_ticks, depth.last_quantity_lots) = trade->second;
    return depth;
}

void ModelMarket::insert(const Place& place, const Order& order) {
    sides_[place.key][badness(place.key.second, place.price)][place.queued] = order;
    places_.push_back(place);
}

ModelMarket::Order ModelMarket::take(const Place& place) {
    Side& side = sides_[place.key];
    Queue& queue = side[badness(place.key.second, place.price)];
    const Order order = queue.at(place.queued);
    queue.erase(place.queued);
    if (queue.empty()) side.erase(badness(place.key.second, place.price));
    return order;
}

FeedEvent ModelMarket::about(const Place& place, const Order& order) const {
    FeedEvent event{};
    event.instrument = place.key.first;
    event.side = place.key.second;
    event.order_id = order.id;
    event.order_slot = order.slot;
    event.price_ticks = place.price;
    return event;
}

FeedEvent ModelMarket::add() {
    const auto free =
        std::next(free_slots_.begin(), static_cast<std::ptrdiff_t>(below(std::min<std::size_t>(
                                           free_slots_.size(), 4)))); // mostly re-uses low slots
    const Order order{++last_id_, *free, 1 + below(100)};
    free_slots_.erase(free);
    const auto instrument = static_cast<std::uint32_t>(below(instruments_));
    const auto side = below(2) == 0 ? shm::Side::buy : shm::Side::sell;
    const Place place{{instrument, side}, static_cast<std::int64_t>(100 + below(30)), sequence_};
    insert(place, order);
    FeedEvent event = about(place, order);
    event.kind = FeedEventKind::add;
    event.quantity_lots = order.quantity;
    event.remaining_lots = order.quantity;
    return event;
}

FeedEvent ModelMarket::move(Place place) {
    Order order = take(place);
    place.price = static_cast<std::int64_t>(100 + below(30));
    place.queued = sequence_;
    order.quantity = 1 + below(100);
    insert(place, order);
    FeedEvent event = about(place, order);
    event.kind = FeedEventKind::replace;
    event.quantity_lots = order.quantity;
    event.remaining_lots = order.quantity;
    return event;
}

FeedEvent ModelMarket::shrink(const Place& place) {
    Order order = take(place);
    const std::uint64_t choice = below(3);
    const std::uint64_t lots = choice == 2 ? order.quantity : 1 + below(order.quantity);
    FeedEvent event = about(place, order);
    order.quantity -= lots;
    event.quantity_lots = lots;
    event.remaining_lots = order.quantity;
    event.kind = choice == 0   ? FeedEventKind::execute
                 : choice == 1 ? FeedEventKind::reduce
                               : FeedEventKind::remove;
    if (event.kind == FeedEventKind::reduce && order.quantity == 0)
        event.kind = FeedEventKind::remove;
    if (event.kind == FeedEventKind::execute) last_trades_[place.key.first] = {place.price, lots};
    if (order.quantity > 0)
        insert(place, order);
    else
        free_slots_.insert(order.slot);
    return event;
}

/// With an order that is not in the book.
FeedEvent ModelMarket::trade() {
    FeedEvent event{};
    event.kind = FeedEventKind::trade;
    event.instrument = static_cast<std::uint32_t>(below(instruments_));
    event.side = below(2) == 0 ? shm::Side::buy : shm::Side::sell;
    event.price_ticks = static_cast<std::int64_t>(100 + below(30));
    event.quantity_lots = 1 + below(100);
    last_trades_[event.instrument] = {event.price_ticks, event.quantity_lots};
    return event;
}

} // namespace pinion::test
