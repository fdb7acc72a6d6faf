#include "engine/publisher/publisher.h"

#include "feed-handler/reader/order_rule.h"
#include "shm/sys/clock.h"

#include <spdlog/spdlog.h>

#include <optional>
#include <stdexcept>

namespace pinion::engine {

namespace {

/// What lies in a slot that only this process writes.
template <class Content>
Content own_content(const shm::BroadcastSlot<Content>& slot) {
    Content content{};
    [[maybe_unused]] const bool is_whole = slot.content.try_read(content, slot.content.stamp());
    return content;
}

} // namespace

Publisher::Publisher(std::span<std::byte> book_events, shm::Segment& feed,
                     PublisherCounters counters)
    : book_events_(book_events), segment_(feed), feed_(feed.payload()), ring_(feed_.events()),
      counters_(counters), image_(feed_.image()), depth_(feed_.header().instrument_count) {
    if (ring_.staged() != book_events_.position())
        throw std::runtime_error("the publisher needs a new feed segment");
    changed_instruments_.reserve(depth_.size());
    segment_.beat(shm::utc_now_ns());
}

/// Each order has come with an event of its own, so there were at least as many: stamps and
/// priorities from 1 on are in the right order, and before all that will come.
void Publisher::restore(const std::vector<shm::FeedEvent>& book) {
    std::uint64_t sequence = 0;
    for (const shm::FeedEvent& event : book) follow(event, ++sequence);
    feed_.header().image_sequence.store(ring_.staged(), std::memory_order_release);
    write_depth();
}

std::uint64_t Publisher::do_work() {
    beat_now_and_then();
    const std::uint64_t first = ring_.staged() + 1;
    const std::uint64_t count = publish_batch();
    if (count == 0) return 0;
    bool at_rest = false;
    for (std::uint64_t sequence = first; sequence < first + count; ++sequence) {
        const shm::FeedEvent& event = *book_events_.peek();
        follow(event, sequence);
        at_rest = feed::is_at_rest(event);
        book_events_.pop();
    }
    feed_.header().image_sequence.store(ring_.staged(), std::memory_order_release);
    if (at_rest) write_depth();
    counters_.events.add(count);
    return count;
}

void Publisher::on_close() {
    while (do_work() > 0) {
    }
}

/// The ring first: nobody who reads events waits for the image.
std::uint64_t Publisher::publish_batch() {
    std::uint64_t count = 0;
    for (; count < batch_max; ++count) {
        const shm::FeedEvent* event = book_events_.peek_ahead(count);
        if (event == nullptr) break;
        ring_.publish(publishable(*event));
        if (event->order_slot < image_.size()) __builtin_prefetch(&image_[event->order_slot], 1);
    }
    return count;
}

shm::FeedEvent Publisher::publishable(const shm::FeedEvent& event) {
    if (feed::is_well_formed(event, static_cast<std::uint32_t>(depth_.size()), image_.size()))
        return event;
    refuse(event);
    shm::FeedEvent heartbeat{};
    heartbeat.kind = shm::FeedEventKind::heartbeat;
    heartbeat.time_ns = event.time_ns;
    return heartbeat;
}

void Publisher::follow(const shm::FeedEvent& event, std::uint64_t sequence) {
    const bool is_of_market = feed::concerns_market(event);
    if (!is_of_market && !feed::concerns_instrument(event)) return;
    if (!feed::is_well_formed(event, static_cast<std::uint32_t>(depth_.size()), image_.size()))
        return;
    if (is_of_market) return update_market(event, sequence);
    if (feed::concerns_order(event) && !update_image(event, sequence)) return;

    InstrumentDepth& depth = depth_[event.instrument];
    if (feed::is_trade(event)) depth.book.trade(event.price_ticks, event.quantity_lots);
    depth.sequence = sequence;
    if (depth.is_written) changed_instruments_.push_back(event.instrument);
    depth.is_written = false;
}

/// False for an event that contradicts the image: it changes nothing.
bool Publisher::update_image(const shm::FeedEvent& event, std::uint64_t sequence) {
    shm::ImageSlot& slot = image_[event.order_slot];
    const shm::ImageOrder before = own_content(slot);
    const std::optional<shm::ImageOrder> after = feed::order_after(before, event, sequence);
    if (!after) {
        refuse(event);
        return false;
    }
    slot.content.write(*after, sequence);
    if (event.order_slot >= image_high_water_) {
        image_high_water_ = event.order_slot + 1;
        feed_.header().image_high_water.store(image_high_water_, std::memory_order_release);
    }
    depth_[event.instrument].book.update(before, *after);
    return true;
}

void Publisher::update_market(const shm::FeedEvent& event, std::uint64_t sequence) {
    shm::MarketSlot& slot = feed_.markets()[event.instrument];
    slot.content.write(feed::market_after(own_content(slot), event), sequence);
}

void Publisher::write_depth() {
    for (const std::uint32_t instrument : changed_instruments_) {
        InstrumentDepth& depth = depth_[instrument];
        feed_.depth()[instrument].content.write(depth.book.top(), depth.sequence);
        depth.is_written = true;
    }
    changed_instruments_.clear();
}

/// The matcher made an event that cannot be: a fault in this program, of which the first is shown.
void Publisher::refuse(const shm::FeedEvent& event) {
    if (!has_refused_)
        spdlog::critical("feed: impossible book event: kind {} instrument {} order {} slot {}",
                         static_cast<unsigned>(event.kind), event.instrument, event.order_id,
                         event.order_slot);
    has_refused_ = true;
    counters_.refused.add();
}

/// The clock is not asked on every turn: it costs more than a short one.
void Publisher::beat_now_and_then() {
    constexpr std::uint64_t turns_per_beat = 64;
    if (turns_++ % turns_per_beat == 0) segment_.beat(shm::utc_now_ns());
}

} // namespace pinion::engine
