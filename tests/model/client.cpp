#include "tests/model/steps.h"

namespace pinion::model {

namespace {

void send(const State& state, Count session, Steps& steps) {
    const Lane& lane = state.lanes[session];
    if (!lane.gateway.is_connected || lane.gateway.arriving != 0) return;
    State after = state;
    Client& client = after.lanes[session].client;
    const bool is_resend = client.wire < client.next_number;
    if (!is_resend) {
        if (client.orders == state.budget.orders) return;
        client.sent[client.next_number++] = ++client.orders;
    }
    after.lanes[session].gateway.arriving = client.wire++;
    steps.push_back(
        {is_resend ? "client sends again what the gateway lacks" : "client sends a new order",
         session, StepKind::protocol, after});
}

void receive(const State& state, Count session, Steps& steps) {
    const Lane& lane = state.lanes[session];
    const Count number = lane.client.expected;
    if (!lane.gateway.is_connected || number >= lane.store.next_sender) return;
    State after = state;
    hear(after, session, number, lane.store.messages[number]);
    steps.push_back(
        {"client receives the next message of the store", session, StepKind::protocol, after});
}

void reset_client(Client& client) {
    client.orders_before = client.orders;
    client.next_number = 1;
    client.wire = 1;
    client.expected = 1;
    client.sent = {};
    client.heard = {};
}

/// What the gateway does about 141=Y.
void reset_store(Store& store, const Rules& rules) {
    Store fresh{};
    fresh.epoch = store.epoch;
    if (rules.hold(Rule::reset_raises_epoch)) ++fresh.epoch;
    fresh.next_target = 1;
    fresh.next_sender = 1;
    if (rules.hold(Rule::reset_keeps_positions)) fresh.position = store.position;
    fresh.marked_until = store.marked_until;
    fresh.is_reset_unsynced = !rules.hold(Rule::reset_is_synced);
    store = fresh;
}

bool can_log_on(const Lane& lane) { return lane.gateway.is_up && !lane.gateway.is_connected; }

void log_on(const State& state, Count session, Steps& steps) {
    if (!can_log_on(state.lanes[session])) return;
    State after = state;
    Lane& lane = after.lanes[session];
    if (lane.store.next_target > lane.client.next_number ||
        lane.store.next_sender < lane.client.expected)
        after.broken = Broken::needs_manual_reset;
    lane.gateway.is_connected = true;
    lane.client.wire = lane.store.next_target;
    steps.push_back({"client logs on", session, StepKind::protocol, after});
}

void log_on_with_reset(const State& state, Count session, const Rules& rules, Steps& steps) {
    if (state.budget.sequence_resets == 0 || !can_log_on(state.lanes[session])) return;
    State after = state;
    --after.budget.sequence_resets;
    Lane& lane = after.lanes[session];
    reset_client(lane.client);
    reset_store(lane.store, rules);
    lane.gateway.is_connected = true;
    steps.push_back({"client logs on and resets the numbers", session, StepKind::fault, after});
}

} // namespace

void hear(State& state, Count session, Count number, const Message& message) {
    Client& client = state.lanes[session].client;
    client.expected = static_cast<Count>(number + 1);
    client.heard[number] = message.exec;
    if (message.report.order == 0) return;
    if (message.exec == 0) { // a refusal of the gateway's own
        client.is_refused[message.report.order] = true;
        return;
    }
    if (client.is_refused[message.report.order]) state.broken = Broken::refused_and_done;
    Report& told = client.told[message.exec];
    if (told.order != 0 && told != message.report)
        state.broken = Broken::exec_id_repeated;
    else if (told.order != 0 && !message.is_marked)
        state.broken = Broken::told_twice;
    told = message.report;
}

void client_steps(const State& state, const Rules& rules, Steps& steps) {
    for (Count session = 0; session < state.sessions; ++session) {
        log_on(state, session, steps);
        log_on_with_reset(state, session, rules, steps);
        send(state, session, steps);
        receive(state, session, steps);
    }
}

} // namespace pinion::model
