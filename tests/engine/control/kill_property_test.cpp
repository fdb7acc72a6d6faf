// Nobody trades behind his kill, whoever it names: on random days an independent observer remembers
// the kills by their commands' sequences and looks at everybody's trades. PINION_SEED replays a
// day.
#include "engine/event_listener.h"
#include "engine/matching_engine.h"
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using shm::ControlAction;
using shm::ControlScope;

/// Whether the operator's words mean whom a report tells of.
bool concerns(const shm::ControlCommand& kill, const shm::Report& report) {
    switch (kill.scope) {
    case ControlScope::everything: return true;
    case ControlScope::instrument: return report.instrument == kill.instrument;
    case ControlScope::account: return report.account == kill.account;
    case ControlScope::session: return report.session == kill.session;
    }
    return false;
}

class Observer : public EventListener {
  public:
    void on_report(const shm::Report& report) override {
        if (report.kind == shm::ReportKind::control) return on_answer(shm::control_of(report));
        const bool is_trade = report.exec_type == shm::ExecType::trade;
        if (kill_sequence == 0 || !concerns(kill, report)) {
            if (is_trade) ++trades_of_others;
            return;
        }
        if (is_trade) ++trades_behind_kill;
        if (report.reason == shm::RejectReason::killed) ++stopped;
    }

    void on_feed_event(const shm::FeedEvent& /*event*/) override {}

    shm::ControlCommand kill{};
    std::uint64_t kill_sequence = 0;
    std::uint64_t trades_of_others = 0; ///< and of everybody before the kill
    std::uint64_t trades_behind_kill = 0;
    std::uint64_t stopped = 0; ///< orders of those who are killed, canceled or refused
    std::uint64_t listed = 0;  ///< orders that wait, in the last list

  private:
    void on_answer(const shm::ControlReport& answer) {
        const bool is_final = (answer.flags & shm::report_flags::last_of_mass) != 0;
        if (answer.action == ControlAction::list && is_final) listed = answer.total_affected;
    }
};

/// A day of random commands in whose middle somebody is killed and not re-armed.
class Day {
  public:
    explicit Day(std::uint64_t seed) : source_(seed), engine_(source_.options()) {}

    void run(std::uint64_t commands) {
        for (; commands != 0; --commands) {
            auto command = source_.next();
            // Another operator's actions would hide what this one does.
            if (command.command.kind != shm::CommandKind::control) apply(command);
        }
    }

    void kill(ControlScope scope) {
        auto kill = control(ControlAction::kill, scope);
        observer_.kill = kill;
        observer_.kill_sequence = sequence_ + 1;
        apply(sequenced(kill));
    }

    [[nodiscard]] std::uint64_t waiting_orders(ControlScope scope) {
        auto list = control(ControlAction::list, scope);
        list.flags = static_cast<std::uint8_t>(shm::ListSubject::orders);
        apply(sequenced(list));
        return observer_.listed;
    }

    [[nodiscard]] const Observer& observer() const { return observer_; }

  private:
    [[nodiscard]] shm::ControlCommand control(ControlAction action, ControlScope scope) const {
        shm::ControlCommand command{};
        command.kind = shm::CommandKind::control;
        command.action = action;
        command.scope = scope;
        command.gateway = RandomDay::admin_gateway;
        command.engine_epoch = engine_.engine_epoch();
        command.account = source_.options().accounts[0];
        return command;
    }

    [[nodiscard]] shm::SequencedCommand sequenced(const shm::ControlCommand& command) const {
        return {.sequence = 0, .time_ns = time_ns_, .command = shm::command_of(command)};
    }

    void apply(shm::SequencedCommand command) {
        command.sequence = ++sequence_;
        time_ns_ = command.time_ns;
        engine_.apply(command, observer_);
    }

    RandomCommands source_;
    MatchingEngine engine_;
    Observer observer_;
    std::uint64_t sequence_ = 0;
    std::int64_t time_ns_ = 0;
};

class KillOnRandomDays : public testing::TestWithParam<ControlScope> {};

TEST_P(KillOnRandomDays, nobody_trades_behind_his_kill) {
    constexpr std::uint64_t days = 100;
    constexpr std::uint64_t commands = 400;
    const auto seed = random_seed();
    std::cout << "PINION_SEED=" << seed << '\n';
    std::uint64_t trades = 0;
    std::uint64_t stopped = 0;
    for (std::uint64_t i = 0; i < days; ++i) {
        Day day(seed + i);
        day.run(commands);
        day.kill(GetParam());
        ASSERT_EQ(day.waiting_orders(GetParam()), 0U) << "PINION_SEED=" << seed + i;
        day.run(commands);
        ASSERT_EQ(day.waiting_orders(GetParam()), 0U) << "PINION_SEED=" << seed + i;
        ASSERT_EQ(day.observer().trades_behind_kill, 0U) << "PINION_SEED=" << seed + i;
        trades += day.observer().trades_of_others;
        stopped += day.observer().stopped;
    }
    EXPECT_GT(trades, days) << "hardly anybody traded at all";
    EXPECT_GT(stopped, days) << "hardly anybody was stopped";
}

std::string scope_name(const testing::TestParamInfo<ControlScope>& info) {
    switch (info.param) {
    case ControlScope::everything: return "everything";
    case ControlScope::instrument: return "instrument";
    case ControlScope::account: return "account";
    case ControlScope::session: return "session";
    }
    return {};
}

INSTANTIATE_TEST_SUITE_P(EachScope, KillOnRandomDays,
                         testing::Values(ControlScope::everything, ControlScope::instrument,
                                         ControlScope::account, ControlScope::session),
                         scope_name);

} // namespace
} // namespace pinion::engine
