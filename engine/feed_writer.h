#pragma once

#include "engine/event_sink.h"
#include "shm/messages/feed_event.h"

namespace pinion::engine {

/// Hands the feed events of one command to the sink. Each waits until the next one, or the end of
/// the command, shows whether it was the last.
class FeedWriter {
  public:
    explicit FeedWriter(EventSink& sink) : sink_(sink) {}

    void write(const shm::FeedEvent& event) {
        if (holds_) sink_.on_feed_event(held_);
        held_ = event;
        holds_ = true;
    }

    void finish() {
        if (!holds_) return;
        held_.flags |= shm::feed_flags::last_of_command;
        sink_.on_feed_event(held_);
        holds_ = false;
    }

  private:
    EventSink& sink_;
    shm::FeedEvent held_;
    bool holds_ = false;
};

} // namespace pinion::engine
