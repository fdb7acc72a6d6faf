#include "tests/model/steps.h"

#include <algorithm>

namespace pinion::model {

namespace {

void kill_gateway(const State& state, Count session, Steps& steps) {
    if (state.budget.gateway_kills == 0 || !state.lanes[session].gateway.is_up) return;
    State after = state;
    --after.budget.gateway_kills;
    after.lanes[session].gateway = {};
    steps.push_back({"GATEWAY IS KILLED", session, StepKind::fault, after});
}

void lose_connection(const State& state, Count session, Steps& steps) {
    const Gateway& gateway = state.lanes[session].gateway;
    const bool is_at_work = gateway.is_number_due || gateway.is_command_due ||
                            gateway.is_refusal_recorded || gateway.is_record_due;
    if (state.budget.connection_losses == 0 || !gateway.is_connected || is_at_work) return;
    State after = state;
    --after.budget.connection_losses;
    after.lanes[session].gateway.is_connected = false;
    after.lanes[session].gateway.arriving = 0;
    steps.push_back({"CONNECTION IS LOST", session, StepKind::fault, after});
}

void forget_process(Engine& engine) {
    if (engine.is_logging_due) engine.log[--engine.logged] = {};
    engine.is_up = false;
    engine.is_logging_due = false;
    engine.taken_from = 0;
    engine.taken = {};
    engine.applied = 0;
}

void kill_engine(const State& state, Steps& steps) {
    if (state.budget.engine_kills == 0 || !state.engine.is_up) return;
    State after = state;
    --after.budget.engine_kills;
    if (after.engine.is_logging_due)
        for (Lane& lane : after.lanes) lane.commands.is_head_logged = false;
    forget_process(after.engine);
    steps.push_back({"ENGINE IS KILLED", 0, StepKind::fault, after});
}

/// What the kernel wrote of a store's records before the host was lost.
enum class Kept { all, all_but_last, what_was_synced };

void lose_last_message(Store& store) {
    Count last = 0;
    Count position = 0;
    for (Count number = 1; number <= numbers_max; ++number) {
        if (store.messages[number].exec == 0) continue;
        position = last != 0 ? store.messages[last].exec : Count{0};
        last = number;
    }
    if (last == 0) return;
    store.messages[last] = {};
    store.next_sender = last;
    store.position = position;
}

void lose_unsynced(Store& store) {
    const auto epoch = static_cast<Count>(store.epoch - (store.is_reset_unsynced ? 1 : 0));
    store = {};
    store.epoch = epoch;
    store.next_target = 1;
    store.next_sender = 1;
}

void lose(Store& store, Kept kept) {
    if (kept == Kept::all_but_last) lose_last_message(store);
    if (kept == Kept::what_was_synced) lose_unsynced(store);
    store.is_reset_unsynced = false;
    store.is_of_lost_host = true;
}

const char* name_of(Kept stores) {
    switch (stores) {
    case Kept::all: return "HOST IS LOST (stores happen to be whole)";
    case Kept::all_but_last: return "HOST IS LOST (stores lack the last message)";
    case Kept::what_was_synced: break;
    }
    return "HOST IS LOST (stores are as they were synced)";
}

void lose_host_with(State state, Count journalled, Kept stores, bool keeps_outputs, Steps& steps) {
    --state.budget.host_losses;
    ++state.boots;
    Engine& engine = state.engine;
    forget_process(engine);
    engine.logged = std::max(journalled, engine.snapshot);
    std::fill(engine.log.begin() + engine.logged, engine.log.end(), LogRecord{});
    engine.journal_written = engine.logged;
    engine.journal_durable = engine.logged;
    engine.journal_hole = 0;
    engine.is_of_lost_host = true;
    for (Count session = 0; session < state.sessions; ++session) {
        Lane& lane = state.lanes[session];
        lane.gateway = {};
        lane.commands = {};
        lane.reports = {};
        lose(lane.store, stores);
        if (keeps_outputs) continue;
        OutputLog& output = lane.output;
        std::fill(output.reports.begin() + output.durable + 1, output.reports.end(), Report{});
        output.written = output.durable;
    }
    steps.push_back({name_of(stores), 0, StepKind::fault, state});
}

void lose_host(const State& state, const Rules& rules, Steps& steps) {
    if (state.budget.host_losses == 0) return;
    State before = state;
    if (!rules.is_sync()) before.is_history_undone = true;
    const Engine& engine = state.engine;
    const Count first = engine.journal_hole != 0 ? static_cast<Count>(engine.journal_hole - 1)
                                                 : engine.journal_durable;
    const Count last = engine.journal_hole != 0 ? first : engine.journal_written;
    for (Count journalled = first; journalled <= last; ++journalled)
        for (const Kept stores : {Kept::all, Kept::all_but_last, Kept::what_was_synced})
            for (const bool keeps_outputs : {true, false})
                lose_host_with(before, journalled, stores, keeps_outputs, steps);
}

} // namespace

void fault_steps(const State& state, const Rules& rules, Steps& steps) {
    kill_engine(state, steps);
    lose_host(state, rules, steps);
    for (Count session = 0; session < state.sessions; ++session) {
        kill_gateway(state, session, steps);
        lose_connection(state, session, steps);
    }
}

} // namespace pinion::model
