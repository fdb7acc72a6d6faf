#include "engine/matching_engine.h"

#include "engine/reports.h"
#include "engine/requests/requests.h"
#include "engine/venue.h"
#include "shm/book_hash.h"

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::RejectReason;

struct MatchingEngine::State : Venue {
    using Venue::Venue;
};

namespace {

/// Whether a gateway sent it for a session, and waits for an answer.
bool is_request(CommandKind kind) {
    return kind != CommandKind::session_up && kind != CommandKind::session_down &&
           kind != CommandKind::gateway_down && kind != CommandKind::timer &&
           kind != CommandKind::day_roll;
}

bool has_session(CommandKind kind) {
    return is_request(kind) || kind == CommandKind::session_up || kind == CommandKind::session_down;
}

/// Rule 1 of the house: each message of a session is applied once, and nothing is applied for
/// sessions and gateways that do not exist.
bool admit(Venue& venue, const Command& command) {
    if (!has_session(command.kind)) return true;
    const bool exists =
        venue.sessions.knows(command.session) && command.gateway < venue.report_sequences.size();
    const bool admitted = exists && venue.sessions.admit(command);
    if (!admitted) ++venue.ignored_commands;
    return admitted;
}

void refuse_as_gateway_did(Turn& turn) {
    const auto reason = turn.command.reason;
    refuse(turn, static_cast<CommandKind>(turn.command.rejected_kind),
           reason == RejectReason::none ? RejectReason::other : reason);
}

void handle_request(Turn& turn) {
    const auto kind = turn.command.kind;
    if (turn.command.engine_epoch < turn.venue.options.engine_epoch)
        return refuse(turn, kind, RejectReason::stale_engine_epoch);
    if (kind == CommandKind::new_order) return new_order(turn);
    if (kind == CommandKind::cancel) return cancel_order(turn);
    if (kind == CommandKind::replace) return replace_order(turn);
    if (kind == CommandKind::status) return order_status(turn);
    if (kind == CommandKind::rejected) return refuse_as_gateway_did(turn);
    refuse(turn, kind, RejectReason::unsupported_instruction);
}

} // namespace

MatchingEngine::MatchingEngine(const EngineOptions& options)
    : state_(std::make_unique<State>(options)) {}

MatchingEngine::~MatchingEngine() = default;

void MatchingEngine::apply(const shm::SequencedCommand& sequenced, EventSink& sink) {
    if (!admit(*state_, sequenced.command) || !is_request(sequenced.command.kind)) return;
    Turn turn(*state_, sequenced, sink);
    handle_request(turn);
    turn.feed.finish();
}

std::uint64_t MatchingEngine::state_hash() const {
    StateHash hash;
    state_->fold_into(hash);
    return hash.value();
}

std::uint64_t MatchingEngine::book_hash() const {
    const auto& orders = state_->orders;
    shm::BookHash hash;
    orders.book().for_each([&](std::uint32_t slot) {
        const auto order = orders.book().order(slot);
        hash.fold(order.instrument, order.side, order.price_ticks, orders.order_id(slot),
                  order.quantity_lots);
    });
    return hash.value();
}

} // namespace pinion::engine
