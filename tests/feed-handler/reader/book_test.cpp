#include "feed-handler/reader/book.h"
#include "feed-handler/reader/books.h"
#include "feed-handler/reader/order_rule.h"
#include "feed-handler/reader/price_ladder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

// Books from lists of events that read as a table.

namespace pinion::feed {
namespace {

using shm::FeedEvent;
using shm::FeedEventKind;
using shm::Side;
using testing::ElementsAre;

class BookTest : public testing::Test {
  protected:
    FeedEvent event(FeedEventKind kind, Side side, std::uint32_t slot, std::int64_t price,
                    std::uint64_t quantity, std::uint64_t remaining = 0) {
        FeedEvent result{};
        result.kind = kind;
        result.side = side;
        result.order_id = slot + 1000;
        result.order_slot = slot;
        result.price_ticks = price;
        result.quantity_lots = quantity;
        result.remaining_lots = remaining;
        return result;
    }

    bool apply(const FeedEvent& applied) { return books.apply(applied, ++sequence); }

    std::vector<std::int64_t> prices(Side side) const {
        std::vector<std::int64_t> result;
        for (std::size_t rank = 0; rank < books[0].level_count(side); ++rank)
            result.push_back(books[0].level(side, rank).price_ticks);
        return result;
    }

    std::vector<std::uint64_t> ids(Side side, std::size_t rank) const {
        std::vector<std::uint64_t> result;
        books[0].for_each_order(books[0].level(side, rank), [&](const shm::ImageOrder& order) {
            result.push_back(order.order_id);
        });
        return result;
    }

    Books books{2, 16};
    std::uint64_t sequence = 0;
};

TEST_F(BookTest, the_best_price_comes_first_on_either_side) {
    EXPECT_EQ(books[0].best_price_ticks(Side::buy), std::nullopt);
    for (const std::int64_t price : {5, 9, 7}) {
        EXPECT_TRUE(apply(
            event(FeedEventKind::add, Side::buy, static_cast<std::uint32_t>(price), price, 1)));
        EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell,
                                static_cast<std::uint32_t>(price - 5), price + 10, 1)));
    }
    EXPECT_THAT(prices(Side::buy), ElementsAre(9, 7, 5));
    EXPECT_THAT(prices(Side::sell), ElementsAre(15, 17, 19));
    EXPECT_EQ(books[0].best_price_ticks(Side::sell), 15);
    EXPECT_EQ(books[1].level_count(Side::buy), 0u);
}

TEST_F(BookTest, orders_of_a_level_stand_in_the_order_of_their_arrival) {
    for (const std::uint32_t slot : {3u, 1u, 2u})
        EXPECT_TRUE(apply(event(FeedEventKind::add, Side::buy, slot, 100, 10)));
    EXPECT_THAT(ids(Side::buy, 0), ElementsAre(1003, 1001, 1002));
    EXPECT_EQ(books[0].level(Side::buy, 0).quantity_lots, 30u);
    EXPECT_EQ(books[0].level(Side::buy, 0).order_count, 3u);
}

TEST_F(BookTest, a_smaller_order_keeps_its_place_and_a_replaced_one_goes_last) {
    for (const std::uint32_t slot : {1u, 2u, 3u})
        EXPECT_TRUE(apply(event(FeedEventKind::add, Side::buy, slot, 100, 10)));
    EXPECT_TRUE(apply(event(FeedEventKind::reduce, Side::buy, 1, 100, 0, 4)));
    EXPECT_THAT(ids(Side::buy, 0), ElementsAre(1001, 1002, 1003));
    EXPECT_TRUE(apply(event(FeedEventKind::replace, Side::buy, 1, 100, 20)));
    EXPECT_THAT(ids(Side::buy, 0), ElementsAre(1002, 1003, 1001));
    EXPECT_EQ(books[0].level(Side::buy, 0).quantity_lots, 40u);
    EXPECT_TRUE(apply(event(FeedEventKind::replace, Side::buy, 3, 99, 5)));
    EXPECT_THAT(ids(Side::buy, 0), ElementsAre(1002, 1001));
    EXPECT_THAT(ids(Side::buy, 1), ElementsAre(1003));
}

TEST_F(BookTest, a_level_goes_with_its_last_order) {
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell, 1, 100, 10)));
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell, 2, 100, 10)));
    EXPECT_TRUE(apply(event(FeedEventKind::execute, Side::sell, 1, 100, 10, 0)));
    EXPECT_THAT(ids(Side::sell, 0), ElementsAre(1002));
    EXPECT_TRUE(apply(event(FeedEventKind::remove, Side::sell, 2, 100, 10)));
    EXPECT_EQ(books[0].level_count(Side::sell), 0u);
}

