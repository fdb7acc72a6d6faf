// Every pool has a size, and a request that would need more is refused without changing anything.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

class PoolLimits : public Script {
  protected:
    static EngineOptions small() {
        auto options = default_options();
        options.orders_max = 3;
        options.levels_max = 2;
        options.cl_ord_ids_per_day_max = 5;
        return options;
    }

    PoolLimits() : Script(small()) {}
};

TEST_F(PoolLimits, no_more_orders_rest_than_the_pool_holds) {
    run("alice buy A1 1 @ 100");
    run("alice buy A2 1 @ 100");
    run("alice buy A3 1 @ 100");
    play(R"(
        alice buy A4 1 @ 100
        > alice A4 rejected [rejected] 0 of 1: order_limit_reached
        bob sell B1 2 @ 100
        > bob B1 new [new] 2 of 2
        > alice A1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 1 of 2, 1 for 100
        > feed execute #1 buy 1 @ 100, 0 left
        > alice A2 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [filled] 0 of 2, 2 for 200
        > feed execute #2 buy 1 @ 100, 0 left .
    )");
}

TEST_F(PoolLimits, a_full_pool_does_not_stop_an_order_that_makes_its_own_room) {
    run("alice buy A1 1 @ 100");
    run("alice buy A2 1 @ 100");
    run("alice buy A3 1 @ 99");
    play(R"(
        bob sell B1 3 @ 100
        > bob B1 new [new] 3 of 3
        > alice A1 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 2 of 3, 1 for 100
        > feed execute #1 buy 1 @ 100, 0 left
        > alice A2 trade 1 @ 100 adding [filled] 0 of 1, 1 for 100
        > bob B1 trade 1 @ 100 removing [partially_filled] 1 of 3, 2 for 200
        > feed execute #2 buy 1 @ 100, 0 left
        > feed add #4 sell 1 @ 100 .
    )");
}

TEST_F(PoolLimits, no_more_levels_open_than_the_pool_holds) {
    run("alice buy A1 1 @ 100");
    run("alice buy A2 1 @ 99");
    play(R"(
        alice buy A3 1 @ 98
        > alice A3 rejected [rejected] 0 of 1: level_limit_reached
        alice buy A4 1 @ 99
        > alice A4 new [new] 1 of 1
        > feed add #3 buy 1 @ 99 .
        alice replace A5 of A4 1 @ 98
        > alice A5/A4 not changed [new] #3: level_limit_reached
        alice replace A5 of A1 1 @ 98
        > alice A5/A1 replaced [new] 1 of 1
        > feed replace #1 buy 1 @ 98 .
    )");
}

TEST_F(PoolLimits, when_the_days_ids_are_used_up_orders_can_still_be_canceled) {
    run("alice buy A1 1 @ 100 ioc");
    run("alice buy A2 1 @ 100 ioc");
    run("alice buy A3 1 @ 100 ioc");
    run("alice buy A4 1 @ 100 ioc");
    run("alice buy A5 1 @ 100");
    play(R"(
        alice buy A6 1 @ 100
        > alice A6 rejected [rejected] 0 of 1: cl_ord_id_limit_reached
        alice replace A6 of A5 2 @ 100
        > alice A6/A5 not changed [new] #5: cl_ord_id_limit_reached
        alice cancel C1 of A5
        > alice C1/A5 canceled [canceled] 0 of 1
        > feed remove #5 buy 1 @ 100 .
        alice cancel C2 of A5
        > alice C2/A5 not changed [canceled] #5: too_late
    )");
}

class FewWaitingOrders : public Script {
  protected:
    static EngineOptions few() {
        auto options = default_options();
        options.stop_orders_max = 2;
        options.held_orders_max = 1;
        options.orders_max = 3;
        options.levels_max = 2;
        return options;
    }

    FewWaitingOrders() : Script(few()) {}
};

