// A host that was lost takes commands with it, of which the world knows: a new engine epoch begins,
// and no number comes twice.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

constexpr std::uint64_t lift = std::uint64_t{1} << 40;

class HostLost : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.disconnect_grace_ns = 1000;
        return options;
    }

    HostLost() : Script(options()) {}
};

TEST_F(HostLost, orders_stay_and_commands_of_the_old_epoch_are_stale) {
    run("alice buy A1 10 @ 100");
    EXPECT_EQ(engine_.engine_epoch(), 7U);
    play(R"(
        venue host-lost engine-epoch 9
        bob sell B1 4 @ 100 engine-epoch 8
        > bob B1 rejected [rejected] 0 of 4: stale_engine_epoch
        bob sell B2 4 @ 100 engine-epoch 9
        > bob B2 new [new] 4 of 4
        > alice A1 trade 4 @ 100 adding [partially_filled] 6 of 10, 4 for 400
        > bob B2 trade 4 @ 100 removing [filled] 0 of 4, 4 for 400
        > feed execute #1 buy 4 @ 100, 6 left .
    )");
    EXPECT_EQ(engine_.engine_epoch(), 9U);
    for (const auto& report : reports()) EXPECT_EQ(report.engine_epoch, 9U);
}

TEST_F(HostLost, an_epoch_never_falls) {
    run("venue host-lost engine-epoch 5");
    EXPECT_EQ(engine_.engine_epoch(), 7U);
}

TEST_F(HostLost, every_number_goes_on_far_above_its_last) {
    run("alice sell A1 1 @ 100");
    run("bob buy B1 1 @ 100");
    const auto before = reports().back();
    run("venue host-lost engine-epoch 8");
    run("alice sell A2 1 @ 100 engine-epoch 8");
    EXPECT_EQ(reports().back().report_sequence, before.report_sequence + lift + 1);
    EXPECT_EQ(reports().back().exec_id, before.exec_id + lift + 1);
    EXPECT_EQ(reports().back().order_id, before.order_id + lift + 1);
    run("bob buy B2 1 @ 100 engine-epoch 8");
    EXPECT_EQ(reports().back().match_id, before.match_id + lift + 1);
    EXPECT_EQ(engine_.report_sequence(0), reports().back().report_sequence);
    EXPECT_EQ(engine_.report_sequence(1), lift);
}

TEST_F(HostLost, each_session_has_its_grace_to_come_back) {
    run("alice up and-cancel");
    run("bob up and-cancel");
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 100");
    run("venue host-lost engine-epoch 8 at 5000");
    EXPECT_EQ(engine_.next_deadline_ns(), 6000);
    run("bob up");
    play(R"(
        venue timer at 6000
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
    )");
}

} // namespace
} // namespace pinion::engine
