#include "feed-handler/reader/image_join.h"

#include "feed-handler/reader/order_rule.h"

#include <algorithm>

namespace pinion::feed {

namespace {

/// A slot is being written for a few dozen nanoseconds, unless its writer lost its core.
constexpr int copy_attempts_max = 1000;

template <class Content>
bool copy_slot(const shm::BroadcastSlot<Content>& slot, Content& content, std::uint64_t& stamp) {
    for (int attempt = 0; attempt < copy_attempts_max; ++attempt) {
        stamp = slot.content.stamp();
        if ((stamp & shm::StampedWords<Content>::writing) == 0 &&
            slot.content.try_read(content, stamp))
            return true;
    }
    return false;
}

} // namespace

Join ImageJoin::join(const shm::FeedView& feed, Events& events, std::uint64_t not_before,
                     Books& books) {
    const std::uint64_t in_image = feed.header().image_sequence.load(std::memory_order_acquire);
    if (in_image > events.written()) return Join::damaged;
    events.seek(in_image + 1);
    if (const Join outcome = copy_image(feed); outcome != Join::joined) return outcome;
    if (const Join outcome = copy_markets(feed); outcome != Join::joined) return outcome;
    if (newest_stamp_ > events.written()) return Join::damaged;
    const Join outcome = catch_up(events, std::max(newest_stamp_, not_before));
    if (outcome != Join::joined) return outcome;
    return books.load(orders_, markets_) ? Join::joined : Join::damaged;
}

Join ImageJoin::copy_image(const shm::FeedView& feed) {
    const auto image = feed.image();
    const std::uint64_t used = feed.header().image_high_water.load(std::memory_order_acquire);
    if (used > image.size()) return Join::damaged;
    orders_.assign(image.size(), shm::ImageOrder{});
    stamps_.assign(image.size(), 0);
    newest_stamp_ = 0;
    for (std::uint64_t slot = 0; slot < used; ++slot) {
        if (!copy_slot(image[slot], orders_[slot], stamps_[slot])) return Join::try_later;
        newest_stamp_ = std::max(newest_stamp_, stamps_[slot]);
    }
    return Join::joined;
}

Join ImageJoin::copy_markets(const shm::FeedView& feed) {
    const auto markets = feed.markets();
    markets_.assign(markets.size(), shm::ImageMarket{});
    market_stamps_.assign(markets.size(), 0);
    for (std::size_t instrument = 0; instrument < markets.size(); ++instrument) {
        if (!copy_slot(markets[instrument], markets_[instrument], market_stamps_[instrument]))
            return Join::try_later;
        newest_stamp_ = std::max(newest_stamp_, market_stamps_[instrument]);
    }
    return Join::joined;
}

/// The ring is always ahead of the image, so what is to be caught up with is there already.
Join ImageJoin::catch_up(Events& events, std::uint64_t up_to) {
    while (events.next() <= up_to) {
        const std::uint64_t sequence = events.next();
        shm::FeedEvent event;
        if (events.poll(event) != shm::BroadcastRead::ready) return Join::try_later;
        if (!apply(event, sequence)) return Join::damaged;
    }
    return Join::joined;
}

bool ImageJoin::apply(const shm::FeedEvent& event, std::uint64_t sequence) {
    if (concerns_market(event)) return apply_to_market(event, sequence);
    if (!concerns_order(event)) return true;
    if (event.order_slot >= orders_.size()) return false;
    if (sequence <= stamps_[event.order_slot]) return true;
    const auto after = order_after(orders_[event.order_slot], event, sequence);
    if (after) orders_[event.order_slot] = *after;
    return after.has_value();
}

bool ImageJoin::apply_to_market(const shm::FeedEvent& event, std::uint64_t sequence) {
    if (event.instrument >= markets_.size()) return false;
    auto& market = markets_[event.instrument];
    if (sequence > market_stamps_[event.instrument]) market = market_after(market, event);
    return true;
}

} // namespace pinion::feed
