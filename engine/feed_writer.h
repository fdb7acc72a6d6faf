#pragma once

#include "engine/event_sink.h"
#include "shm/messages/feed_event.h"

namespace pinion::engine {

/// Hands the feed events of one command to the sink. Each waits until it is known whether it was
/// the last: until another one comes, or is certain to, or the command ends.
class FeedWriter {
  public:
    explicit FeedWriter(EventSink& sink) : sink_(sink) {}

    /// The next event, to be written whole.
    [[nodiscard]] shm::FeedEvent& next() {
        another_follows();
        claimed_ = &sink_.claim_feed_event();
        return *claimed_;
    }

    void another_follows() {
        if (claimed_ != nullptr) sink_.stage_feed_event();
        claimed_ = nullptr;
    }

    void finish() {
        if (claimed_ != nullptr) claimed_->flags = shm::feed_flags::last_of_command;
        another_follows();
    }

  private:
    EventSink& sink_;
    shm::FeedEvent* claimed_ = nullptr;
};

} // namespace pinion::engine
