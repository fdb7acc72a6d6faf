// Mass cancels: a report that says how many, then each order.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using MassCancel = Script;

TEST_F(MassCancel, all_orders_of_the_session_are_canceled_and_no_others) {
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 100");
    run("alice sell A2 10 @ 110 in 1");
    run("carol sell C1 2 @ 100");
    play(R"(
        alice mass-cancel M1 all
        > alice M1 mass cancel of 2
        > alice A1 canceled [canceled] 0 of 10, 2 for 200: mass_canceled
        > alice A2 canceled [canceled] 0 of 10: mass_canceled
        > feed remove #1 buy 8 @ 100
        > feed remove #3 sell 10 @ 110 .
        alice mass-cancel M2 all
        > alice M2 mass cancel of 0
        bob status B1
        > bob B1 status [new] 10 of 10
    )");
}

TEST_F(MassCancel, by_symbol_and_by_side) {
    run("alice buy A1 1 @ 100");
    run("alice sell A2 1 @ 110");
    run("alice buy A3 1 @ 100 in 1");
    run("alice sell A4 1 @ 110 in 1");
    play(R"(
        alice mass-cancel M1 one side 2 in 1
        > alice M1 mass cancel of 1
        > alice A4 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #4 sell 1 @ 110 .
        alice mass-cancel M2 all side 1
        > alice M2 mass cancel of 2
        > alice A1 canceled [canceled] 0 of 1: mass_canceled
        > alice A3 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #1 buy 1 @ 100
        > feed remove #3 buy 1 @ 100 .
        alice mass-cancel M3 one in 0
        > alice M3 mass cancel of 1
        > alice A2 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #2 sell 1 @ 110 .
    )");
}

TEST_F(MassCancel, in_the_order_of_instrument_side_and_priority_in_book_then_stops_then_held) {
    run("alice buy A1 5 @ 90 all-or-none");
    run("alice sell A2 5 stop 80");
    run("alice buy A3 5 stop 120");
    run("alice sell A4 1 @ 105 in 1");
    run("alice sell A5 1 @ 111");
    run("alice sell A6 1 @ 110");
    run("alice buy A7 1 @ 99");
    run("alice buy A8 1 @ 100");
    run("alice buy A9 1 @ 100");
    play(R"(
        alice mass-cancel M1 all
        > alice M1 mass cancel of 9
        > alice A8 canceled [canceled] 0 of 1: mass_canceled
        > alice A9 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #8 buy 1 @ 100
        > alice A7 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #9 buy 1 @ 100
        > alice A6 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #7 buy 1 @ 99
        > alice A5 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #6 sell 1 @ 110
        > alice A4 canceled [canceled] 0 of 1: mass_canceled
        > feed remove #5 sell 1 @ 111
        > alice A3 canceled [canceled] 0 of 5: mass_canceled
        > alice A2 canceled [canceled] 0 of 5: mass_canceled
        > alice A1 canceled [canceled] 0 of 5: mass_canceled
        > feed remove #4 sell 1 @ 105 .
    )");
}

TEST_F(MassCancel, its_orders_do_not_trade_with_what_they_set_free) {
    run("alice sell A1 5 @ 100");
    run("alice sell A2 5 @ 101");
    run("bob buy B1 5 @ 100 all-or-none self-trade N");
    play(R"(
        alice mass-cancel M1 all
        > alice M1 mass cancel of 2
        > alice A1 canceled [canceled] 0 of 5: mass_canceled
        > alice A2 canceled [canceled] 0 of 5: mass_canceled
        > feed remove #1 sell 5 @ 100
        > feed remove #2 sell 5 @ 101 .
    )");
}

TEST_F(MassCancel, what_cannot_be_done_is_refused_by_its_report) {
    play(R"(
        alice mass-cancel M1 one in 2
        > alice M1 mass cancel of 0: unknown_symbol
        alice mass-cancel M2 scope 3
        > alice M2 mass cancel of 0: unsupported_instruction
        alice mass-cancel M3 all side 5
        > alice M3 mass cancel of 0: unsupported_instruction
        alice refused mass-cancel M4 why 1
        > alice M4 mass cancel of 0: unknown_symbol
    )");
}

TEST_F(MassCancel, its_id_is_neither_looked_up_nor_remembered) {
    run("alice buy A1 10 @ 100");
    play(R"(
        alice mass-cancel A1 all
        > alice A1 mass cancel of 1
        > alice A1 canceled [canceled] 0 of 10: mass_canceled
        > feed remove #1 buy 10 @ 100 .
        alice mass-cancel A1 all
        > alice A1 mass cancel of 0
        alice buy A2 10 @ 100
        > alice A2 new [new] 10 of 10
        > feed add #4 buy 10 @ 100 .
    )");
    run("alice mass-cancel M1 all");
    play(R"(
        alice buy M1 10 @ 100
        > alice M1 new [new] 10 of 10
        > feed add #6 buy 10 @ 100 .
    )");
}

TEST_F(MassCancel, its_report_has_an_order_id_of_its_own) {
    run("alice buy A1 10 @ 100");
    run("alice mass-cancel M1 all");
    ASSERT_EQ(reports().size(), 2U);
    EXPECT_EQ(reports()[0].kind, shm::ReportKind::mass_cancel_report);
    EXPECT_EQ(reports()[0].mass_scope, '7');
    EXPECT_EQ(reports()[0].total_affected, 1U);
    EXPECT_NE(reports()[0].order_id, reports()[1].order_id);
    EXPECT_EQ(reports()[1].flags, shm::report_flags::unsolicited);
    run("alice buy A2 10 @ 100");
    EXPECT_EQ(reports()[0].order_id & 0xffff'ffffU, 3U);
}

} // namespace
} // namespace pinion::engine
