#include "tests/engine/reference/reference_venue.h"

#include <algorithm>

namespace pinion::engine {

using shm::FeedEventKind;
using shm::Side;

void ReferenceVenue::put(Order& order, Place place, FeedEventKind kind) {
    order.place = place;
    order.arrival = ++arrivals_;
    waiting_.push_back(&order);
    auto& market = markets_[order.instrument];
    if (place == Place::stops && market.last_price) market.traded_at.push_back(*market.last_price);
    if (place != Place::book) return;
    if (free_slots_.empty()) {
        order.slot = slots_used_++;
    } else {
        order.slot = free_slots_.back();
        free_slots_.pop_back();
    }
    order.shown = order.display_quantity == 0 ? order.leaves()
                                              : std::min(order.display_quantity, order.leaves());
    tell_public(kind, order, order.shown, order.shown);
}

void ReferenceVenue::take_away(Order& order) {
    if (order.place == Place::book) free_slots_.push_back(order.slot);
    waiting_.remove(&order);
    order.place = Place::nowhere;
}

/// The order is canceled or expires, wherever it is.
void ReferenceVenue::end(Order& order, shm::OrdStatus status, shm::RejectReason reason) {
    order.status = status;
    order.reason = reason;
    tell_order(order, status == shm::OrdStatus::expired ? shm::ExecType::expired
                                                        : shm::ExecType::canceled);
    if (order.place == Place::book) tell_public(FeedEventKind::remove, order, order.shown, 0);
    take_away(order);
}

/// The order has shrunk: what it shows must not be more than it has.
void ReferenceVenue::cut_shown(Order& order) {
    if (order.place != Place::book || order.shown <= order.leaves()) return;
    const auto less = order.shown - order.leaves();
    order.shown = order.leaves();
    tell_public(FeedEventKind::reduce, order, less, order.shown);
}

/// In priority.
ReferenceVenue::Orders ReferenceVenue::waiting(Place place, std::uint32_t instrument,
                                               Side side) const {
    Orders result;
    for (auto* order : waiting_)
        if (order->place == place && order->instrument == instrument && order->side == side)
            result.push_back(order);
    std::sort(result.begin(), result.end(),
              [](const Order* left, const Order* right) { return left->goes_before(*right); });
    return result;
}

ReferenceVenue::Orders ReferenceVenue::everything() const {
    Orders result;
    for (const auto place : {Place::book, Place::stops, Place::held, Place::closing})
        for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument)
            for (const auto side : {Side::buy, Side::sell})
                for (auto* order : waiting(place, instrument, side)) result.push_back(order);
    return result;
}

std::size_t ReferenceVenue::count(Place place) const {
    return static_cast<std::size_t>(
        std::count_if(waiting_.begin(), waiting_.end(),
                      [place](const Order* order) { return order->place == place; }));
}

} // namespace pinion::engine
