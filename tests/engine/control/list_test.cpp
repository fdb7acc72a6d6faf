// What the operator can ask for, page by page.
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"
#include "tests/engine/support/script.h"

#include <vector>

namespace pinion::engine {
namespace {

class ControlList : public Script {
  protected:
    /// Rows, then the final answer.
    std::vector<shm::ControlReport> ask(shm::ListSubject subject, std::uint64_t had = 0,
                                        shm::ControlScope scope = shm::ControlScope::everything) {
        shm::ControlCommand asked{};
        asked.kind = shm::CommandKind::control;
        asked.action = shm::ControlAction::list;
        asked.scope = scope;
        asked.flags = static_cast<std::uint8_t>(subject);
        asked.number = had;
        asked.gateway = admin_gateway;
        asked.engine_epoch = options_.engine_epoch;
        run(asked);
        std::vector<shm::ControlReport> answers;
        for (const auto& report : reports()) answers.push_back(shm::control_of(report));
        return answers;
    }
};

TEST_F(ControlList, tells_each_waiting_order) {
    run("alice buy A1 10 @ 100");
    run("bob buy B1 10 @ 90 stop 120 in 1");
    run("carol sell C1 4 @ 100 account client");
    const auto answers = ask(shm::ListSubject::orders);
    ASSERT_EQ(answers.size(), 3U);
    const auto first = shm::payload_of<shm::OrderRow>(answers[0]);
    EXPECT_EQ(first.cl_ord_id.view(), "A1");
    EXPECT_EQ(first.leaves_lots, 6U);
    EXPECT_EQ(first.cumulative_lots, 4U);
    EXPECT_EQ(first.place, shm::WaitingPlace::book);
    EXPECT_EQ(answers[0].account.view(), "house");
    const auto second = shm::payload_of<shm::OrderRow>(answers[1]);
    EXPECT_EQ(second.stop_price_ticks, 120);
    EXPECT_EQ(second.place, shm::WaitingPlace::stop_orders);
    EXPECT_EQ(answers[1].session, 1);
    EXPECT_EQ(answers[1].instrument, 1U);
    EXPECT_EQ(answers[2].total_affected, 2U);
    EXPECT_EQ(answers[2].number, 0U);
}

TEST_F(ControlList, comes_in_pages) {
    for (int i = 0; i < 1200; ++i) run("alice buy A" + std::to_string(i) + " 1 @ 100");
    std::vector<std::uint64_t> sizes;
    std::uint64_t had = 0;
    do {
        const auto answers = ask(shm::ListSubject::orders, had);
        sizes.push_back(answers.size() - 1);
        had = answers.back().number;
    } while (had != 0);
    EXPECT_EQ(sizes, (std::vector<std::uint64_t>{500, 500, 200}));
}

TEST_F(ControlList, tells_who_is_barred_and_why) {
    run("admin kill session bob");
    run("admin suspend account client");
    const auto bars = ask(shm::ListSubject::bars);
    ASSERT_EQ(bars.size(), 3U);
    EXPECT_EQ(bars[0].account.view(), "client");
    EXPECT_EQ(bars[0].reason, shm::RejectReason::account_suspended);
    EXPECT_EQ(bars[1].session, 1);
    EXPECT_EQ(bars[1].reason, shm::RejectReason::killed);

    const auto accounts = ask(shm::ListSubject::accounts);
    ASSERT_EQ(accounts.size(), 3U);
    EXPECT_EQ(shm::payload_of<shm::AccountRow>(accounts[1]).bars, shm::bar_flags::suspended);
    const auto sessions = ask(shm::ListSubject::sessions);
    ASSERT_EQ(sessions.size(), 4U);
    EXPECT_EQ(shm::payload_of<shm::SessionRow>(sessions[1]).bars, shm::bar_flags::killed);
    EXPECT_EQ(ask(shm::ListSubject::instruments).size(), 3U);
}

TEST_F(ControlList, of_nothing_that_there_is_is_refused) {
    const auto answers = ask(static_cast<shm::ListSubject>(6));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].reason, shm::RejectReason::unsupported_instruction);
}

} // namespace
} // namespace pinion::engine
