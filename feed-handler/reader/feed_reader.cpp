#include "feed-handler/reader/feed_reader.h"

#include "shm/sys/clock.h"

#include <utility>

namespace pinion::feed {

namespace {

constexpr std::int64_t look_interval_ns = 50'000'000;
constexpr std::int64_t stale_after_ns = 1'000'000'000;

/// A clock costs more than a look at an empty ring, so it is asked once in so many.
constexpr std::uint64_t idle_polls_per_look = 16;

constexpr std::uint32_t no_instrument = Books::all_instruments - 1;

Books books_for(const FeedAttachment& attachment, const std::string& symbol) {
    const auto only = symbol.empty() ? Books::all_instruments
                                     : attachment.find_instrument(symbol).value_or(no_instrument);
    return {static_cast<std::uint32_t>(attachment.instruments().size()),
            attachment.feed().layout().order_capacity, only};
}

} // namespace

FeedReader::FeedReader(FeedReaderOptions options) : options_(std::move(options)) {}

std::size_t FeedReader::poll(std::size_t limit) {
    FeedListener nobody;
    return poll(nobody, limit);
}

std::size_t FeedReader::poll(FeedListener& listener, std::size_t limit) {
    if (history_broke()) is_joined_ = false;
    if (!is_joined_ && !enter(listener)) return 0;

    std::size_t count = 0;
    shm::FeedEvent event;
    for (; count < limit; ++count) {
        const shm::BroadcastRead outcome = events_->poll(event);
        if (outcome == shm::BroadcastRead::empty) break;
        if (outcome == shm::BroadcastRead::lapped) {
            is_joined_ = false;
            break;
        }
        if (!books_.apply(event, sequence_ + 1)) {
            note_damage();
            break;
        }
        ++sequence_;
        listener.on_event(event, sequence_);
    }
    const bool is_idle = count == 0 && is_joined_;
    if (is_idle && ++idle_polls_ % idle_polls_per_look == 0 && is_time_to_look())
        look_after_publisher();
    return count;
}

bool FeedReader::enter(FeedListener& listener) {
    if (is_time_to_look()) {
        look_after_publisher();
        may_join_ = true;
    }
    if (!attachment_ || !may_join_) return false;
    if (history_broke()) begin_history();

    const Join outcome = image_join_.join(attachment_->feed(), *events_, sequence_, books_);
    if (outcome == Join::damaged) note_damage();
    if (outcome != Join::joined) return false;

    const std::uint64_t joined_at = events_->next() - 1;
    const std::uint64_t lost = knows_history_ ? joined_at - sequence_ : 0;
    sequence_ = joined_at;
    lost_total_ += lost;
    ++joins_total_;
    is_joined_ = true;
    knows_history_ = true;
    listener.on_join(sequence_, lost);
    return true;
}

/// A damaged feed is looked at again after a pause: entering it costs milliseconds.
void FeedReader::note_damage() {
    ++damage_total_;
    is_joined_ = false;
    may_join_ = false;
}

bool FeedReader::history_broke() const {
    return attachment_ && attachment_->engine_epoch() != engine_epoch_;
}

void FeedReader::begin_history() {
    engine_epoch_ = attachment_->engine_epoch();
    sequence_ = 0;
    is_joined_ = false;
    knows_history_ = false;
}

bool FeedReader::is_time_to_look() {
    const std::int64_t now_ns = shm::monotonic_now_ns();
    if (now_ns - looked_at_ns_ < look_interval_ns) return false;
    looked_at_ns_ = now_ns;
    return true;
}

/// A feed that was replaced is read to its end before the new one is entered.
void FeedReader::look_after_publisher() {
    if (attachment_) {
        has_writer_ = attachment_->has_writer();
        if (!attachment_->is_replaced()) return;
        if (is_joined_ && attachment_->written() > sequence_) return;
    }
    attach();
}

void FeedReader::attach() {
    try {
        auto found = std::make_unique<FeedAttachment>(options_.instance, options_.engine);
        books_ = books_for(*found, options_.symbol);
        attachment_ = std::move(found);
        events_.emplace(attachment_->events());
        has_writer_ = attachment_->has_writer();
        last_error_.clear();
        begin_history();
    } catch (const shm::SegmentError& error) {
        const bool is_missing = error.code() == shm::SegmentError::Code::missing;
        last_error_ = is_missing ? "" : error.what();
    }
}

const Book* FeedReader::find_book(std::string_view symbol) const {
    if (!attachment_ || joins_total_ == 0) return nullptr;
    const auto instrument = attachment_->find_instrument(symbol);
    return instrument ? &books_[*instrument] : nullptr;
}

FeedHealth FeedReader::health() const {
    FeedHealth health;
    health.lost_total = lost_total_;
    health.joins_total = joins_total_;
    health.damage_total = damage_total_;
    if (!attachment_) return health;

    const std::uint64_t written = attachment_->written();
    health.engine_epoch = engine_epoch_;
    health.sequence = sequence_;
    health.behind = written > sequence_ ? written - sequence_ : 0;
    health.heartbeat_age_ns = attachment_->heartbeat_age_ns();
    if (!has_writer_)
        health.state = FeedState::down;
    else if (!is_joined_)
        health.state = FeedState::joining;
    else
        health.state =
            health.heartbeat_age_ns > stale_after_ns ? FeedState::stale : FeedState::live;
    return health;
}

} // namespace pinion::feed
