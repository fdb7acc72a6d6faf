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

} // namespace
} // namespace pinion::engine
