// The book alone: slots, levels and totals against a sorted map of lists, after every step.
#include "engine/book/order_book.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <list>
#include <map>
#include <random>
#include <vector>

namespace pinion::engine {
namespace {

using shm::Side;

constexpr std::int64_t min_ticks = -500;
constexpr std::int64_t max_ticks = 300'000; // three layers of bitmap

OrderBook book_of(std::uint32_t orders_max, std::uint32_t levels_max) {
    const std::vector<PriceBand> bands(2, {min_ticks, max_ticks});
    return {bands, orders_max, levels_max};
}

TEST(OrderBook, the_front_is_the_oldest_order_at_the_best_price) {
    auto book = book_of(10, 10);
    EXPECT_EQ(book.front(0, Side::buy), OrderBook::none);
    const auto low = book.add(0, Side::buy, 10, 1, 0);
    EXPECT_EQ(book.front(0, Side::buy), low);
    const auto high = book.add(0, Side::buy, 20, 1, 0);
    book.add(0, Side::buy, 20, 1, 0);
    EXPECT_EQ(book.front(0, Side::buy), high);
    EXPECT_EQ(book.front(1, Side::buy), OrderBook::none);
    EXPECT_EQ(book.front(0, Side::sell), OrderBook::none);
}

TEST(OrderBook, an_order_is_told_as_it_was_added) {
    auto book = book_of(10, 10);
    const auto slot = book.add(1, Side::sell, max_ticks, 7, 99);
    book.reduce(slot, 3);
    const auto order = book.order(slot);
    EXPECT_EQ(order.instrument, 1U);
    EXPECT_EQ(order.side, Side::sell);
    EXPECT_EQ(order.price_ticks, max_ticks);
    EXPECT_EQ(order.quantity_lots, 4U);
    EXPECT_EQ(book.key(slot), 99U);
}

TEST(OrderBook, both_edges_of_the_band_hold_orders_of_both_sides) {
    for (const auto side : {Side::buy, Side::sell}) {
        auto book = book_of(10, 10);
        const auto low = book.add(0, side, min_ticks, 1, 0);
        const auto high = book.add(0, side, max_ticks, 1, 0);
        EXPECT_EQ(book.front(0, side), side == Side::buy ? high : low);
        book.remove(book.front(0, side));
        EXPECT_EQ(book.front(0, side), side == Side::buy ? low : high);
        book.remove(book.front(0, side));
        EXPECT_EQ(book.front(0, side), OrderBook::none);
    }
}

TEST(OrderBook, it_knows_how_much_is_there_for_an_order) {
    auto book = book_of(10, 10);
    book.add(0, Side::sell, 100, 5, 0);
    book.add(0, Side::sell, 100, 5, 0);
    book.add(0, Side::sell, 200'000, 5, 0);
    EXPECT_TRUE(book.can_fill(0, Side::buy, 100, 10));
    EXPECT_FALSE(book.can_fill(0, Side::buy, 199'999, 11));
    EXPECT_TRUE(book.can_fill(0, Side::buy, 200'000, 15));
    EXPECT_FALSE(book.can_fill(0, Side::buy, max_ticks, 16));
    EXPECT_FALSE(book.can_fill(0, Side::buy, 99, 1));
    EXPECT_FALSE(book.can_fill(1, Side::buy, max_ticks, 1));
    EXPECT_TRUE(book.crosses(0, Side::buy, 100));
    EXPECT_FALSE(book.crosses(0, Side::buy, 99));
    EXPECT_FALSE(book.crosses(0, Side::sell, min_ticks));
}

TEST(OrderBook, it_says_which_pool_is_exhausted) {
    auto book = book_of(2, 1);
    EXPECT_EQ(book.room(0, Side::buy, 5), Room::enough);
    const auto first = book.add(0, Side::buy, 5, 1, 0);
    EXPECT_EQ(book.room(0, Side::buy, 6), Room::no_level);
    EXPECT_EQ(book.room(0, Side::buy, 5), Room::enough);
    EXPECT_EQ(book.room_to_move(first, 6), Room::enough) << "it leaves its level empty";
    const auto second = book.add(0, Side::buy, 5, 1, 0);
    EXPECT_EQ(book.room(0, Side::buy, 5), Room::no_order_slot);
    EXPECT_EQ(book.room_to_move(first, 6), Room::no_level);
    EXPECT_EQ(book.room_to_move(first, 5), Room::enough);
    book.remove(second);
    EXPECT_EQ(book.room(0, Side::buy, 5), Room::enough);
}

/// Obvious levels: for each side of each instrument lists of (slot, lots) by price.
class Levels {
  public:
    struct Resting {
        std::uint32_t slot;
        std::uint64_t lots;
    };

    std::list<Resting>& at(const BookOrder& order) {
        const auto rank = order.side == Side::buy ? -order.price_ticks : order.price_ticks;
        return levels_[{order.instrument, order.side}][rank];
    }

    [[nodiscard]] std::vector<std::uint32_t> slots() const {
        std::vector<std::uint32_t> result;
        for (const auto& [side, levels] : levels_)
            for (const auto& [rank, orders] : levels)
                for (const auto& order : orders) result.push_back(order.slot);
        return result;
    }

  private:
    std::map<std::pair<std::uint32_t, Side>, std::map<std::int64_t, std::list<Resting>>> levels_;
};

TEST(OrderBook, random_steps_keep_the_priority_of_a_map_of_lists) {
    const auto seed = random_seed();
    std::mt19937_64 random(seed);
    constexpr std::uint32_t orders_max = 200;
    auto book = book_of(orders_max, orders_max);
    Levels levels;
    std::vector<std::uint32_t> live;
    for (int step = 0; step < 20'000; ++step) {
        const bool adds = live.empty() || (live.size() < orders_max && random() % 2 == 0);
        if (adds) {
            const auto side = random() % 2 == 0 ? Side::buy : Side::sell;
            const auto spread = random() % 3 == 0 ? 300'500U : 100U;
            const auto price = min_ticks + static_cast<std::int64_t>(random() % spread);
            const auto instrument = static_cast<std::uint32_t>(random() % 2);
            const auto lots = 1 + random() % 9;
            live.push_back(book.add(instrument, side, price, lots, 0));
            levels.at({instrument, side, price, lots}).push_back({live.back(), lots});
        } else {
            const auto index = random() % live.size();
            const auto slot = live[index];
            const auto order = book.order(slot);
            auto& level = levels.at(order);
            if (order.quantity_lots > 1 && random() % 4 == 0) {
                book.reduce(slot, 1);
                for (auto& resting : level)
                    if (resting.slot == slot) --resting.lots;
            } else {
                book.remove(slot);
                level.remove_if([&](const auto& resting) { return resting.slot == slot; });
                live[index] = live.back();
                live.pop_back();
            }
        }
        std::vector<std::uint32_t> slots;
        book.for_each([&](std::uint32_t slot) { slots.push_back(slot); });
        ASSERT_EQ(slots, levels.slots()) << "PINION_SEED=" << seed << " step " << step;
    }
    for (const auto slot : live) {
        const auto order = book.order(slot);
        std::uint64_t lots = 0;
        for (const auto& resting : levels.at(order)) lots += resting.lots;
        if (book.front(order.instrument, order.side) != slot) continue;
        const auto taker = opposite(order.side);
        EXPECT_TRUE(book.can_fill(order.instrument, taker, order.price_ticks, lots));
        EXPECT_FALSE(book.can_fill(order.instrument, taker, order.price_ticks, lots + 1));
    }
}

} // namespace
} // namespace pinion::engine
