// What must hold in the tables of all orders between two commands.
#include "engine/orders.h"

#include <vector>

namespace pinion::engine {

using shm::Side;

namespace {

class Truths {
  public:
    void hold(bool truth, const char* sentence) {
        if (!truth && broken_ == nullptr) broken_ = sentence;
    }

    [[nodiscard]] const char* broken() const { return broken_; }

  private:
    const char* broken_ = nullptr;
};

/// Each slot that was ever used is an order's, or free.
template <typename Place>
std::uint64_t order_count(const Place& place) {
    std::vector<std::uint32_t> used_and_free;
    place.for_each_free_slot([&](std::uint32_t slot) { used_and_free.push_back(slot); });
    return used_and_free.front() - (used_and_free.size() - 1);
}

/// Goes down one side, and compares what is asked of its levels with what their orders have.
void check_side(const OrderBook& book, std::uint32_t instrument, Side side, Truths& truths) {
    const auto can_fill = [&](std::int64_t price_ticks, std::uint64_t lots) {
        return book.can_fill(instrument, opposite(side), price_ticks, lots);
    };
    std::uint64_t lots = 0; // down to here
    for (auto slot = book.front(instrument, side); slot != OrderBook::none;) {
        const auto order = book.order(slot);
        const auto next = book.next(slot);
        lots += order.quantity_lots;
        truths.hold(order.instrument == instrument && order.side == side, "orders keep their side");
        truths.hold(order.quantity_lots != 0, "an order in the book shows something");
        slot = next;
        const auto price_ticks = order.price_ticks;
        if (next != OrderBook::none && book.order(next).price_ticks == price_ticks) continue;
        truths.hold(can_fill(price_ticks, lots) && !can_fill(price_ticks, lots + 1),
                    "a level's total is the sum of its orders");
        truths.hold(next == OrderBook::none ||
                        (book.order(next).price_ticks < price_ticks) == (side == Side::buy),
                    "the better price comes first");
    }
}

void check_book(const OrderBook& book, Instruments instruments, Truths& truths) {
    for (auto i = instruments.first; i < instruments.end; ++i) {
        check_side(book, i, Side::buy, truths);
        check_side(book, i, Side::sell, truths);
    }
}

} // namespace

const char* Orders::broken() const {
    Truths truths;
    check_book(book_, all_instruments(), truths);
    std::uint64_t waiting = 0;
    std::uint64_t expiring = 0;
    std::vector<std::uint32_t> icebergs(iceberg_counts_.size());
    std::uint64_t hidden = 0;
    std::uint64_t hidden_by_level = 0;
    std::uint32_t last_level = ~std::uint32_t{0};
    for_each([&](std::uint32_t slot) {
        const auto order = resting(slot);
        const auto& details = details_[slot];
        const IdKey id{.session = details.session, .text = details.cl_ord_id, .mixed = key(slot)};
        truths.hold(find_live(id) == slot, "a live id names its order");
        truths.hold(day_ids_.slot(details.record) == slot, "the day knows where it waits");
        truths.hold(order.leaves_lots + details.cumulative_lots == order.quantity_lots,
                    "what is left and what traded is all");
        truths.hold(order.extras.expire_time_ns == 0 ||
                        order.extras.expire_time_ns >= expiries_.earliest_ns(),
                    "who expires first is known");
        ++waiting;
        if (order.extras.expire_time_ns != 0) ++expiring;
        if (is_in_book(slot) && order.extras.display_quantity_lots != 0)
            ++icebergs[order.instrument];
        if (!is_in_book(slot)) return;
        hidden += order.extras.hidden_lots;
        if (book_.level_number(slot) != last_level)
            hidden_by_level += hidden_lots_[book_.level_number(slot)];
        last_level = book_.level_number(slot);
    });
    truths.hold(waiting == order_count(book_) + order_count(stops_) + order_count(held_) +
                               order_count(closing_),
                "a slot is an order's, or free");
    truths.hold(expiring == expiries_.size(), "who expires is known");
    truths.hold(icebergs == iceberg_counts_, "orders that hide something are counted");
    truths.hold(hidden == hidden_by_level, "the levels' hidden lots are the sum of their orders'");
    return truths.broken();
}

} // namespace pinion::engine
