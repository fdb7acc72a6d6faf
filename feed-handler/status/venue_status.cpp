#include "feed-handler/status/venue_status.h"

#include "feed-handler/reader/decimal_text.h"
#include "feed-handler/reader/feed_attachment.h"
#include "shm/segment.h"
#include "shm/sys/clock.h"

#include <algorithm>

namespace pinion::feed {

namespace {

constexpr std::int64_t stale_after_ns = 2'000'000'000;

PartState state_of(bool lives, std::int64_t heartbeat_age_ns) {
    if (!lives) return PartState::down;
    return heartbeat_age_ns > stale_after_ns ? PartState::stale : PartState::up;
}

PartState state_after(const shm::SegmentError& error) {
    const bool is_missing = error.code() == shm::SegmentError::Code::missing;
    return is_missing ? PartState::down : PartState::unread;
}

ProcessStatus read_process(const std::string& instance, const std::string& kind, std::uint16_t id) {
    ProcessStatus status;
    status.id = id;
    try {
        const shm::CountersReader reader(instance, kind + "." + std::to_string(id));
        const std::int64_t beat_ns = std::max<std::int64_t>(0, reader.heartbeat_ns());
        status.heartbeat_age_ns = std::max<std::int64_t>(0, shm::utc_now_ns() - beat_ns);
        status.state = state_of(reader.is_alive(), status.heartbeat_age_ns);
        status.counters = reader.read();
    } catch (const shm::SegmentError& error) {
        status.state = state_after(error);
        status.error = error.what();
    }
    return status;
}

ProcessStatus read_gateway(const std::string& instance, const VenueParts::Gateway& gateway) {
    ProcessStatus status = read_process(instance, "gateway", gateway.id);
    if (status.state == PartState::up && status.total("engines_attached") < gateway.engine_count)
        status.state = PartState::alone;
    return status;
}

std::optional<TopOfBook::Quote> quote_of(const shm::InstrumentRecord& instrument,
                                         std::int64_t price_ticks, std::uint64_t quantity_lots,
                                         bool is_there) {
    if (!is_there) return std::nullopt;
    return TopOfBook::Quote{price_text(instrument, price_ticks),
                            quantity_text(instrument, quantity_lots)};
}

TopOfBook top_of(const FeedAttachment& feed, std::uint32_t index) {
    const shm::InstrumentRecord& instrument = feed.instruments()[index];
    TopOfBook top;
    top.symbol = instrument.symbol.view();
    const std::optional<shm::Depth> depth = feed.read_depth(index);
    if (!depth) return top;
    const auto& [bid, ask] = std::pair{depth->bids[0], depth->asks[0]};
    top.bid = quote_of(instrument, bid.price_ticks, bid.quantity_lots, depth->bid_count > 0);
    top.ask = quote_of(instrument, ask.price_ticks, ask.quantity_lots, depth->ask_count > 0);
    top.last_trade = quote_of(instrument, depth->last_price_ticks, depth->last_quantity_lots,
                              depth->last_quantity_lots > 0);
    return top;
}

FeedStatus read_feed(const std::string& instance, std::uint16_t engine) {
    FeedStatus status;
    status.engine = engine;
    try {
        const FeedAttachment feed(instance, engine);
        status.heartbeat_age_ns = feed.heartbeat_age_ns();
        status.state = state_of(feed.has_writer(), status.heartbeat_age_ns);
        status.engine_epoch = feed.engine_epoch();
        status.sequence = feed.written();
        for (std::uint32_t index = 0; index < feed.instruments().size(); ++index)
            status.instruments.push_back(top_of(feed, index));
    } catch (const shm::SegmentError& error) {
        status.state = state_after(error);
        status.error = error.what();
    }
    return status;
}

bool is_up(const auto& part) { return part.state == PartState::up; }

} // namespace

std::uint64_t ProcessStatus::total(std::string_view name) const {
    std::uint64_t sum = 0;
    for (const shm::CounterValue& counter : counters)
        if (std::string_view(counter.name).substr(0, counter.name.find('{')) == name)
            sum += counter.value;
    return sum;
}

bool VenueStatus::is_healthy() const {
    const auto all_up = [](const auto& parts) {
        return std::ranges::all_of(parts, [](const auto& part) { return is_up(part); });
    };
    return all_up(engines) && all_up(gateways) && all_up(feeds);
}

VenueStatus read_venue_status(const VenueParts& parts) {
    VenueStatus status;
    status.instance = parts.instance;
    status.time_ns = shm::utc_now_ns();
    for (const std::uint16_t id : parts.engines) {
        status.engines.push_back(read_process(parts.instance, "engine", id));
        status.feeds.push_back(read_feed(parts.instance, id));
    }
    for (const VenueParts::Gateway& gateway : parts.gateways)
        status.gateways.push_back(read_gateway(parts.instance, gateway));
    return status;
}

} // namespace pinion::feed
