// What the operator can ask for, page by page.
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"
#include "tests/engine/support/risk_script.h"

#include <string>
#include <vector>

namespace pinion::engine {
namespace {

class ControlList : public RiskScript {
  protected:
    ControlList() : ControlList(default_options()) {}

    explicit ControlList(const EngineOptions& options) : RiskScript(options) {}

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
    const auto answers = ask(static_cast<shm::ListSubject>(7));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].reason, shm::RejectReason::unsupported_instruction);
}

class ControlListOfFunds : public ControlList {
  protected:
    ControlListOfFunds() : ControlList(risk_options()) {
        run("admin credit account house asset USD 5000");
        run("admin credit account client asset ACME 30");
        run("alice buy A1 10 @ 100 account house");
    }

    /// As "who: ASSET balance/reserved/spent".
    std::vector<std::string> balances(shm::ControlScope scope) {
        std::vector<std::string> told;
        auto answers = ask(shm::ListSubject::balances, 0, scope);
        answers.pop_back();
        for (const auto& row : answers) {
            const auto balance = shm::payload_of<shm::BalanceRow>(row);
            const auto text = [](const shm::Notional& amount) {
                return std::to_string(static_cast<std::int64_t>(amount.value()));
            };
            told.push_back(std::string(row.account.view()) + ": " +
                           std::string(balance.asset.view()) + " " + text(balance.balance) + "/" +
                           text(balance.reserved) + "/" + text(balance.spent));
        }
        return told;
    }
};

TEST_F(ControlListOfFunds, tells_what_each_account_has_and_what_of_it_is_reserved) {
    using Texts = std::vector<std::string>;
    EXPECT_EQ(balances(shm::ControlScope::everything),
              (Texts{"house: USD 5000/1000/0", "client: ACME 30/0/0"}));
    run("bob sell B1 4 @ 100 account client");
    EXPECT_EQ(balances(shm::ControlScope::everything),
              (Texts{"house: ACME 4/0/0", "house: USD 4600/600/400", "client: ACME 26/0/0",
                     "client: USD 400/0/-400"}));
}

TEST_F(ControlListOfFunds, tells_limits_and_open_orders_of_accounts_that_have_risk) {
    run("admin set_limits account house open 3");
    const auto answers = ask(shm::ListSubject::accounts);
    ASSERT_EQ(answers.size(), 4U);
    const auto house = shm::payload_of<shm::AccountRow>(answers[0]);
    EXPECT_EQ(house.has_risk, 1);
    EXPECT_EQ(house.open_orders, 1U);
    EXPECT_EQ(house.limits.open_orders_max, 3U);
    EXPECT_EQ(answers[2].account.view(), "guest");
    EXPECT_EQ(shm::payload_of<shm::AccountRow>(answers[2]).has_risk, 0);
}

TEST_F(ControlListOfFunds, of_one_account_or_of_all) {
    const auto of_account = [&](const std::string& name) {
        shm::ControlCommand asked{};
        asked.kind = shm::CommandKind::control;
        asked.action = shm::ControlAction::list;
        asked.scope = shm::ControlScope::account;
        asked.account = *shm::AccountName::from(name);
        asked.flags = static_cast<std::uint8_t>(shm::ListSubject::balances);
        asked.gateway = admin_gateway;
        asked.engine_epoch = options_.engine_epoch;
        run(asked);
        return shm::control_of(reports().back());
    };
    EXPECT_EQ(of_account("client").total_affected, 1U);
    EXPECT_EQ(of_account("guest").total_affected, 0U);
    EXPECT_EQ(of_account("nobody").reason, shm::RejectReason::unknown_account);
    EXPECT_EQ(ask(shm::ListSubject::balances, 0, shm::ControlScope::session)[0].reason,
              shm::RejectReason::unsupported_instruction);
}

} // namespace
} // namespace pinion::engine
