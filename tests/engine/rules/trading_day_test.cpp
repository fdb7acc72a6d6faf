// The end of a trading day: day orders expire, the others go on and are told so, ids are forgotten.
#include "tests/engine/support/script.h"

#include <limits>

namespace pinion::engine {
namespace {

class TradingDay : public Script {
  protected:
    static constexpr std::int64_t hour_ns = 3'600'000'000'000;

    /// Days end at 17:00 UTC.
    static EngineOptions options() {
        auto options = default_options();
        options.day_roll_offset_ns = 17 * hour_ns;
        return options;
    }

    TradingDay() : Script(options()) {}
};

TEST_F(TradingDay, it_ends_at_its_hour_and_the_next_one_a_day_later) {
    EXPECT_EQ(engine_.next_day_roll_ns(), std::numeric_limits<std::int64_t>::max());
    run("alice buy A1 1 @ 100 at 1000");
    EXPECT_EQ(engine_.next_day_roll_ns(), 17 * hour_ns);
    run("venue day-roll at 61200000000000");
    EXPECT_EQ(engine_.next_day_roll_ns(), (17 + 24) * hour_ns);
}

TEST_F(TradingDay, day_orders_expire_and_the_others_are_told_that_they_go_on) {
    run("alice buy A1 10 @ 100");
    run("alice buy A2 10 @ 100 gtc");
    run("bob sell B1 10 @ 110 gtd 99999999999999999");
    run("carol sell C1 4 @ 100");
    play(R"(
        venue day-roll
        > alice A1 expired [expired] 0 of 10, 4 for 400
        > alice A2 restated as limit, gt_renewal [new] 10 of 10
        > bob B1 restated as limit, gt_renewal [new] 10 of 10
        > feed remove #1 buy 6 @ 100
        > feed day_roll .
        alice status A1
        > alice A1 status [rejected] 0 of 0: unknown_order
        alice status A2
        > alice A2 status [new] 10 of 10
    )");
}

TEST_F(TradingDay, orders_expire_by_instrument_side_and_priority_in_book_then_stops_then_held) {
    run("alice buy A1 5 @ 90 all-or-none");
    run("alice buy A2 5 stop 120");
    run("alice sell A3 1 @ 105 in 1");
    run("alice sell A4 1 @ 111");
    run("alice sell A5 1 @ 110");
    run("alice buy A6 1 @ 99");
    run("alice buy A7 1 @ 100");
    play(R"(
        venue day-roll
        > alice A7 expired [expired] 0 of 1
        > alice A6 expired [expired] 0 of 1
        > feed remove #7 buy 1 @ 100
        > alice A5 expired [expired] 0 of 1
        > feed remove #6 buy 1 @ 99
        > alice A4 expired [expired] 0 of 1
        > feed remove #5 sell 1 @ 110
        > alice A3 expired [expired] 0 of 1
        > feed remove #4 sell 1 @ 111
        > alice A2 expired [expired] 0 of 5
        > alice A1 expired [expired] 0 of 5
        > feed remove #3 sell 1 @ 105
        > feed day_roll .
    )");
}

TEST_F(TradingDay, orders_that_go_on_are_told_after_all_expiries) {
    run("alice buy A1 1 @ 100 gtc");
    run("bob sell B1 1 @ 101");
    run("carol sell C1 1 stop 95 gtc");
    play(R"(
        venue day-roll
        > bob B1 expired [expired] 0 of 1
        > alice A1 restated as limit, gt_renewal [new] 1 of 1
        > carol C1 restated as stop, gt_renewal [new] 1 of 1
        > feed remove #2 sell 1 @ 101
        > feed day_roll .
    )");
}

TEST_F(TradingDay, ids_are_forgotten_but_for_the_last_of_each_order_that_lives) {
    run("alice buy A1 10 @ 100 gtc");
    run("alice replace A2 of A1 9 @ 100 gtc");
    run("alice buy A3 1 @ 100 ioc");
    run("venue day-roll");
    play(R"(
        alice buy A2 1 @ 90
        > alice A2 rejected [rejected] 0 of 1: duplicate_cl_ord_id
        alice status A1
        > alice A1 status [rejected] 0 of 0: unknown_order
        alice buy A1 1 @ 90
        > alice A1 new [new] 1 of 1
        > feed add #3 buy 1 @ 90 .
        alice buy A3 1 @ 90
        > alice A3 new [new] 1 of 1
        > feed add #4 buy 1 @ 90 .
        alice cancel A4 of A2
        > alice A4/A2 canceled [canceled] 0 of 9
        > feed remove #1 buy 9 @ 100 .
    )");
}

TEST_F(TradingDay, a_good_till_cancel_order_trades_on_the_next_day_with_what_it_had) {
    run("alice buy A1 10 @ 100 gtc");
    run("bob sell B1 3 @ 100");
    run("venue day-roll");
    play(R"(
        bob sell B1 3 @ 100
        > bob B1 new [new] 3 of 3
        > alice A1 trade 3 @ 100 adding [partially_filled] 4 of 10, 6 for 600
        > bob B1 trade 3 @ 100 removing [filled] 0 of 3, 3 for 300
        > feed execute #1 buy 3 @ 100, 4 left .
    )");
}

TEST_F(TradingDay, the_last_price_of_yesterday_still_elects_a_new_stop_order) {
    run("alice sell A1 1 @ 105");
    run("bob buy B1 1 @ 105");
    run("venue day-roll");
    run("bob sell B2 1 @ 107");
    play(R"(
        alice buy A2 1 stop 105
        > alice A2 new [new] 1 of 1
        > alice A2 restated as market, market_option [new] 1 of 1
        > bob B2 trade 1 @ 107 adding [filled] 0 of 1, 1 for 107
        > alice A2 trade 1 @ 107 removing [filled] 0 of 1, 1 for 107
        > feed execute #3 sell 1 @ 107, 0 left .
    )");
}

TEST_F(TradingDay, an_expiry_can_set_a_held_order_free) {
    run("alice sell A1 5 @ 100");
    run("carol sell C1 5 @ 100 gtc account client");
    run("bob buy B1 5 @ 100 all-or-none gtc self-trade N");
    play(R"(
        venue day-roll
        > alice A1 expired [expired] 0 of 5
        > carol C1 restated as limit, gt_renewal [new] 5 of 5
        > bob B1 restated as limit, gt_renewal [new] 5 of 5
        > feed remove #1 sell 5 @ 100
        > feed day_roll
        > carol C1 trade 5 @ 100 adding [filled] 0 of 5, 5 for 500
        > bob B1 trade 5 @ 100 removing [filled] 0 of 5, 5 for 500
        > feed execute #2 sell 5 @ 100, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
