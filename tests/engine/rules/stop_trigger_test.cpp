// Stop orders wait unseen until their price trades; then they are market or limit orders.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using StopTrigger = Script;

TEST_F(StopTrigger, a_stop_order_waits_unseen) {
    play(R"(
        alice buy A1 10 stop 105
        > alice A1 new [new] 10 of 10
        bob sell B1 5 @ 106
        > bob B1 new [new] 5 of 5
        > feed add #2 sell 5 @ 106 .
        carol buy C1 5 @ 90
        > carol C1 new [new] 5 of 5
        > feed add #3 buy 5 @ 90 .
        alice status A1
        > alice A1 status [new] 10 of 10, stop 105
    )");
}

TEST_F(StopTrigger, a_trade_at_its_price_makes_a_stop_order_a_market_order) {
    run("alice buy A1 10 stop 105");
    run("bob sell B1 5 @ 105");
    run("bob sell B2 20 @ 107");
    play(R"(
        carol buy C1 5 @ 105
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > alice A1 restated as market, market_option [new] 10 of 10
        > feed execute #2 sell 5 @ 105, 0 left
        > bob B2 trade 10 @ 107 adding [partially_filled] 10 of 20, 10 for 1070
        > alice A1 trade 10 @ 107 removing [filled] 0 of 10, 10 for 1070
        > feed execute #3 sell 10 @ 107, 10 left .
        alice status A1
        > alice A1 status [filled] 0 of 10, 10 for 1070
    )");
}

TEST_F(StopTrigger, a_trade_through_its_price_elects_it_too) {
    run("alice sell A1 10 stop 95");
    run("bob buy B1 1 @ 90");
    run("bob buy B2 20 @ 80");
    play(R"(
        carol sell C1 1 @ 90
        > carol C1 new [new] 1 of 1
        > bob B1 trade 1 @ 90 adding [filled] 0 of 1, 1 for 90
        > carol C1 trade 1 @ 90 removing [filled] 0 of 1, 1 for 90
        > alice A1 restated as market, market_option [new] 10 of 10
        > feed execute #2 buy 1 @ 90, 0 left
        > bob B2 trade 10 @ 80 adding [partially_filled] 10 of 20, 10 for 800
        > alice A1 trade 10 @ 80 removing [filled] 0 of 10, 10 for 800
        > feed execute #3 buy 10 @ 80, 10 left .
    )");
}

TEST_F(StopTrigger, a_trade_short_of_its_price_does_not) {
    run("alice buy A1 10 stop 105");
    run("alice sell A2 10 stop 95");
    run("bob sell B1 5 @ 104");
    run("bob buy B2 5 @ 96");
    play(R"(
        carol buy C1 5 @ 104
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 104 adding [filled] 0 of 5, 5 for 520
        > carol C1 trade 5 @ 104 removing [filled] 0 of 5, 5 for 520
        > feed execute #3 sell 5 @ 104, 0 left .
        carol sell C2 5 @ 96
        > carol C2 new [new] 5 of 5
        > bob B2 trade 5 @ 96 adding [filled] 0 of 5, 5 for 480
        > carol C2 trade 5 @ 96 removing [filled] 0 of 5, 5 for 480
        > feed execute #4 buy 5 @ 96, 0 left .
    )");
}

TEST_F(StopTrigger, a_stop_limit_order_becomes_a_limit_order) {
    run("alice buy A1 10 @ 106 stop 105");
    run("bob sell B1 5 @ 105");
    run("bob sell B2 4 @ 106");
    run("bob sell B3 4 @ 107");
    play(R"(
        carol buy C1 5 @ 105
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > alice A1 restated as limit, market_option [new] 10 of 10
        > feed execute #2 sell 5 @ 105, 0 left
        > bob B2 trade 4 @ 106 adding [filled] 0 of 4, 4 for 424
        > alice A1 trade 4 @ 106 removing [partially_filled] 6 of 10, 4 for 424
        > feed execute #3 sell 4 @ 106, 0 left
        > feed add #1 buy 6 @ 106 .
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10, 4 for 424
        > feed remove #1 buy 6 @ 106 .
    )");
}

