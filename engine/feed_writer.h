#pragma once

#include "engine/event_sink.h"
#include "shm/messages/feed_event.h"

namespace pinion::engine {

/// Hands the feed events of one command to the sink. Each waits until it is known whether it was
/// the last: until another one comes, or is certain to, or the command ends.
class FeedWriter {
  public:
    explicit FeedWriter(EventSink& sink) : sink_(sink) {}

    void write(const shm::FeedEvent& event) {
        another_follows();
        held_ = event;
        holds_ = true;
    }

    void another_follows() {
        if (holds_) sink_.on_feed_event(held_);
        holds_ = false;
    }

    void finish() {
        held_.flags |= shm::feed_flags::last_of_command;
        another_follows();
    }

  private:
    EventSink& sink_;
    shm::FeedEvent held_{};
    bool holds_ = false;
};

} // namespace pinion::engine
