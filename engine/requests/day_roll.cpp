#include "engine/execution/execution.h"
#include "engine/reports.h"
#include "engine/requests/requests.h"
#include "engine/rules/auction_orders.h"
#include "engine/rules/trading_day.h"

#include <cstddef>

namespace pinion::engine {

namespace {

void expire_day_orders(Turn& turn) {
    const auto& orders = turn.venue.orders;
    orders.for_each([&](std::uint32_t slot) {
        const auto time_in_force = orders.details(slot).time_in_force;
        if (time_in_force == shm::TimeInForce::day || is_for_one_auction(time_in_force))
            expire(turn, slot);
    });
}

void restate_orders(Turn& turn) {
    const auto& orders = turn.venue.orders;
    orders.for_each([&](std::uint32_t slot) {
        const auto order = orders.resting(slot);
        report_unsolicited(turn, order, restated(order, shm::RestatementReason::gt_renewal));
    });
}

void tell_the_public(Turn& turn) {
    auto& event = turn.feed.next();
    event = {};
    event.kind = shm::FeedEventKind::day_roll;
    event.time_ns = turn.sequenced.time_ns;
}

} // namespace

void day_roll(Turn& turn) {
    auto& venue = turn.venue;
    expire_day_orders(turn);
    restate_orders(turn);
    for (std::size_t instrument = 0; instrument < venue.day_references.size(); ++instrument)
        venue.day_references[instrument].begin_day(venue.traded_prices[instrument]);
    venue.orders.begin_day();
    tell_the_public(turn);
    venue.start_day(turn.sequenced.time_ns);
}

} // namespace pinion::engine
