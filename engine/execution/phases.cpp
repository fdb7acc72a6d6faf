#include "engine/execution/phases.h"

#include "engine/execution/auction.h"
#include "engine/execution/execution.h"
#include "engine/market_events.h"
#include "engine/rules/auction_orders.h"
#include "engine/rules/phase_table.h"
#include "engine/rules/pool_limits.h"

#include <algorithm>

namespace pinion::engine {

using shm::TradingPhase;

namespace {

/// Those that wait for the close go on waiting while there can be one.
void cancel_auction_orders(Turn& turn, std::uint32_t instrument, TradingPhase phase) {
    const auto& orders = turn.venue.orders;
    orders.for_each({.first = instrument, .end = instrument + 1}, [&](std::uint32_t slot) {
        const auto& terms = orders.details(slot);
        const bool is_over = !orders.waits_for_close(slot) || phase == TradingPhase::closed;
        if (is_over && lives_for_auction(terms.ord_type, terms.time_in_force))
            cancel_unsolicited(turn, slot, shm::RejectReason::no_liquidity);
    });
}

/// They were waiting for this.
void enter_orders_at_close(Turn& turn, std::uint32_t instrument) {
    auto& orders = turn.venue.orders;
    orders.for_each_at_close(instrument, [&](std::uint32_t slot) {
        auto order = orders.resting(slot);
        const auto room = orders.book().room(instrument, order.side, order.price_ticks);
        const auto reason = check_room(room);
        if (reason != shm::RejectReason::none) return cancel_unsolicited(turn, slot, reason);
        orders.withdraw(slot);
        rest(turn, order, shm::FeedEventKind::add);
    });
}

/// The first thing that the calendar has to say: one at a time, as each may end an auction. Halts
/// are for people to end.
void follow_calendar(Turn& turn, std::uint32_t instrument) {
    auto& markets = turn.venue.markets;
    const auto& calendar = markets.options(instrument).calendar;
    const auto due_ns = markets.calendar_ns(instrument);
    const auto time_ns = due_ns == 0 ? turn.sequenced.time_ns : due_ns;
    markets.read_calendar(instrument, time_ns);
    if (markets[instrument].phase != TradingPhase::halted)
        begin_phase(turn, instrument, phase_at(calendar, time_ns), never);
}

/// An engine that was away for long begins where a period of the calendar ends now: then each of
/// its phases has come.
void pass_by_what_is_long_past(Turn& turn, std::uint32_t instrument) {
    auto& markets = turn.venue.markets;
    const auto read_ns = markets[instrument].calendar_read_ns;
    const auto since_ns = turn.sequenced.time_ns - calendar_period_ns;
    if (read_ns != not_known && read_ns < since_ns) markets.read_calendar(instrument, since_ns);
}

void tell_phase(Turn& turn, std::uint32_t instrument, TradingPhase phase) {
    auto& event = turn.feed.next();
    describe(event, instrument, phase);
    event.time_ns = turn.sequenced.time_ns;
}

} // namespace

void begin_phase(Turn& turn, std::uint32_t instrument, TradingPhase phase, std::int64_t ends_ns) {
    auto& venue = turn.venue;
    if (uncrosses(venue.markets[instrument].phase, phase)) uncross(turn, instrument);
    if (ends_auction_orders(phase)) cancel_auction_orders(turn, instrument, phase);
    venue.markets.begin_phase(instrument, phase, ends_ns);
    if (terms_of(phase).matches) venue.orders.held_may_trade(instrument);
    tell_phase(turn, instrument, phase);
    if (phase == TradingPhase::closing_auction) enter_orders_at_close(turn, instrument);
}

void interrupt(Turn& turn, std::uint32_t instrument) {
    const auto length_ns = turn.venue.markets.options(instrument).volatility_auction_ns;
    begin_phase(turn, instrument, TradingPhase::volatility_auction,
                later(turn.sequenced.time_ns, length_ns));
}

void follow_calendars(Turn& turn) {
    const auto& markets = turn.venue.markets;
    if (markets.earliest_ns() > turn.sequenced.time_ns) return;
    for (std::uint32_t instrument = 0; instrument < markets.size(); ++instrument)
        while (markets.due_ns(instrument) <= turn.sequenced.time_ns) {
            pass_by_what_is_long_past(turn, instrument);
            if (markets.calendar_ns(instrument) <= markets[instrument].phase_ends_ns)
                follow_calendar(turn, instrument);
            else
                begin_phase(turn, instrument, TradingPhase::continuous, never);
        }
}

} // namespace pinion::engine
