// Mass status requests: each order by a report of its own, counted, the last one marked.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using MassStatus = Script;

TEST_F(MassStatus, every_live_order_of_the_session_is_told) {
    run("alice buy A1 10 @ 100");
    run("bob sell B1 4 @ 100");
    run("alice buy A2 10 stop 120");
    run("alice sell A3 5 @ 130 all-or-none in 1");
    run("bob sell B2 4 @ 130");
    run("alice buy A4 1 @ 99 ioc");
    play(R"(
        alice mass-status M1 all
        > alice A1 status [partially_filled] 6 of 10, 4 for 400, one of 3
        > alice A2 status [new] 10 of 10, stop 120, one of 3
        > alice A3 status [new] 5 of 5, one of 3, last
    )");
}

TEST_F(MassStatus, by_symbol_and_by_side) {
    run("alice buy A1 10 @ 100");
    run("alice sell A2 10 @ 110");
    run("alice buy A3 10 @ 100 in 1");
    play(R"(
        alice mass-status M1 one in 0
        > alice A1 status [new] 10 of 10, one of 2
        > alice A2 status [new] 10 of 10, one of 2, last
        alice mass-status M2 all side 1
        > alice A1 status [new] 10 of 10, one of 2
        > alice A3 status [new] 10 of 10, one of 2, last
    )");
}

TEST_F(MassStatus, without_any_order_there_is_one_report) {
    run("bob buy B1 10 @ 100");
    play(R"(
        alice mass-status M1 all
        > alice M1 status [rejected] 0 of 0, one of 0, last: unknown_order
        alice mass-status M2 one in 1
        > alice M2 status [rejected] 0 of 0, one of 0, last: unknown_order
    )");
}

TEST_F(MassStatus, what_cannot_be_told_is_refused) {
    play(R"(
        alice mass-status M1 one in 2
        > alice message refused: unknown_symbol
        alice mass-status M2 scope 8
        > alice message refused: unsupported_instruction
        alice mass-status M3 all side 5
        > alice message refused: unsupported_instruction
    )");
}

TEST_F(MassStatus, it_answers_under_the_orders_own_ids_and_changes_nothing) {
    run("alice buy A1 10 @ 100");
    const auto before = engine_.book_hash();
    run("alice mass-status M1 all");
    ASSERT_EQ(reports().size(), 1U);
    EXPECT_EQ(reports()[0].cl_ord_id.view(), "A1");
    EXPECT_EQ(reports()[0].answers, shm::CommandKind::mass_status);
    EXPECT_EQ(reports()[0].exec_type, shm::ExecType::order_status);
    EXPECT_EQ(reports()[0].total_affected, 1U);
    EXPECT_EQ(reports()[0].flags, shm::report_flags::last_of_mass);
    EXPECT_EQ(engine_.book_hash(), before);
}

} // namespace
} // namespace pinion::engine
