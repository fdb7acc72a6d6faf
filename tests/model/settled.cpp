#include "tests/model/history.h"
#include "tests/model/steps.h"

namespace pinion::model {

namespace {

/// The history has the order, and its client knows the report of it.
bool is_answered(const State& state, const History& history, Count session, Count order) {
    const Client& client = state.lanes[session].client;
    if (client.is_refused[order]) return true;
    for (Count i = 0; i < state.engine.applied; ++i) {
        const LogRecord& record = state.engine.log[i];
        if (record.session == session && record.command.order == order && history.exec_of[i] != 0)
            return client.told[history.exec_of[i]] == Report{order, record.time};
    }
    return false;
}

} // namespace

State first_state(Count sessions, const Budget& budget) {
    State state{};
    state.sessions = sessions;
    state.budget = budget;
    for (Lane& lane : state.lanes) {
        lane.client.next_number = 1;
        lane.client.wire = 1;
        lane.client.expected = 1;
        lane.store.epoch = 1;
        lane.store.next_target = 1;
        lane.store.next_sender = 1;
        lane.reports.begin = 1;
    }
    return state;
}

Broken settled_wrongly(const State& state, const Rules& rules) {
    const History history = replay(state, state.engine.applied, rules);
    for (Count session = 0; session < state.sessions; ++session) {
        const Client& client = state.lanes[session].client;
        for (auto order = static_cast<Count>(client.orders_before + 1);
             order <= state.budget.orders; ++order)
            if (!is_answered(state, history, session, order)) return Broken::order_unanswered;
    }
    return Broken::nothing;
}

} // namespace pinion::model
