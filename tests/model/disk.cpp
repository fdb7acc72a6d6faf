#include "tests/model/history.h"
#include "tests/model/steps.h"

#include <algorithm>

/// Journal, output log and snapshots: the engine's writer threads and the follower.
namespace pinion::model {

namespace {

Count readable_log(const Engine& engine) {
    return static_cast<Count>(engine.logged - (engine.is_logging_due ? 1 : 0));
}

void write_journal(const State& state, Steps& steps) {
    const Engine& engine = state.engine;
    const Count last = readable_log(engine);
    const bool is_lapped = engine.journal_written + log_slots < last;
    if (!engine.is_up || engine.journal_written == last || is_lapped) return;
    State after = state;
    after.engine.journal_written = last;
    steps.push_back({"journal is written", 0, StepKind::protocol, after});
}

void sync_journal(const State& state, Steps& steps) {
    const Engine& engine = state.engine;
    if (!engine.is_up || engine.journal_durable == engine.journal_written) return;
    State after = state;
    after.engine.journal_durable = engine.journal_written;
    steps.push_back({"journal is synced", 0, StepKind::protocol, after});
}

/// The kernel forgets what it could not write, and calls the next sync a success.
void fail_to_sync_journal(const State& state, const Rules& rules, Steps& steps) {
    const Engine& engine = state.engine;
    if (state.budget.failed_syncs == 0 || !engine.is_up ||
        engine.journal_durable == engine.journal_written)
        return;
    State after = state;
    --after.budget.failed_syncs;
    if (rules.hold(Rule::rewrite_after_failed_sync))
        after.engine.journal_written = engine.journal_durable;
    else
        after.engine.journal_hole = static_cast<Count>(engine.journal_durable + 1);
    steps.push_back({"SYNC OF THE JOURNAL FAILS", 0, StepKind::fault, after});
}

void write_output_log(const State& state, Count session, Steps& steps) {
    const Lane& lane = state.lanes[session];
    const ReportRing& ring = lane.reports;
    if (!state.engine.is_up || lane.output.written >= ring.released) return;
    State after = state;
    OutputLog& output = after.lanes[session].output;
    while (output.written < ring.released) {
        ++output.written;
        if (output.written + report_slots > ring.released)
            output.reports[output.written] = ring.reports[output.written];
    }
    steps.push_back({"output log is written", session, StepKind::protocol, after});
}

void sync_output_log(const State& state, Count session, Steps& steps) {
    const OutputLog& output = state.lanes[session].output;
    if (!state.engine.is_up || output.durable == output.written) return;
    State after = state;
    after.lanes[session].output.durable = output.written;
    steps.push_back({"output log is synced", session, StepKind::protocol, after});
}

void take_snapshot(const State& state, const Rules& rules, Steps& steps) {
    const Engine& engine = state.engine;
    if (!engine.is_up) return;
    const History history = replay(state, engine.journal_durable, rules);
    Count last = 0;
    while (last < engine.journal_durable) {
        const OutputLog& output = state.lanes[engine.log[last].session].output;
        if (rules.hold(Rule::snapshot_behind_output_log) && history.exec_of[last] > output.durable)
            break;
        ++last;
    }
    if (last <= engine.snapshot) return;
    State after = state;
    after.engine.snapshot = last;
    steps.push_back({"follower writes a snapshot", 0, StepKind::protocol, after});
}

} // namespace

void disk_steps(const State& state, const Rules& rules, Steps& steps) {
    write_journal(state, steps);
    sync_journal(state, steps);
    fail_to_sync_journal(state, rules, steps);
    take_snapshot(state, rules, steps);
    for (Count session = 0; session < state.sessions; ++session) {
        write_output_log(state, session, steps);
        sync_output_log(state, session, steps);
    }
}

} // namespace pinion::model
