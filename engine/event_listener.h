#pragma once

#include "engine/event_sink.h"

namespace pinion::engine {

/// A sink that is told of events when they are complete: for whoever is in no hurry.
class EventListener : public EventSink {
  public:
    virtual void on_report(const shm::Report& report) = 0;
    virtual void on_feed_event(const shm::FeedEvent& event) = 0;

    [[nodiscard]] shm::Report& claim_report(std::uint16_t /*gateway*/,
                                            std::uint64_t /*report_sequence*/) final {
        return report_;
    }

    void stage_report() final { on_report(report_); }

    [[nodiscard]] shm::FeedEvent& claim_feed_event() final { return event_; }

    void stage_feed_event() final { on_feed_event(event_); }

  private:
    shm::Report report_{};
    shm::FeedEvent event_{};
};

} // namespace pinion::engine
