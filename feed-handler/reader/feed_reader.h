#pragma once

#include "feed-handler/reader/books.h"
#include "feed-handler/reader/feed_attachment.h"
#include "feed-handler/reader/feed_listener.h"
#include "feed-handler/reader/feed_state.h"
#include "feed-handler/reader/image_join.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/feed_event.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pinion::feed {

struct FeedReaderOptions {
    std::string instance = "pinion";
    std::uint16_t engine = 1;
    std::string symbol; ///< keep this instrument's book only; empty: all books
};

struct FeedHealth {
    FeedState state = FeedState::waiting;
    std::uint32_t engine_epoch = 0;
    std::uint64_t sequence = 0;        ///< last event in the books
    std::uint64_t behind = 0;          ///< events in the feed that were not polled yet
    std::int64_t heartbeat_age_ns = 0; ///< of the publisher
    std::uint64_t lost_total = 0;      ///< events that were overwritten before they were polled
    std::uint64_t joins_total = 0;     ///< how often the books were made from the order image
    std::uint64_t damage_total = 0;    ///< how often the feed held what no publisher writes
};

/// A co-located process's way into the feed of one engine: finds it, joins it whenever it comes,
/// keeps its books, and finds the next one after the engine was restarted. It only ever reads, so
/// it can neither slow nor harm the engine.
///
/// Thread safety: none; one thread. Errors: none thrown by `poll`; what cannot be read is waited
/// for, and `last_error` says why. Nothing is allocated between joins unless a book has more price
/// levels than it ever had.
class FeedReader {
  public:
    static constexpr std::size_t poll_limit = 256;

    explicit FeedReader(FeedReaderOptions options);

    /// Applies at most `limit` events and passes them on; returns how many. Never waits. When there
    /// is nothing to read it looks, every few calls, after the publisher: call it at least a few
    /// times a second.
    std::size_t poll(FeedListener& listener, std::size_t limit = poll_limit);
    std::size_t poll(std::size_t limit = poll_limit);

    /// Last event in the books.
    [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

    /// All books, by instrument; empty before the first join.
    [[nodiscard]] const Books& books() const { return books_; }

    /// The feed that was last found; null before that. Replaced when a new one is joined.
    [[nodiscard]] const FeedAttachment* attachment() const { return attachment_.get(); }

    /// The book of a symbol; null if it is not in the feed or not joined yet.
    [[nodiscard]] const Book* find_book(std::string_view symbol) const;

    [[nodiscard]] FeedHealth health() const;

    /// Why the last try to find a feed failed; empty if it did not, or if there simply is none.
    [[nodiscard]] const std::string& last_error() const { return last_error_; }

  private:
    [[nodiscard]] bool enter(FeedListener& listener);
    void note_damage();
    [[nodiscard]] bool history_broke() const;
    void begin_history();
    [[nodiscard]] bool is_time_to_look();
    void look_after_publisher();
    void attach();

    FeedReaderOptions options_;
    std::unique_ptr<FeedAttachment> attachment_;
    std::optional<shm::BroadcastReader<shm::FeedEvent>> events_;
    ImageJoin image_join_;
    Books books_;
    bool is_joined_ = false;
    bool may_join_ = false;
    bool knows_history_ = false; ///< was joined since the history began: can tell what it lost
    bool has_writer_ = false;
    std::uint32_t engine_epoch_ = 0;
    std::uint64_t sequence_ = 0; ///< last event in the books
    std::uint64_t lost_total_ = 0;
    std::uint64_t joins_total_ = 0;
    std::uint64_t damage_total_ = 0;
    std::uint64_t idle_polls_ = 0;
    std::int64_t looked_at_ns_ = 0;
    std::string last_error_;
};

} // namespace pinion::feed
