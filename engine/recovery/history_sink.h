#pragma once

#include "engine/event_listener.h"
#include "shm/messages/log_record.h"

namespace pinion::engine {

/// Where a history goes that is made again: each command, and then its events.
class HistorySink : public EventListener {
  public:
    virtual void on_command(const shm::LogRecord& record) = 0;
};

/// For who wants only the state that comes of it.
class NoHistory final : public HistorySink {
  public:
    void on_command(const shm::LogRecord&) override {}

    void on_report(const shm::Report&) override {}

    void on_feed_event(const shm::FeedEvent&) override {}
};

} // namespace pinion::engine
