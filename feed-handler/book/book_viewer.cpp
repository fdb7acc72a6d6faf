#include "feed-handler/book/book_viewer.h"

#include "feed-handler/book/book_picture.h"
#include "feed-handler/reader/order_rule.h"
#include "shm/segment.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <utility>

namespace pinion::feed {

namespace {

using namespace std::chrono_literals;

constexpr auto once_timeout = 2s;
constexpr auto poll_interval = 5ms;
constexpr int polls_per_picture = 40;

} // namespace

BookViewer::BookViewer(BookViewerOptions options) : options_(std::move(options)) {}

void BookViewer::show_once(const shm::StopSignals& signals) {
    for (auto waited = 0ms; waited < once_timeout; waited += poll_interval) {
        read_on();
        if (is_joined()) return print();
        if (signals.came_within(poll_interval)) break;
    }
    const std::string reason = reader_ ? reader_->last_error() : "";
    throw std::runtime_error("no feed of " + options_.symbol + " in venue " + options_.instance +
                             (reason.empty() ? ": is its engine running?" : ": " + reason));
}

void BookViewer::follow(const shm::StopSignals& signals) {
    if (!options_.as_json) screen_.emplace();
    prints_changes_ = options_.as_json;
    for (int poll = 0; !signals.came_within(poll_interval); ++poll) {
        read_on();
        if (poll % polls_per_picture == 0 && (is_changed_ || shown_state_ != state())) print();
    }
    screen_.reset();
}

void BookViewer::on_join(std::uint64_t, std::uint64_t) {
    trades_.clear();
    instrument_ = reader_->attachment()->find_instrument(options_.symbol);
    note_change();
}

void BookViewer::on_event(const shm::FeedEvent& event, std::uint64_t) {
    if ((concerns_instrument(event) || concerns_market(event)) && event.instrument == instrument_) {
        is_moving_ = true;
        if (is_trade(event)) note_trade(event);
    }
    if (is_moving_ && is_at_rest(event)) note_change();
}

/// In JSON every trade is in exactly one line; a picture shows the latest.
void BookViewer::note_trade(const shm::FeedEvent& event) {
    constexpr std::size_t trades_in_picture = 5;
    if (!options_.as_json && trades_.size() == trades_in_picture) trades_.erase(trades_.begin());
    trades_.push_back(event);
}

void BookViewer::note_change() {
    is_moving_ = false;
    is_changed_ = true;
    if (prints_changes_) print();
}

/// Reads what there is, but not for ever: a busy feed must not keep the picture from being drawn.
void BookViewer::read_on() {
    constexpr int polls_max = 256;
    if (!reader_) find_feed();
    for (int poll = 0; reader_ && poll < polls_max; ++poll)
        if (reader_->poll(*this) == 0) return;
}

void BookViewer::find_feed() {
    std::string symbols;
    bool is_complete = true;
    for (const std::uint16_t engine : options_.engines) {
        try {
            const FeedAttachment attachment(options_.instance, engine);
            if (attachment.find_instrument(options_.symbol)) {
                reader_.emplace(FeedReaderOptions{options_.instance, engine, options_.symbol});
                return;
            }
            for (const shm::InstrumentRecord& instrument : attachment.instruments())
                symbols += " " + std::string(instrument.symbol.view());
        } catch (const shm::SegmentError& error) {
            if (error.code() != shm::SegmentError::Code::missing) throw;
            is_complete = false;
        }
    }
    if (is_complete)
        throw std::runtime_error("venue " + options_.instance + " does not trade " +
                                 options_.symbol + "; it trades" + symbols);
}

bool BookViewer::is_joined() const { return reader_ && reader_->health().joins_total > 0; }

FeedState BookViewer::state() const {
    return reader_ ? reader_->health().state : FeedState::waiting;
}

void BookViewer::print() {
    BookPicture picture;
    picture.symbol = options_.symbol;
    if (reader_) picture = picture_of(*reader_, options_.symbol, options_.depth, trades_);
    const std::string text = options_.as_json ? as_json(picture).dump() + "\n" : as_text(picture);
    if (screen_)
        screen_->show(text);
    else
        std::cout << text << std::flush;
    if (options_.as_json) trades_.clear();
    shown_state_ = picture.health.state;
    is_changed_ = false;
}

} // namespace pinion::feed
