#include "tests/model/history.h"

namespace pinion::model {

namespace {

bool was_applied(const State& state, const History& history, Count before,
                 const LogRecord& record) {
    for (Count i = 0; i < before; ++i)
        if (history.exec_of[i] != 0 && state.engine.log[i].session == record.session &&
            state.engine.log[i].command.order == record.command.order)
            return true;
    return false;
}

} // namespace

History replay(const State& state, Count commands, const Rules& rules) {
    History history;
    for (Count i = 0; i < commands; ++i) {
        const LogRecord& record = state.engine.log[i];
        const Command& command = record.command;
        if (command.order == 0) {
            for (auto& each : history.sessions) each.exec = mark_of_boot(command.number);
            continue;
        }
        auto& session = history.sessions[record.session];
        const bool is_new = command.epoch > session.epoch ||
                            (command.epoch == session.epoch && command.number > session.number);
        if (!is_new && rules.hold(Rule::idempotent_input)) continue;
        history.is_applied_twice |= was_applied(state, history, i, record);
        session.epoch = command.epoch;
        session.number = command.number;
        history.exec_of[i] = ++session.exec;
    }
    return history;
}

Report report_at(const State& state, Count session, Count position, const Rules& rules) {
    const History history = replay(state, state.engine.logged, rules);
    for (Count i = 0; i < state.engine.logged; ++i) {
        const LogRecord& record = state.engine.log[i];
        if (record.session == session && history.exec_of[i] == position)
            return {record.command.order, record.time};
    }
    return {};
}

} // namespace pinion::model
