#include "engine/control/set_phase.h"

#include "engine/control/party.h"
#include "engine/execution/phases.h"
#include "engine/rules/calendar.h"
#include "shm/messages/phase_request.h"

namespace pinion::engine {

using shm::ControlScope;
using shm::PhaseRequest;
using shm::RejectReason;
using shm::TradingPhase;

namespace {

RejectReason check(const shm::ControlCommand& asked, const PhaseRequest& request) {
    const bool has_phase = request.phase == TradingPhase{} || shm::is_phase(request.phase);
    const bool has_scope =
        asked.scope == ControlScope::everything || asked.scope == ControlScope::instrument;
    if (!has_phase || !has_scope || request.length_ns < 0)
        return RejectReason::unsupported_instruction;
    return RejectReason::none;
}

/// What the calendar said up to now is done with.
void begin(Turn& turn, std::uint32_t instrument, const PhaseRequest& request) {
    const auto now_ns = turn.sequenced.time_ns;
    auto& markets = turn.venue.markets;
    const auto& calendar = markets.options(instrument).calendar;
    auto phase = request.phase;
    if (phase == TradingPhase{})
        phase = calendar.empty() ? TradingPhase::continuous : phase_at(calendar, now_ns);
    markets.read_calendar(instrument, now_ns);
    begin_phase(turn, instrument, phase,
                request.length_ns == 0 ? never : later(now_ns, request.length_ns));
}

} // namespace

ControlOutcome set_phase(Turn& turn, const shm::ControlCommand& asked) {
    const auto request = shm::payload_of<PhaseRequest>(asked);
    const auto reason = check(asked, request);
    if (reason != RejectReason::none) return {.reason = reason};
    const auto party = named_party(turn.venue, asked);
    if (!party.exists()) return {.reason = party.flaw};
    const auto instruments = instruments_of(turn.venue.orders, party);
    for (auto i = instruments.first; i < instruments.end; ++i) begin(turn, i, request);
    return {.total_affected = instruments.end - instruments.first};
}

} // namespace pinion::engine
