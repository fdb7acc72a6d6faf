#include "engine/matching_engine.h"

#include "engine/control/control.h"
#include "engine/execution/auction.h"
#include "engine/execution/execution.h"
#include "engine/market_events.h"
#include "engine/options_fingerprint.h"
#include "engine/reports.h"
#include "engine/requests/requests.h"
#include "engine/rules/trading_day.h"
#include "engine/venue.h"
#include "shm/book_hash.h"

#include <algorithm>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::RejectReason;

struct MatchingEngine::State : Venue {
    using Venue::Venue;
};

namespace {

/// Whether it tells that somebody came or went, or the host.
bool is_presence(CommandKind kind) {
    return kind == CommandKind::session_up || kind == CommandKind::session_down ||
           kind == CommandKind::gateway_down || kind == CommandKind::host_lost;
}

/// Whether a gateway sent it for a session, and waits for an answer.
bool is_request(CommandKind kind) {
    return !is_presence(kind) && kind != CommandKind::timer && kind != CommandKind::day_roll &&
           kind != CommandKind::control;
}

bool has_session(CommandKind kind) {
    return is_request(kind) || kind == CommandKind::session_up || kind == CommandKind::session_down;
}

/// Rule 1 of the house: each message of a session is applied once, and nothing is applied for
/// sessions and gateways that do not exist. A control command has no session of its own.
bool admit(Venue& venue, const Command& command) {
    const bool is_control = command.kind == CommandKind::control;
    if (!is_control && !has_session(command.kind)) return true;
    const bool has_gateway = command.gateway < venue.report_sequences.size();
    const bool admitted =
        has_gateway &&
        (is_control || (venue.sessions.knows(command.session) && venue.sessions.admit(command)));
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
    if (turn.command.engine_epoch < turn.venue.engine_epoch)
        return refuse(turn, kind, RejectReason::stale_engine_epoch);
    if (kind == CommandKind::new_order) return new_order(turn);
    if (kind == CommandKind::cancel) return cancel_order(turn);
    if (kind == CommandKind::replace) return replace_order(turn);
    if (kind == CommandKind::status) return order_status(turn);
    if (kind == CommandKind::mass_cancel) return mass_cancel(turn);
    if (kind == CommandKind::mass_status) return mass_status(turn);
    if (kind == CommandKind::rejected) return refuse_as_gateway_did(turn);
    refuse(turn, kind, RejectReason::unsupported_instruction);
}

/// What concerns the connection, and no order yet.
void handle_presence(Venue& venue, const shm::SequencedCommand& sequenced) {
    const auto& command = sequenced.command;
    const auto deadline_ns = later(sequenced.time_ns, venue.options.disconnect_grace_ns);
    if (command.kind == CommandKind::session_up) venue.sessions.up(command);
    if (command.kind == CommandKind::session_down)
        venue.sessions.down(command.session, deadline_ns);
    if (command.kind == CommandKind::gateway_down)
        venue.sessions.gateway_down(command.gateway, deadline_ns);
    if (command.kind == CommandKind::host_lost) {
        venue.lose_host(command.engine_epoch);
        venue.sessions.all_down(deadline_ns);
    }
}

void handle(Turn& turn) {
    const auto kind = turn.command.kind;
    if (kind == CommandKind::timer) return timer(turn);
    if (kind == CommandKind::day_roll) return day_roll(turn);
    if (kind == CommandKind::control) return control(turn);
    handle_request(turn);
}

/// The instruments in which a command can change something. Behind it may come what earlier ones
/// left to set going, anywhere.
Instruments concerned(const Venue& venue, const Command& command) {
    const auto count = venue.markets.size();
    if (command.kind == CommandKind::mass_cancel || !is_request(command.kind) ||
        !venue.unsettled.empty())
        return {.first = 0, .end = count};
    if (command.instrument >= count) return {.first = 0, .end = 0};
    return {.first = command.instrument, .end = command.instrument + 1};
}

/// A waiting order can only become due where trading goes on.
void note_unsettled(Venue& venue, Instruments instruments) {
    for (auto i = instruments.first; i < instruments.end; ++i)
        if (venue.markets.matches(i) &&
            (venue.orders.somebody_waits(i) || venue.traded_prices[i].any_to_measure()))
            venue.unsettled.add(i);
}

void tell_indicatives(Turn& turn, Instruments instruments) {
    if (!turn.venue.markets.any_auction()) return;
    for (auto i = instruments.first; i < instruments.end; ++i) tell_indicative(turn, i);
}

} // namespace

MatchingEngine::MatchingEngine(const EngineOptions& options)
    : state_(std::make_unique<State>(options)) {}