TEST_F(StopTrigger, an_order_whose_price_traded_before_it_came_is_elected_at_once) {
    run("bob sell B1 5 @ 105");
    run("carol buy C1 5 @ 105");
    run("bob sell B2 20 @ 110");
    play(R"(
        alice buy A1 10 stop 105
        > alice A1 new [new] 10 of 10
        > alice A1 restated as market, market_option [new] 10 of 10
        > bob B2 trade 10 @ 110 adding [partially_filled] 10 of 20, 10 for 1100
        > alice A1 trade 10 @ 110 removing [filled] 0 of 10, 10 for 1100
        > feed execute #3 sell 10 @ 110, 10 left .
        alice buy A2 10 stop 106
        > alice A2 new [new] 10 of 10
        > alice A2 restated as market, market_option [new] 10 of 10
        > bob B2 trade 10 @ 110 adding [filled] 0 of 20, 20 for 2200
        > alice A2 trade 10 @ 110 removing [filled] 0 of 10, 10 for 1100
        > feed execute #3 sell 10 @ 110, 0 left .
        alice sell A3 10 @ 104 stop 105
        > alice A3 new [new] 10 of 10
    )");
}

TEST_F(StopTrigger, another_instruments_trades_do_not_count) {
    run("alice buy A1 10 stop 105");
    run("bob sell B1 5 @ 105 in 1");
    play(R"(
        carol buy C1 5 @ 105 in 1
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > feed execute #2 sell 5 @ 105, 0 left .
    )");
}

TEST_F(StopTrigger, an_elected_order_that_finds_nobody_is_canceled) {
    run("alice buy A1 10 stop 105");
    run("bob sell B1 5 @ 105");
    play(R"(
        carol buy C1 5 @ 105
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > alice A1 restated as market, market_option [new] 10 of 10
        > alice A1 canceled [canceled] 0 of 10: no_liquidity
        > feed execute #2 sell 5 @ 105, 0 left .
        alice status A1
        > alice A1 status [canceled] 0 of 10: no_liquidity
    )");
}

TEST_F(StopTrigger, a_stop_order_is_canceled_where_it_waits) {
    run("alice buy A1 10 stop 105");
    run("bob sell B1 5 @ 105");
    play(R"(
        alice cancel A2 of A1
        > alice A2/A1 canceled [canceled] 0 of 10
        carol buy C1 5 @ 105
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > feed execute #2 sell 5 @ 105, 0 left .
    )");
}

TEST_F(StopTrigger, a_replace_moves_the_stop_price) {
    run("alice buy A1 10 stop 105");
    run("bob sell B1 5 @ 105");
    run("bob sell B2 5 @ 110");
    play(R"(
        alice replace A2 of A1 4 stop 110
        > alice A2/A1 replaced [new] 4 of 4
        carol buy C1 5 @ 105
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > feed execute #2 sell 5 @ 105, 0 left .
        carol buy C2 5 @ 110
        > carol C2 new [new] 5 of 5
        > bob B2 trade 5 @ 110 adding [filled] 0 of 5, 5 for 550
        > carol C2 trade 5 @ 110 removing [filled] 0 of 5, 5 for 550
        > alice A2 restated as market, market_option [new] 4 of 4
        > alice A2 canceled [canceled] 0 of 4: no_liquidity
        > feed execute #3 sell 5 @ 110, 0 left .
    )");
}

TEST_F(StopTrigger, a_replace_to_a_price_that_has_traded_elects_it) {
    run("bob sell B1 5 @ 105");
    run("carol buy C1 5 @ 105");
    run("alice buy A1 10 stop 120");
    run("bob sell B2 5 @ 130");
    play(R"(
        alice replace A2 of A1 4 stop 105
        > alice A2/A1 replaced [new] 4 of 4
        > alice A2 restated as market, market_option [new] 4 of 4
        > bob B2 trade 4 @ 130 adding [partially_filled] 1 of 5, 4 for 520
        > alice A2 trade 4 @ 130 removing [filled] 0 of 4, 4 for 520
        > feed execute #4 sell 4 @ 130, 1 left .
    )");
}

