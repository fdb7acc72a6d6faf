#include "feed-handler/reader/books.h"

#include "feed-handler/reader/order_rule.h"
#include "shm/book_hash.h"

#include <algorithm>
#include <tuple>

namespace pinion::feed {

/// Where an order belongs. Sorted, a book's levels come worst first, so that each is appended
/// behind the last, and a level's orders come in priority order.
struct Books::Place {
    Place(const shm::ImageOrder& order, std::uint32_t order_slot)
        : instrument(order.instrument), side(order.side),
          goodness(side == shm::Side::buy ? order.price_ticks : ~order.price_ticks),
          priority(order.priority), slot(order_slot) {}

    [[nodiscard]] bool operator<(const Place& other) const {
        return std::tie(instrument, side, goodness, priority) <
               std::tie(other.instrument, other.side, other.goodness, other.priority);
    }

    std::uint32_t instrument;
    shm::Side side;
    std::int64_t goodness;
    std::uint64_t priority;
    std::uint32_t slot;
};

namespace {

bool can_be(const shm::ImageMarket& market) {
    return (market.phase == shm::TradingPhase{} || shm::is_phase(market.phase)) &&
           (market.surplus_side == shm::Side{} || is_side(market.surplus_side));
}

} // namespace

Books::Books(std::uint32_t instruments, std::uint64_t order_slots, std::uint32_t only)
    : orders_(order_slots), books_(instruments, Book(orders_)), markets_(instruments), only_(only) {
}

bool Books::apply(const shm::FeedEvent& event, std::uint64_t sequence) {
    if (!is_well_formed(event, size(), orders_.size())) return false;
    if (concerns_market(event))
        markets_[event.instrument] = market_after(markets_[event.instrument], event);
    if (!concerns_order(event) || !is_wanted(event.instrument)) return true;
    const auto after = order_after(orders_[event.order_slot].order, event, sequence);
    if (!after) return false;
    books_[event.instrument].update(event.order_slot, *after);
    return true;
}

bool Books::load(std::span<const shm::ImageOrder> slots,
                 std::span<const shm::ImageMarket> markets) {
    clear();
    if (slots.size() > orders_.size() || markets.size() < size()) return false;
    if (!std::ranges::all_of(markets.first(size()), can_be)) return false;
    std::ranges::copy(markets.first(size()), markets_.begin());
    std::vector<Place> places;
    places.reserve(slots.size());
    for (std::uint32_t slot = 0; slot < slots.size(); ++slot) {
        const shm::ImageOrder& order = slots[slot];
        if (order.order_id == 0) continue;
        if (order.instrument >= size() || !is_side(order.side) || order.quantity_lots == 0)
            return false;
        if (is_wanted(order.instrument)) places.emplace_back(order, slot);
    }
    std::ranges::sort(places, std::less{});
    for (const Place& place : places)
        books_[place.instrument].update(place.slot, slots[place.slot]);
    return true;
}

std::uint64_t Books::hash() const {
    shm::BookHash hash;
    for (std::uint32_t instrument = 0; instrument < size(); ++instrument)
        for (const shm::Side side : {shm::Side::buy, shm::Side::sell}) {
            const Book& book = books_[instrument];
            for (std::size_t rank = 0; rank < book.level_count(side); ++rank)
                book.for_each_order(book.level(side, rank), [&](const shm::ImageOrder& order) {
                    hash.fold(instrument, side, order.price_ticks, order.order_id,
                              order.quantity_lots);
                });
        }
    return hash.value();
}

void Books::clear() {
    std::ranges::fill(orders_, BookOrder{});
    for (Book& book : books_) book.clear();
    std::ranges::fill(markets_, shm::ImageMarket{});
}

} // namespace pinion::feed
