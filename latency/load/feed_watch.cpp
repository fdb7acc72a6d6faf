#include "latency/load/feed_watch.h"

#include "shm/sys/clock.h"

namespace pinion::latency {

namespace {

constexpr std::int64_t join_timeout_ns = 1'000'000'000;

} // namespace

FeedWatch::FeedWatch(const std::string& instance, std::uint16_t engine, const std::string& symbol)
    : instance_(instance), engine_(engine),
      venue_("engine " + std::to_string(engine) + " of venue \"" + instance + "\""),
      reader_({instance, engine, symbol}), places_(capacity) {}

bool FeedWatch::join() {
    const std::int64_t deadline_ns = shm::monotonic_now_ns() + join_timeout_ns;
    while (!is_joined_ && shm::monotonic_now_ns() < deadline_ns) poll();
    if (!is_joined_) require_own_version();
    return is_joined_;
}

void FeedWatch::require_own_version() const {
    try {
        const feed::FeedAttachment attempt(instance_, engine_);
    } catch (const shm::SegmentError& error) {
        if (error.code() == shm::SegmentError::Code::wrong_layout) throw;
    }
}

std::string FeedWatch::reason() const {
    const std::string& error = reader_.last_error();
    return error.empty() ? "there is no feed of " + venue_ + " on this host" : error;
}

void FeedWatch::expect(std::uint64_t order_id, std::int64_t intended_ns) {
    Place& place = place_of(order_id);
    place.intended_ns = intended_ns;
    if (place.seen_ns == 0)
        ++missing_;
    else
        order_to_feed_.record(place.seen_ns - intended_ns);
}

void FeedWatch::clear() {
    order_to_feed_ = LatencyHistogram();
    lost_ = 0;
}

void FeedWatch::on_join(std::uint64_t, std::uint64_t lost) {
    is_joined_ = true;
    if (lost == 0) return;
    lost_ += missing_;
    missing_ = 0;
    places_.assign(capacity, {});
}

void FeedWatch::on_event(const shm::FeedEvent& event, std::uint64_t) {
    if (event.kind != shm::FeedEventKind::add) return;
    Place& place = place_of(event.order_id);
    if (place.seen_ns != 0) return;
    place.seen_ns = shm::monotonic_now_ns();
    if (place.intended_ns == 0) return;
    --missing_;
    order_to_feed_.record(place.seen_ns - place.intended_ns);
}

/// An older order gives its place up.
FeedWatch::Place& FeedWatch::place_of(std::uint64_t order_id) {
    Place& place = places_[order_id % capacity];
    if (place.order_id == order_id) return place;
    if (place.intended_ns != 0 && place.seen_ns == 0) {
        --missing_;
        ++lost_;
    }
    place = {order_id, 0, 0};
    return place;
}

} // namespace pinion::latency