MatchingEngine::~MatchingEngine() = default;

void MatchingEngine::apply(const shm::SequencedCommand& sequenced, EventSink& sink) {
    auto& venue = *state_;
    const auto& command = sequenced.command;
    if (venue.next_day_roll_ns == not_known) venue.start_day(sequenced.time_ns);
    if (!admit(venue, command)) return;
    if (is_presence(command.kind)) return handle_presence(venue, sequenced);
    Turn turn(venue, sequenced, sink);
    handle(turn);
    const auto instruments = concerned(venue, command);
    note_unsettled(venue, instruments);
    settle(turn);
    tell_indicatives(turn, instruments);
    venue.markets.find_earliest();
    turn.feed.finish();
}

void MatchingEngine::number_reports_from(std::uint16_t gateway, std::uint64_t last) {
    state_->report_sequences.at(gateway) = last;
}

void MatchingEngine::foresee(const shm::Command& command) {
    static_assert(foresee_distance == Orders::foresee_distance);
    state_->orders.foresee(command);
}

std::int64_t MatchingEngine::next_deadline_ns() const {
    if (!state_->unsettled.empty()) return 0;
    return std::min({state_->orders.expiries().earliest_ns(),
                     state_->sessions.earliest_deadline_ns(), state_->markets.earliest_ns()});
}

std::int64_t MatchingEngine::next_day_roll_ns() const {
    return state_->next_day_roll_ns == not_known ? never : state_->next_day_roll_ns;
}

std::uint32_t MatchingEngine::engine_epoch() const { return state_->engine_epoch; }

std::uint64_t MatchingEngine::report_sequence(std::uint16_t gateway) const {
    return state_->report_sequences.at(gateway);
}

shm::SessionProgress MatchingEngine::session_progress(std::uint16_t session) const {
    return state_->sessions.progress(session);
}

void MatchingEngine::tell_book(EventSink& sink) const {
    const auto tell = [&](std::uint32_t instrument, const auto& what) {
        shm::FeedEvent& event = sink.claim_feed_event();
        describe(event, instrument, what);
        event.flags = shm::feed_flags::last_of_command;
        sink.stage_feed_event();
    };
    const auto& markets = state_->markets;
    for (std::uint32_t instrument = 0; instrument < markets.size(); ++instrument) {
        const auto& market = markets[instrument];
        if (!markets.matches(instrument)) tell(instrument, market.phase);
        if (market.indicative != AuctionPrice{}) tell(instrument, market.indicative);
    }
    const auto& orders = state_->orders;
    orders.book().for_each([&](std::uint32_t slot) {
        const auto order = orders.book().order(slot);
        shm::FeedEvent& event = sink.claim_feed_event();
        event = {};
        event.kind = shm::FeedEventKind::add;
        event.side = order.side;
        event.flags = shm::feed_flags::last_of_command;
        event.instrument = order.instrument;
        event.order_id = orders.details(slot).order_id;
        event.order_slot = slot;
        event.price_ticks = order.price_ticks;
        event.quantity_lots = order.quantity_lots;
        sink.stage_feed_event();
    });
}

std::uint64_t MatchingEngine::state_hash() const {
    StateHash hash;
    state_->fold_into(hash);
    return hash.value();
}

std::uint64_t MatchingEngine::fingerprint_of_options() const {
    return options_fingerprint(state_->options);
}

void MatchingEngine::save(StateWriter& writer) const { state_->save(writer); }

void MatchingEngine::load(StateReader& reader) { state_->load(reader); }

const char* MatchingEngine::broken() const {
    for (std::uint32_t instrument = 0; instrument < state_->markets.size(); ++instrument)
        if (const auto* const broken = state_->broken_phase(instrument); broken != nullptr)
            return broken;
    const auto* const broken = state_->orders.broken();
    return broken != nullptr ? broken : state_->risk.broken(state_->orders);
}

shm::Int128 MatchingEngine::balance(std::uint16_t account, std::uint16_t asset) const {
    return state_->risk.holdings().of(account, asset).balance;
}

shm::Int128 MatchingEngine::reserved(std::uint16_t account, std::uint16_t asset) const {
    return state_->risk.holdings().of(account, asset).reserved;
}

std::uint64_t MatchingEngine::book_hash() const {
    const auto& orders = state_->orders;
    shm::BookHash hash;
    orders.book().for_each([&](std::uint32_t slot) {
        const auto order = orders.book().order(slot);
        hash.fold(order.instrument, order.side, order.price_ticks, orders.details(slot).order_id,
                  order.quantity_lots);
    });
    return hash.value();
}

} // namespace pinion::engine
