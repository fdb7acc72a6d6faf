#pragma once

#include "feed-handler/reader/books.h"
#include "shm/messages/feed_event.h"

#include <cstdint>

namespace pinion::feed {

/// What a FeedReader tells while it polls. Called on the polling thread.
class FeedListener {
  public:
    virtual ~FeedListener() = default;

    /// The books were made anew from the order image and hold everything up to `sequence`; what
    /// was derived from earlier events is void. `lost` events were never passed to `on_event`
    /// although this reader was in the feed when they came; their effect is in the books.
    virtual void on_join(std::uint64_t sequence, std::uint64_t lost) {
        static_cast<void>(sequence);
        static_cast<void>(lost);
    }

    /// The feed's `sequence`-th event, already applied to the books.
    virtual void on_event(const shm::FeedEvent& event, std::uint64_t sequence) {
        static_cast<void>(event);
        static_cast<void>(sequence);
    }
};

} // namespace pinion::feed
