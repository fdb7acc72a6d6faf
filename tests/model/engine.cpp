#include "tests/model/history.h"
#include "tests/model/steps.h"

#include <algorithm>

namespace pinion::model {

namespace {

void check_nothing_is_lost(State& state, const Rules& rules) {
    if (state.is_history_undone) return; // "async" promises nothing of a lost host
    const Engine& engine = state.engine;
    if (engine.logged < engine.seen) state.broken = Broken::seen_undone;
    for (Count session = 0; session < state.sessions; ++session) {
        const auto& told = state.lanes[session].client.told;
        for (Count exec = 1; exec <= numbers_max; ++exec)
            if (told[exec].order != 0 && report_at(state, session, exec, rules) != told[exec])
                state.broken = Broken::acknowledged_lost;
    }
}

/// A new boot has empty rings; reports go on behind those of the output log.
void take_outputs_after_host_loss(State& state, const Rules& rules) {
    const bool has_mark = !rules.is_sync() && rules.hold(Rule::reports_above_mark);
    const History history = replay(state, state.engine.logged, rules);
    for (Count session = 0; session < state.sessions; ++session) {
        OutputLog& output = state.lanes[session].output;
        const Count made = history.sessions[session].exec;
        if (rules.hold(Rule::output_log_is_cut) && output.written > made) {
            std::fill(output.reports.begin() + made + 1, output.reports.end(), Report{});
            output.written = made;
        }
        output.durable = output.written;
        state.lanes[session].reports = {output.written, static_cast<Count>(output.written + 1), {}};
    }
    if (!has_mark) return;
    Engine& engine = state.engine;
    engine.log[engine.logged++] = {0, engine.starts, {0, state.boots, 0}};
}

/// Only without the rule: what was logged and not released is forgotten.
void skip_what_was_logged(State& state, const Rules& rules) {
    const History history = replay(state, state.engine.logged, rules);
    for (Count session = 0; session < state.sessions; ++session) {
        Count& released = state.lanes[session].reports.released;
        released = std::max(released, history.sessions[session].exec);
    }
}

void pop(CommandRing& ring) {
    for (Count i = 1; i < ring_slots; ++i) ring.commands[i - 1U] = ring.commands[i];
    ring.commands[ring_slots - 1U] = {};
    --ring.count;
    ring.is_head_logged = false;
}

/// What neither the journal nor the sequenced log holds is gone.
Count last_recoverable(const Engine& engine) {
    return engine.logged - engine.journal_written <= log_slots ? engine.logged
                                                               : engine.journal_written;
}

void start(const State& state, const Rules& rules, Steps& steps) {
    if (state.engine.is_up || state.engine.logged == log_max) return;
    State after = state;
    Engine& engine = after.engine;
    engine.is_up = true;
    ++engine.starts;
    engine.logged = last_recoverable(engine);
    std::fill(engine.log.begin() + engine.logged, engine.log.end(), LogRecord{});
    check_nothing_is_lost(after, rules);
    // The journal's writer does not know what of the rest a dead one has synced in vain.
    if (rules.hold(Rule::rewrite_after_failed_sync))
        engine.journal_written = engine.journal_durable;
    engine.not_replayed = engine.snapshot;
    if (engine.is_of_lost_host) take_outputs_after_host_loss(after, rules);
    engine.is_of_lost_host = false;
    engine.applied = engine.logged;
    for (Lane& lane : after.lanes)
        if (lane.commands.is_head_logged) pop(lane.commands);
    if (!rules.hold(Rule::release_what_was_logged)) skip_what_was_logged(after, rules);
    steps.push_back(
        {"engine starts: snapshot, journal, sequenced log", 0, StepKind::protocol, after});
}

bool has_room_in_log(const Engine& engine, const Rules& rules) {
    if (engine.logged + 1 >= log_max) return false;
    return !rules.hold(Rule::log_kept_until_durable) ||
           engine.logged - engine.journal_durable < log_slots;
}

void write_record(Engine& engine, Count session, const Command& command) {
    engine.log[engine.logged++] = {session, engine.starts, command};
}

void log_command(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Engine& engine = state.engine;
    if (!engine.is_up || engine.applied < engine.logged || engine.taken_from != 0 ||
        engine.is_logging_due || state.lanes[session].commands.count == 0 ||
        !has_room_in_log(engine, rules))
        return;
    State after = state;
    CommandRing& ring = after.lanes[session].commands;
    const Command command = ring.commands[0];
    if (!rules.hold(Rule::slot_freed_after_log)) {
        after.engine.taken = command;
        after.engine.taken_from = static_cast<Count>(session + 1);
        pop(ring);
        steps.push_back(
            {"engine takes a command out of its ring", session, StepKind::protocol, after});
        return;
    }
    write_record(after.engine, session, command);
    ring.is_head_logged = true;
    after.engine.is_logging_due = !rules.hold(Rule::log_before_output);
    steps.push_back({after.engine.is_logging_due ? "engine sequences a command without logging it"
                                                 : "engine logs a command",
                     session, StepKind::protocol, after});
}

/// Only without the rule to free the slot later.
void log_what_was_taken(const State& state, Steps& steps) {
    if (state.engine.taken_from == 0) return;
    State after = state;
    const auto session = static_cast<Count>(state.engine.taken_from - 1);
    write_record(after.engine, session, state.engine.taken);
    after.engine.taken_from = 0;
    after.engine.taken = {};
    steps.push_back({"engine logs what it took", session, StepKind::protocol, after});
}

/// Only without the rule to log first.
void log_what_was_done(const State& state, Steps& steps) {
    if (!state.engine.is_logging_due || state.engine.applied < state.engine.logged) return;
    State after = state;
    after.engine.is_logging_due = false;
    const Count session = state.engine.log[state.engine.logged - 1U].session;
    pop(after.lanes[session].commands);
    steps.push_back({"engine logs what it has done", session, StepKind::protocol, after});
}

void apply(const State& state, const Rules& rules, Steps& steps) {
    if (!state.engine.is_up || state.engine.applied == state.engine.logged) return;
    State after = state;
    const Count session = state.engine.log[after.engine.applied++].session;
    CommandRing& ring = after.lanes[session].commands;
    if (ring.is_head_logged && !after.engine.is_logging_due) pop(ring);
    if (replay(after, after.engine.applied, rules).is_applied_twice)
        after.broken = Broken::applied_twice;
    steps.push_back(
        {"engine applies the command and frees its slot", session, StepKind::protocol, after});
}

bool lets_pass(const Engine& engine, Count sequence, const Rules& rules) {
    return !rules.is_sync() || !rules.hold(Rule::release_when_durable) ||
           sequence <= engine.journal_durable;
}

void release(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Engine& engine = state.engine;
    if (!engine.is_up) return;
    const Lane& lane = state.lanes[session];
    const History history = replay(state, engine.applied, rules);
    Count i = 0;
    while (i < engine.applied &&
           (engine.log[i].session != session || history.exec_of[i] <= lane.reports.released))
        ++i;
    if (i == engine.applied || !lets_pass(engine, static_cast<Count>(i + 1), rules)) return;
    if (rules.hold(Rule::overwrite_after_output_log) &&
        lane.reports.released >= lane.output.written + report_slots)
        return;
    const Count exec = history.exec_of[i];
    State after = state;
    ReportRing& ring = after.lanes[session].reports;
    ring.released = exec;
    if (i >= engine.not_replayed)
        ring.reports[exec] = {engine.log[i].command.order, engine.log[i].time};
    after.engine.seen = std::max(after.engine.seen, static_cast<Count>(i + 1));
    steps.push_back({"engine releases a report", session, StepKind::protocol, after});
}

} // namespace

void engine_steps(const State& state, const Rules& rules, Steps& steps) {
    start(state, rules, steps);
    log_what_was_taken(state, steps);
    log_what_was_done(state, steps);
    apply(state, rules, steps);
    for (Count session = 0; session < state.sessions; ++session) {
        log_command(state, session, rules, steps);
        release(state, session, rules, steps);
    }
}

} // namespace pinion::model
