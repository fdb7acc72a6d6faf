// The auction price against a search through every tick of the band: most lots, then the smallest
// surplus, then nearest to the reference. Random books have few prices, so that ties are common.
#include "engine/rules/uncross.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace pinion::engine {
namespace {

using shm::Side;

constexpr PriceBand band{.min_ticks = -20, .max_ticks = 20};

/// A book, and the list of what rests in it.
class AuctionBook {
  public:
    void rest(Side side, std::int64_t price_ticks, std::uint64_t lots) {
        book_.add(0, side, price_ticks, lots, 0);
        orders_.push_back({side, price_ticks, lots});
    }

    [[nodiscard]] AuctionPrice price(std::optional<std::int64_t> reference_ticks = {}) const {
        return uncross(book_, 0, reference_ticks,
                       [this](std::uint32_t slot) { return book_.level_lots(slot); });
    }

    /// What would trade at a price, and what would not.
    [[nodiscard]] AuctionPrice at(std::int64_t price_ticks) const {
        std::uint64_t bought = 0;
        std::uint64_t sold = 0;
        for (const auto& order : orders_) {
            if (order.side == Side::buy && order.price_ticks >= price_ticks) bought += order.lots;
            if (order.side == Side::sell && order.price_ticks <= price_ticks) sold += order.lots;
        }
        const auto lots = std::min(bought, sold);
        if (lots == 0) return {};
        return {.price_ticks = price_ticks,
                .lots = lots,
                .surplus_lots = std::max(bought, sold) - lots,
                .surplus_side = bought > sold   ? Side::buy
                                : bought < sold ? Side::sell
                                                : Side{}};
    }

    [[nodiscard]] AuctionPrice searched(std::optional<std::int64_t> reference_ticks) const {
        std::vector<AuctionPrice> best;
        for (auto ticks = band.min_ticks; ticks <= band.max_ticks; ++ticks) {
            const auto next = at(ticks);
            const bool is_better =
                best.empty() || next.lots > best[0].lots ||
                (next.lots == best[0].lots && next.surplus_lots < best[0].surplus_lots);
            if (is_better) best.clear();
            if (is_better ||
                (next.lots == best[0].lots && next.surplus_lots == best[0].surplus_lots))
                best.push_back(next);
        }
        if (best[0].lots == 0) return {};
        if (!reference_ticks) return best[(best.size() - 1) / 2];
        const auto* nearest = best.data();
        for (const auto& one : best)
            if (std::abs(one.price_ticks - *reference_ticks) <
                std::abs(nearest->price_ticks - *reference_ticks))
                nearest = &one;
        return *nearest;
    }

  private:
    struct Resting {
        Side side;
        std::int64_t price_ticks;
        std::uint64_t lots;
    };

    OrderBook book_{std::vector{band}, 64, 64};
    std::vector<Resting> orders_;
};

class Uncross : public testing::Test, protected AuctionBook {};

TEST_F(Uncross, a_book_that_is_not_crossed_has_no_price) {
    EXPECT_EQ(price(), AuctionPrice{});
    rest(Side::buy, 5, 10);
    EXPECT_EQ(price(), AuctionPrice{});
    rest(Side::sell, 6, 10);
    EXPECT_EQ(price(), AuctionPrice{});
}

TEST_F(Uncross, the_price_is_where_most_lots_trade) {
    rest(Side::buy, 10, 5);
    rest(Side::buy, 8, 5);
    rest(Side::sell, 4, 3);
    rest(Side::sell, 8, 7);
    EXPECT_EQ(price(), (AuctionPrice{.price_ticks = 8, .lots = 10}));
}

TEST_F(Uncross, of_equal_volumes_the_smaller_surplus_decides) {
    rest(Side::buy, 10, 5);
    rest(Side::buy, 7, 2);
    rest(Side::sell, 4, 5);
    rest(Side::sell, 8, 9);
    EXPECT_EQ(
        price(9),
        (AuctionPrice{.price_ticks = 7, .lots = 5, .surplus_lots = 2, .surplus_side = Side::buy}));
}

TEST_F(Uncross, of_equal_surpluses_the_nearest_to_the_reference_decides) {
    rest(Side::buy, 10, 5);
    rest(Side::sell, 4, 5);
    EXPECT_EQ(price(0).price_ticks, 4);
    EXPECT_EQ(price(6).price_ticks, 6);
    EXPECT_EQ(price(20).price_ticks, 10);
}

TEST_F(Uncross, without_a_reference_it_is_the_middle_and_of_two_the_lower) {
    rest(Side::buy, 10, 5);
    rest(Side::sell, 5, 5);
    EXPECT_EQ(price().price_ticks, 7);
}

TEST_F(Uncross, two_surpluses_of_equal_size_are_told_by_the_price) {
    rest(Side::buy, 10, 5);
    rest(Side::sell, 0, 5);
    rest(Side::buy, 5, 3);
    rest(Side::sell, 6, 3);
    EXPECT_EQ(
        price(0),
        (AuctionPrice{.price_ticks = 0, .lots = 5, .surplus_lots = 3, .surplus_side = Side::buy}));
    EXPECT_EQ(
        price(9),
        (AuctionPrice{.price_ticks = 9, .lots = 5, .surplus_lots = 3, .surplus_side = Side::sell}));
}

TEST(RandomUncross, the_price_is_that_of_a_search_through_all_ticks) {
    const auto seed = random_seed();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    Random random(seed);
    for (int books = 0; books < 300; ++books) {
        AuctionBook book;
        const auto spread = static_cast<std::int64_t>(1 + random.below(20));
        const auto lots_max = 1 + random.below(6);
        const auto any_price = [&](std::int64_t up_to) {
            return static_cast<std::int64_t>(
                       random.below(2 * static_cast<std::uint64_t>(up_to) + 1)) -
                   up_to;
        };
        for (auto left = random.below(40); left != 0; --left) {
            book.rest(random.one_in(2) ? Side::buy : Side::sell, any_price(spread),
                      1 + random.below(lots_max));
            const auto reference = any_price(20);
            ASSERT_EQ(book.price(reference), book.searched(reference));
            ASSERT_EQ(book.price(), book.searched({}));
        }
    }
}

} // namespace

void PrintTo(const AuctionPrice& price, std::ostream* out) {
    *out << price.lots << " @ " << price.price_ticks << ", surplus " << price.surplus_lots << ' '
         << static_cast<int>(price.surplus_side);
}

} // namespace pinion::engine