TEST_F(FewWaitingOrders, no_more_stop_orders_wait_than_the_pool_holds) {
    play(R"(
        alice buy A1 1 stop 105
        > alice A1 new [new] 1 of 1
        alice sell A2 1 stop 95 in 1
        > alice A2 new [new] 1 of 1
        alice buy A3 1 stop 110
        > alice A3 rejected [rejected] 0 of 1: stop_order_limit_reached
        alice buy A4 1 @ 111 stop 110
        > alice A4 rejected [rejected] 0 of 1: stop_order_limit_reached
        alice buy A5 1 @ 100
        > alice A5 new [new] 1 of 1
        > feed add #3 buy 1 @ 100 .
        alice replace A6 of A1 9 stop 106
        > alice A6/A1 replaced [new] 9 of 9
        alice cancel A7 of A6
        > alice A7/A6 canceled [canceled] 0 of 9
        alice buy A8 1 stop 110
        > alice A8 new [new] 1 of 1
    )");
}

TEST_F(FewWaitingOrders, no_more_orders_are_held_than_the_pool_holds) {
    play(R"(
        alice buy A1 2 @ 100 all-or-none
        > alice A1 new [new] 2 of 2
        alice buy A2 2 @ 100 all-or-none
        > alice A2 rejected [rejected] 0 of 2: held_order_limit_reached
        alice buy A3 2 @ 100 min 1
        > alice A3 rejected [rejected] 0 of 2: held_order_limit_reached
        alice replace A4 of A1 9 @ 99
        > alice A4/A1 replaced [new] 9 of 9
        alice cancel A5 of A4
        > alice A5/A4 canceled [canceled] 0 of 9
        alice buy A6 2 @ 100 min 1
        > alice A6 new [new] 2 of 2
    )");
}

TEST_F(FewWaitingOrders, an_elected_order_that_finds_no_room_is_canceled) {
    run("alice buy A1 5 @ 110 stop 105 all-or-none");
    run("alice buy A2 1 @ 98 stop 105");
    run("alice buy A3 2 @ 90 all-or-none");
    run("bob buy B1 1 @ 100");
    run("bob sell B2 2 @ 105");
    play(R"(
        bob buy B3 1 @ 105 ioc
        > bob B3 new [new] 1 of 1
        > bob B2 trade 1 @ 105 adding [partially_filled] 1 of 2, 1 for 105
        > bob B3 trade 1 @ 105 removing [filled] 0 of 1, 1 for 105
        > alice A1 restated as limit, market_option [new] 5 of 5
        > alice A1 canceled [canceled] 0 of 5: held_order_limit_reached
        > alice A2 restated as limit, market_option [new] 1 of 1
        > alice A2 canceled [canceled] 0 of 1: level_limit_reached
        > feed execute #5 sell 1 @ 105, 1 left .
    )");
}

TEST_F(FewWaitingOrders, what_an_elected_order_has_left_and_finds_no_room_for_is_canceled) {
    run("alice buy A1 3 @ 104 stop 105");
    run("alice buy A2 1 @ 90");
    run("alice buy A3 1 @ 90");
    run("bob sell B1 2 @ 105");
    run("bob sell B2 2 @ 104 all-or-none");
    play(R"(
        carol buy C1 1 @ 105 ioc
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 105 adding [partially_filled] 1 of 2, 1 for 105
        > carol C1 trade 1 @ 105 removing [filled] 0 of 1, 1 for 105
        > alice A1 restated as limit, market_option [new] 3 of 3
        > feed execute #4 sell 1 @ 105, 1 left
        > bob B2 trade 2 @ 104 adding [filled] 0 of 2, 2 for 208
        > alice A1 trade 2 @ 104 removing [partially_filled] 1 of 3, 2 for 208
        > alice A1 canceled [canceled] 0 of 3, 2 for 208: order_limit_reached
        > feed trade #0 sell 2 @ 104 .
    )");
}

TEST_F(FewWaitingOrders, the_books_limits_hold_for_every_instrument_together) {
    run("alice buy A1 1 @ 100");
    run("alice buy A2 1 @ 100 in 1");
    play(R"(
        alice buy A3 1 @ 99
        > alice A3 rejected [rejected] 0 of 1: level_limit_reached
        alice buy A4 1 @ 100 in 1
        > alice A4 new [new] 1 of 1
        > feed add #3 buy 1 @ 100 .
        alice buy A5 1 @ 100 in 1
        > alice A5 rejected [rejected] 0 of 1: order_limit_reached
    )");
}

} // namespace
} // namespace pinion::engine
