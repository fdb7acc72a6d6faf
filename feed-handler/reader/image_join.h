#pragma once

#include "feed-handler/reader/books.h"
#include "shm/broadcast_ring.h"
#include "shm/layout/feed_segment.h"
#include "shm/messages/feed_event.h"

#include <cstdint>
#include <vector>

namespace pinion::feed {

enum class Join {
    joined,
    try_later, ///< the publisher was too fast, or is in the middle of a write (or died there)
    damaged,   ///< the memory holds what no publisher writes
};

/// Enters a running feed: copies the order image while the publisher goes on changing it, and makes
/// the copy exact with the events that came meanwhile. Why that is exact: feed-handler/README.md.
class ImageJoin {
  public:
    using Events = shm::BroadcastReader<shm::FeedEvent>;

    /// Makes `books` the books after event `events.next() - 1`, which is not before `not_before`.
    [[nodiscard]] Join join(const shm::FeedView& feed, Events& events, std::uint64_t not_before,
                            Books& books);

  private:
    [[nodiscard]] Join copy_image(const shm::FeedView& feed);
    [[nodiscard]] Join copy_markets(const shm::FeedView& feed);
    [[nodiscard]] Join catch_up(Events& events, std::uint64_t up_to);
    [[nodiscard]] bool apply(const shm::FeedEvent& event, std::uint64_t sequence);
    [[nodiscard]] bool apply_to_market(const shm::FeedEvent& event, std::uint64_t sequence);

    /// Slots as copied; their books' order does not matter until they are loaded.
    std::vector<shm::ImageOrder> orders_;
    std::vector<std::uint64_t> stamps_;
    std::vector<shm::ImageMarket> markets_;
    std::vector<std::uint64_t> market_stamps_;
    std::uint64_t newest_stamp_ = 0;
};

} // namespace pinion::feed