TEST_F(BookTest, an_event_that_contradicts_the_book_is_refused_and_changes_nothing) {
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::buy, 1, 100, 10)));
    const std::uint64_t hash = books.hash();

    EXPECT_FALSE(apply(event(FeedEventKind::add, Side::buy, 1, 101, 10)));
    EXPECT_FALSE(apply(event(FeedEventKind::add, Side::buy, 2, 101, 0)));
    EXPECT_FALSE(apply(event(FeedEventKind::add, Side::buy, 16, 101, 10)));
    EXPECT_FALSE(apply(event(FeedEventKind::remove, Side::buy, 2, 100, 10)));
    EXPECT_FALSE(apply(event(FeedEventKind::remove, Side::sell, 1, 100, 10)));
    EXPECT_FALSE(apply(event(FeedEventKind::reduce, Side::buy, 1, 100, 0, 11)));
    EXPECT_FALSE(apply(event(FeedEventKind{77}, Side::buy, 1, 100, 10)));
    FeedEvent elsewhere = event(FeedEventKind::add, Side::buy, 3, 100, 10);
    elsewhere.instrument = 2;
    EXPECT_FALSE(apply(elsewhere));
    EXPECT_EQ(books.hash(), hash);
}

TEST_F(BookTest, trades_with_unseen_orders_and_a_new_day_leave_the_book_as_it_is) {
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::buy, 0, 100, 10)));
    const std::uint64_t hash = books.hash();
    FeedEvent trade = event(FeedEventKind::trade, Side::buy, 0, 100, 4);
    trade.order_id = 0;
    EXPECT_TRUE(apply(trade));
    EXPECT_TRUE(apply(event(FeedEventKind::day_roll, Side{}, 0, 0, 0)));
    EXPECT_EQ(books.hash(), hash);

    trade.instrument = 2;
    EXPECT_FALSE(apply(trade));
    trade.instrument = 0;
    trade.side = Side{};
    EXPECT_FALSE(apply(trade));
}

TEST_F(BookTest, an_order_that_traded_away_what_it_showed_shows_more_behind_the_others) {
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell, 1, 100, 10)));
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell, 2, 100, 10)));
    EXPECT_TRUE(apply(event(FeedEventKind::execute, Side::sell, 1, 100, 10, 0)));
    EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell, 1, 100, 10)));
    EXPECT_THAT(ids(Side::sell, 0), ElementsAre(1002, 1001));
}

TEST_F(BookTest, extreme_prices_keep_their_order) {
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    constexpr auto highest = std::numeric_limits<std::int64_t>::max();
    for (const auto& [slot, price] : {std::pair{1u, lowest}, {2u, highest}, {3u, std::int64_t{0}}})
        EXPECT_TRUE(apply(event(FeedEventKind::add, Side::sell, slot, price, 1)));
    EXPECT_THAT(prices(Side::sell), ElementsAre(lowest, 0, highest));
}

TEST_F(BookTest, one_instrument_may_be_kept_alone) {
    Books only_second(2, 16, 1);
    FeedEvent first = event(FeedEventKind::add, Side::buy, 1, 100, 10);
    FeedEvent second = event(FeedEventKind::add, Side::buy, 2, 100, 10);
    second.instrument = 1;
    EXPECT_TRUE(only_second.apply(first, 1));
    EXPECT_TRUE(only_second.apply(second, 2));
    EXPECT_EQ(only_second[0].level_count(Side::buy), 0u);
    EXPECT_EQ(only_second[1].level_count(Side::buy), 1u);
}

TEST_F(BookTest, loaded_orders_stand_by_priority_and_not_by_slot) {
    std::vector<shm::ImageOrder> slots(4);
    std::vector<shm::ImageMarket> markets(books.size());
    for (std::uint32_t slot = 0; slot < 4; ++slot) {
        slots[slot] = queued_order(event(FeedEventKind::add, Side::buy, slot, 100, 10), 40 - slot);
        slots[slot].price_ticks = slot == 2 ? 101 : 100;
    }
    slots[1].order_id = 0;
    ASSERT_TRUE(books.load(slots, markets));
    EXPECT_THAT(prices(Side::buy), ElementsAre(101, 100));
    EXPECT_THAT(ids(Side::buy, 1), ElementsAre(1003, 1000));

    markets[0].phase = shm::TradingPhase{99};
    EXPECT_FALSE(books.load(slots, markets));
    markets[0].phase = shm::TradingPhase::halted;
    EXPECT_TRUE(books.load(slots, markets));
    EXPECT_EQ(books.market(0).phase, shm::TradingPhase::halted);

    slots[3].side = Side{'?'};
    EXPECT_FALSE(books.load(slots, markets));
    EXPECT_EQ(books[0].level_count(Side::buy), 0u);
}

TEST(PriceLadder, any_level_is_found_again_among_many) {
    PriceLadder<shm::DepthLevel> ladder(Side::sell);
    for (std::int64_t i = 0; i < 1000; ++i)
        ladder.find_or_insert(i * 7919 % 1000).quantity_lots = static_cast<std::uint64_t>(i);
    ASSERT_EQ(ladder.size(), 1000u);
    for (std::size_t rank = 0; rank < ladder.size(); ++rank)
        ASSERT_EQ(ladder[rank].price_ticks, static_cast<std::int64_t>(rank));
    ladder.erase(*ladder.find(500));
    EXPECT_EQ(ladder.find(500), nullptr);
    EXPECT_EQ(ladder.find(501)->price_ticks, 501);
}

} // namespace
} // namespace pinion::feed
