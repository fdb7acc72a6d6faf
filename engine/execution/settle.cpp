#include "engine/execution/execution.h"
#include "engine/execution/makers.h"
#include "engine/reports.h"
#include "engine/rules/minimum_quantity.h"
#include "engine/rules/stop_trigger.h"

namespace pinion::engine {

namespace {

bool can_be_released(const Venue& venue, std::uint32_t slot) {
    const auto order = venue.orders.resting(slot);
    const auto minimum = minimum_lots(order);
    const auto limit_ticks = venue.within_collar(order.instrument, order.side, order.price_ticks);
    return minimum == 0 || can_trade(venue.orders, order, limit_ticks, minimum);
}

/// The first in priority that can. Limits get worse: behind one that no change concerns it concerns
/// nobody.
std::uint32_t releasable_order(const Venue& venue, std::uint32_t instrument) {
    const auto& orders = venue.orders;
    const auto& changed = orders.changed_prices(instrument);
    const auto& held = orders.held();
    for (const auto side : {shm::Side::buy, shm::Side::sell})
        for (auto slot = held.front(instrument, side);
             slot != Orders::none && changed.concern(side, held.order(slot).price_ticks);
             slot = held.next(slot))
            if (can_be_released(venue, slot)) return slot;
    return Orders::none;
}

std::uint32_t next_activation(const Venue& venue, std::uint32_t instrument) {
    const auto held = releasable_order(venue, instrument);
    if (held != Orders::none) return held;
    return elected_stop(venue.orders, venue.traded_prices[instrument], instrument);
}

void activate(Turn& turn, std::uint32_t slot) {
    auto order = turn.venue.orders.resting(slot);
    turn.venue.orders.withdraw(slot);
    turn.venue.risk.ceases_to_wait(order);
    if (has_stop_price(order.details.ord_type)) {
        trigger(order);
        report_order(turn, order, restated(order, shm::RestatementReason::market_option));
    }
    execute(turn, order);
}

} // namespace

void settle(Turn& turn) {
    auto& venue = turn.venue;
    turn.is_activation = true;
    for (auto left = venue.options.activations_max; !venue.unsettled.empty();) {
        const auto instrument = venue.unsettled.first();
        if (!venue.markets.matches(instrument)) {
            venue.unsettled.remove_first(); // until trading goes on
            continue;
        }
        const auto slot = next_activation(venue, instrument);
        if (slot == Orders::none) {
            venue.traded_prices[instrument].all_are_measured();
            venue.orders.held_are_settled(instrument);
            venue.unsettled.remove_first();
        } else {
            if (left-- == 0) return;
            activate(turn, slot);
        }
    }
}

} // namespace pinion::engine
