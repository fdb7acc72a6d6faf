#include "engine/execution/auction.h"

#include "engine/execution/execution.h"
#include "engine/execution/trade.h"
#include "engine/market_events.h"
#include "engine/reports.h"

#include <algorithm>

namespace pinion::engine {

using shm::FeedEventKind;
using shm::Side;

namespace {

/// Neither side was there first for the other: no liquidity was added or removed. Each side's
/// execute has the auction's price, which need not be its order's.
void tell_fill(Turn& turn, std::uint32_t slot, const Order& order, const Fill& fill,
               std::uint8_t flags) {
    const auto shown_lots = turn.venue.orders.shown_lots(slot) - fill.lots;
    auto& event = feed_event(turn, FeedEventKind::execute, order, slot, shown_lots);
    event.flags = flags;
    event.match_id_low = static_cast<std::uint32_t>(fill.match_id);
    event.price_ticks = fill.price_ticks;
    event.quantity_lots = fill.lots;
    turn.feed.another_follows(); // the phase that begins, at least
}

/// The first of each side trade what both show; how many lots that are.
std::uint64_t match_first(Turn& turn, std::uint32_t instrument, std::int64_t price_ticks) {
    turn.feed.another_follows();
    auto& orders = turn.venue.orders;
    const auto buy_slot = orders.book().front(instrument, Side::buy);
    const auto sell_slot = orders.book().front(instrument, Side::sell);
    auto buyer = orders.resting(buy_slot);
    auto seller = orders.resting(sell_slot);
    const Fill fill{.match_id = ++turn.venue.last_match_id,
                    .price_ticks = price_ticks,
                    .lots = std::min(orders.shown_lots(buy_slot), orders.shown_lots(sell_slot)),
                    .liquidity = shm::LiquidityInd::none};
    take(buyer, fill);
    take(seller, fill);
    report_maker_fill(turn, buyer, fill);
    report_maker_fill(turn, seller, fill);
    tell_fill(turn, buy_slot, buyer, fill, 0);
    tell_fill(turn, sell_slot, seller, fill, shm::feed_flags::same_trade);
    note_trade(turn, instrument, price_ticks);
    turn.venue.risk.traded_in_auction(buyer, seller, price_ticks, fill.lots);
    fill_maker(turn, buy_slot, buyer, fill.lots);
    fill_maker(turn, sell_slot, seller, fill.lots);
    return fill.lots;
}

} // namespace

AuctionPrice auction_price(const Venue& venue, std::uint32_t instrument) {
    const auto& orders = venue.orders;
    return uncross(orders.book(), instrument, venue.reference_price(instrument),
                   [&](std::uint32_t slot) { return orders.level_lots(slot); });
}

void uncross(Turn& turn, std::uint32_t instrument) {
    const auto price = auction_price(turn.venue, instrument);
    for (auto left = price.lots; left != 0;)
        left -= match_first(turn, instrument, price.price_ticks);
}

void tell_indicative(Turn& turn, std::uint32_t instrument) {
    auto& markets = turn.venue.markets;
    if (!terms_of(markets[instrument].phase).is_auction) return;
    const auto price = auction_price(turn.venue, instrument);
    if (price == markets[instrument].indicative) return;
    markets.tell(instrument, price);
    auto& event = turn.feed.next();
    describe(event, instrument, price);
    event.time_ns = turn.sequenced.time_ns;
}

} // namespace pinion::engine
