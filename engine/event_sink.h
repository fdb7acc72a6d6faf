#pragma once

#include "shm/messages/feed_event.h"
#include "shm/messages/report.h"

namespace pinion::engine {

/// Where the events of `apply` go, reports and feed events each in the order in which they
/// happened; the last feed event of a command may come after later reports. The matcher puts them
/// into rings, a test into a list, a replay into a hash.
class EventSink {
  public:
    virtual ~EventSink() = default;

    /// An answer to the gateway `report.gateway`. All fields are set.
    virtual void on_report(const shm::Report& report) = 0;

    /// A change of the public book.
    virtual void on_feed_event(const shm::FeedEvent& event) = 0;
};

} // namespace pinion::engine
