#include "tests/model/history.h"
#include "tests/model/steps.h"

namespace pinion::model {

namespace {

/// Rule 7: what the store knows of numbers is only good for the boot in which it was written.
void take_numbers_after_host_loss(State& state, Store& store, Count session, const Rules& rules) {
    const auto engine = replay(state, state.engine.applied, rules).sessions[session];
    if (rules.hold(Rule::inbound_from_engine)) {
        const bool is_known = engine.epoch == store.epoch || !rules.hold(Rule::inbound_by_epoch);
        store.next_target = is_known ? static_cast<Count>(engine.number + 1) : Count{1};
    }
    if (rules.hold(Rule::outbound_from_mark))
        store.next_sender = static_cast<Count>(mark_of_boot(state.boots) + 1);
    if (rules.hold(Rule::marked_as_repeated)) store.marked_until = engine.exec;
    store.is_of_lost_host = false;
}

void start(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Lane& lane = state.lanes[session];
    if (lane.gateway.is_up || (lane.store.is_of_lost_host && !state.engine.is_up)) return;
    State after = state;
    Lane& next = after.lanes[session];
    next.gateway = {};
    next.gateway.is_up = true;
    if (!rules.hold(Rule::rings_outlive_gateways)) next.commands = {};
    if (next.store.is_of_lost_host) take_numbers_after_host_loss(after, next.store, session, rules);
    steps.push_back({"gateway starts", session, StepKind::protocol, after});
}

void put(Lane& lane) {
    const Count number = lane.gateway.arriving;
    lane.commands.commands[lane.commands.count++] = {lane.store.epoch, number,
                                                     lane.client.sent[number]};
}

void advance(Lane& lane) { lane.store.next_target = static_cast<Count>(lane.gateway.arriving + 1); }

void put_command(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Gateway& gateway = state.lanes[session].gateway;
    const bool is_first = rules.hold(Rule::command_before_number);
    if (gateway.arriving == 0 || gateway.is_number_due || gateway.is_refusal_recorded ||
        gateway.is_command_due == is_first || state.lanes[session].commands.count == ring_slots)
        return;
    State after = state;
    Lane& lane = after.lanes[session];
    put(lane);
    lane.gateway.is_number_due = is_first;
    if (!is_first) {
        lane.gateway.is_command_due = false;
        lane.gateway.arriving = 0;
    }
    steps.push_back({"gateway puts the command into its ring", session, StepKind::protocol, after});
}

void advance_number(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Gateway& gateway = state.lanes[session].gateway;
    const bool is_first = !rules.hold(Rule::command_before_number);
    if (gateway.arriving == 0 || gateway.is_command_due || gateway.is_number_due == is_first ||
        gateway.is_refusal_recorded)
        return;
    State after = state;
    Lane& lane = after.lanes[session];
    advance(lane);
    lane.gateway.is_number_due = false;
    lane.gateway.is_command_due = is_first;
    if (!is_first) lane.gateway.arriving = 0;
    steps.push_back({"gateway advances the inbound number", session, StepKind::protocol, after});
}

bool has_number_left(const State& state, const Store& store) {
    return store.next_sender <= mark_of_boot(static_cast<Count>(state.boots + 1));
}

/// Only without the rule: the gateway answers for an engine that is away.
void refuse(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Lane& lane = state.lanes[session];
    if (rules.hold(Rule::only_the_engine_answers) || state.engine.is_up ||
        lane.gateway.arriving == 0 || lane.gateway.is_number_due || lane.gateway.is_command_due ||
        lane.gateway.is_refusal_recorded || !has_number_left(state, lane.store))
        return;
    State after = state;
    Lane& next = after.lanes[session];
    next.store.messages[next.store.next_sender++] = {
        0, {lane.client.sent[lane.gateway.arriving], 0}, false};
    next.gateway.is_refusal_recorded = true;
    steps.push_back({"gateway refuses: the engine is away", session, StepKind::protocol, after});
}

void finish_refusal(const State& state, Count session, Steps& steps) {
    if (!state.lanes[session].gateway.is_refusal_recorded) return;
    State after = state;
    Lane& lane = after.lanes[session];
    advance(lane);
    lane.gateway.is_refusal_recorded = false;
    lane.gateway.arriving = 0;
    steps.push_back({"gateway advances the inbound number behind its refusal", session,
                     StepKind::protocol, after});
}

struct Found {
    bool is_there;
    Report report;
};

Found read_report(const Lane& lane, Count position, const Rules& rules) {
    const ReportRing& ring = lane.reports;
    if (position > ring.released) return {false, {}};
    if (position >= ring.begin && position + report_slots > ring.released)
        return {true, ring.reports[position]};
    if (!rules.hold(Rule::catch_up_from_output_log)) return {true, {}};
    if (position > lane.output.written) return {false, {}};
    return {true, lane.output.reports[position]};
}

void write_message(Store& store, Count position, const Report& report) {
    store.messages[store.next_sender++] = {position, report, position <= store.marked_until};
}

void deliver(const State& state, Count session, const Rules& rules, Steps& steps) {
    const Lane& lane = state.lanes[session];
    if (!lane.gateway.is_up || lane.gateway.is_position_due || lane.gateway.is_record_due) return;
    const auto position = static_cast<Count>(lane.store.position + 1);
    const Found found = read_report(lane, position, rules);
    if (!found.is_there || !has_number_left(state, lane.store)) return;
    State after = state;
    Lane& next = after.lanes[session];
    if (found.report.order == 0) {
        next.store.position = position;
        steps.push_back(
            {"gateway passes over a report that is not there", session, StepKind::protocol, after});
        return;
    }
    const Count number = lane.store.next_sender;
    const bool is_sent_first = !rules.hold(Rule::record_before_send) && lane.gateway.is_connected &&
                               lane.client.expected == number;
    if (is_sent_first) {
        next.gateway.is_record_due = true;
        hear(after, session, number, {position, found.report, position <= lane.store.marked_until});
        steps.push_back(
            {"gateway sends a report before it records it", session, StepKind::protocol, after});
        return;
    }
    write_message(next.store, position, found.report);
    if (number < lane.client.expected && lane.client.heard[number] != position)
        after.broken = Broken::number_reused;
    if (report_at(state, session, position, rules) != found.report)
        after.broken = Broken::told_of_undone;
    next.gateway.is_position_due = !rules.hold(Rule::one_commit);
    if (rules.hold(Rule::one_commit)) next.store.position = position;
    steps.push_back({"gateway records a report", session, StepKind::protocol, after});
}

/// Only without the rule of one commit.
void record_position(const State& state, Count session, Steps& steps) {
    if (!state.lanes[session].gateway.is_position_due) return;
    State after = state;
    Lane& lane = after.lanes[session];
    ++lane.store.position;
    lane.gateway.is_position_due = false;
    steps.push_back({"gateway records the report's position", session, StepKind::protocol, after});
}

/// Only without the rule to record first.
void record_what_was_sent(const State& state, Count session, const Rules& rules, Steps& steps) {
    if (!state.lanes[session].gateway.is_record_due) return;
    State after = state;
    Lane& lane = after.lanes[session];
    ++lane.store.position;
    write_message(lane.store, lane.store.position,
                  read_report(lane, lane.store.position, rules).report);
    lane.gateway.is_record_due = false;
    steps.push_back({"gateway records what it has sent", session, StepKind::protocol, after});
}

} // namespace

void gateway_steps(const State& state, const Rules& rules, Steps& steps) {
    for (Count session = 0; session < state.sessions; ++session) {
        start(state, session, rules, steps);
        put_command(state, session, rules, steps);
        advance_number(state, session, rules, steps);
        refuse(state, session, rules, steps);
        finish_refusal(state, session, steps);
        deliver(state, session, rules, steps);
        record_position(state, session, steps);
        record_what_was_sent(state, session, rules, steps);
    }
}

} // namespace pinion::model
