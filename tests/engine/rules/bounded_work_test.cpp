// What held orders cost does not grow with the orders of a level, and a change that cannot matter
// to them costs nothing.
#include "engine/execution/rehearsal.h"
#include "tests/engine/support/script.h"

#include <gtest/gtest.h>

#include <string>

namespace pinion::engine {
namespace {

using shm::Side;

constexpr std::uint64_t crowd = 2'000; // at each of two prices

class BoundedWork : public Script {
  protected:
    BoundedWork() : orders_(options_) {
        for (std::uint64_t i = 0; i < crowd; ++i) {
            orders_.rest(order = made(Side::sell, 100, 3));
            orders_.rest(order = made(Side::sell, 101, 3));
        }
        order = made(Side::sell, 100, 50);
        order.extras.display_quantity_lots = 5;
        orders_.rest(order);
    }

    Order made(Side side, std::int64_t price_ticks, std::uint64_t lots) {
        const auto text = *shm::ClOrdId::from("I" + std::to_string(++last_id_));
        Order made{};
        made.id_hash = IdKey::mix(0, last_id_);
        made.side = side;
        made.price_ticks = price_ticks;
        made.quantity_lots = lots;
        made.leaves_lots = lots;
        made.details.order_id = last_id_;
        made.details.cl_ord_id = text;
        made.details.ord_type = shm::OrdType::limit;
        orders_.begin(made, {.session = 0, .text = text, .mixed = made.id_hash});
        return made;
    }

    Order all_or_none(std::uint64_t lots) {
        auto taker = made(Side::buy, 101, lots);
        taker.details.exec_inst = shm::exec_inst::all_or_none;
        return taker;
    }

    Orders orders_;
    Order order{};

  private:
    std::uint64_t last_id_ = 0;
};

TEST_F(BoundedWork, a_rehearsal_passes_levels_and_not_their_orders) {
    const auto all = 2 * crowd * 3 + 50; // with what the iceberg hides
    const auto taker = all_or_none(all);
    Rehearsal enough(orders_, taker, 101, all);
    EXPECT_TRUE(enough.run());
    EXPECT_EQ(enough.steps(), 2);

    const auto larger = all_or_none(all + 1);
    Rehearsal short_of_one(orders_, larger, 101, all + 1);
    EXPECT_FALSE(short_of_one.run());
    EXPECT_EQ(short_of_one.steps(), 2);
}

TEST_F(BoundedWork, self_trade_prevention_looks_at_orders_only_if_all_together_have_enough) {
    auto taker = all_or_none(1'000'000);
    taker.details.self_trade_prevention = shm::SelfTradePrevention::cancel_oldest;
    Rehearsal rehearsal(orders_, taker, 101, 1'000'000);
    EXPECT_FALSE(rehearsal.run());
    EXPECT_EQ(rehearsal.steps(), 0);
}

TEST_F(BoundedWork, a_held_order_is_concerned_by_makers_within_its_limit_only) {
    orders_.hold(order = all_or_none(1'000'000));
    const auto concerned = [&] { return orders_.changed_prices(0).concern(Side::buy, 101); };
    orders_.held_are_settled(0);
    orders_.rest(order = made(Side::sell, 102, 1));
    orders_.rest(order = made(Side::buy, 99, 1));
    EXPECT_FALSE(concerned());

    const auto slot = orders_.rest(order = made(Side::sell, 101, 1));
    EXPECT_TRUE(concerned());
    orders_.held_are_settled(0);
    orders_.withdraw(slot);
    EXPECT_TRUE(concerned());
}

TEST_F(BoundedWork, a_held_order_that_shrinks_is_looked_at) {
    const auto slot = orders_.hold(order = all_or_none(1'000'000));
    orders_.held_are_settled(0);
    order.quantity_lots = order.leaves_lots = 10;
    orders_.amend(slot, order);
    EXPECT_TRUE(orders_.changed_prices(0).concern(Side::buy, 101));
}

} // namespace
} // namespace pinion::engine