TEST_F(StopTrigger, a_smaller_stop_order_keeps_its_turn_and_a_larger_one_loses_it) {
    run("alice buy A1 5 stop 105");
    run("bob buy B1 5 stop 105");
    run("carol buy C1 5 stop 105");
    run("alice replace A2 of A1 6 stop 105");
    run("bob replace B2 of B1 4 stop 105");
    run("bob sell B3 1 @ 105");
    run("bob sell B4 99 @ 106");
    play(R"(
        carol buy C2 1 @ 105
        > carol C2 new [new] 1 of 1
        > bob B3 trade 1 @ 105 adding [filled] 0 of 1, 1 for 105
        > carol C2 trade 1 @ 105 removing [filled] 0 of 1, 1 for 105
        > bob B2 restated as market, market_option [new] 4 of 4
        > feed execute #4 sell 1 @ 105, 0 left
        > bob B4 trade 4 @ 106 adding [partially_filled] 95 of 99, 4 for 424
        > bob B2 trade 4 @ 106 removing [filled] 0 of 4, 4 for 424
        > carol C1 restated as market, market_option [new] 5 of 5
        > feed execute #5 sell 4 @ 106, 95 left
        > bob B4 trade 5 @ 106 adding [partially_filled] 90 of 99, 9 for 954
        > carol C1 trade 5 @ 106 removing [filled] 0 of 5, 5 for 530
        > alice A2 restated as market, market_option [new] 6 of 6
        > feed execute #5 sell 5 @ 106, 90 left
        > bob B4 trade 6 @ 106 adding [partially_filled] 84 of 99, 15 for 1590
        > alice A2 trade 6 @ 106 removing [filled] 0 of 6, 6 for 636
        > feed execute #5 sell 6 @ 106, 84 left .
    )");
}

TEST_F(StopTrigger, a_triggered_order_keeps_its_stop_price_in_reports_until_it_is_replaced) {
    run("alice buy A1 10 @ 106 stop 105");
    run("bob sell B1 5 @ 105");
    run("carol buy C1 5 @ 105");
    play(R"(
        alice status A1
        > alice A1 status [new] 10 of 10, stop 105
        alice replace A2 of A1 10 @ 106 stop 105
        > alice A2/A1 not changed [new] #1: unsupported_order_type
        alice replace A2 of A1 9 @ 106
        > alice A2/A1 replaced [new] 9 of 9
        > feed reduce #1 buy 1 @ 106, 9 left .
        alice status A2
        > alice A2 status [new] 9 of 9
    )");
}

TEST_F(StopTrigger, all_reports_about_an_elected_order_are_unsolicited) {
    run("bob sell B1 5 @ 105");
    run("carol buy C1 5 @ 105");
    run("bob sell B2 5 @ 110");
    run("alice buy A1 6 stop 105"); // brought and elected by the same command
    ASSERT_EQ(reports().size(), 5U);
    EXPECT_EQ(reports()[0].exec_type, shm::ExecType::new_order);
    EXPECT_EQ(reports()[0].answers, shm::CommandKind::new_order);
    EXPECT_EQ(reports()[0].flags, 0);
    for (std::size_t i = 1; i < reports().size(); ++i) {
        EXPECT_EQ(reports()[i].flags, shm::report_flags::unsolicited) << i;
        EXPECT_EQ(reports()[i].answers, shm::CommandKind{}) << i;
        EXPECT_EQ(reports()[i].msg_seq_num, 0U) << i;
    }
    EXPECT_EQ(reports()[1].restatement_reason, shm::RestatementReason::market_option);
    EXPECT_EQ(reports()[1].ord_type, shm::OrdType::market);
    EXPECT_EQ(reports()[1].stop_price_ticks, 105);
    EXPECT_EQ(reports()[4].exec_type, shm::ExecType::canceled);
}

TEST_F(StopTrigger, stop_orders_of_every_time_in_force_wait) {
    run("alice buy A1 10 @ 105 stop 105 ioc");
    run("alice buy A2 10 @ 105 stop 105 fok");
    run("bob sell B1 5 @ 105");
    run("bob sell B2 3 @ 105");
    play(R"(
        carol buy C1 5 @ 105
        > carol C1 new [new] 5 of 5
        > bob B1 trade 5 @ 105 adding [filled] 0 of 5, 5 for 525
        > carol C1 trade 5 @ 105 removing [filled] 0 of 5, 5 for 525
        > alice A1 restated as limit, market_option [new] 10 of 10
        > feed execute #3 sell 5 @ 105, 0 left
        > bob B2 trade 3 @ 105 adding [filled] 0 of 3, 3 for 315
        > alice A1 trade 3 @ 105 removing [partially_filled] 7 of 10, 3 for 315
        > alice A1 canceled [canceled] 0 of 10, 3 for 315: no_liquidity
        > alice A2 restated as limit, market_option [new] 10 of 10
        > alice A2 canceled [canceled] 0 of 10: no_liquidity
        > feed execute #4 sell 3 @ 105, 0 left .
    )");
}

} // namespace
} // namespace pinion::engine
