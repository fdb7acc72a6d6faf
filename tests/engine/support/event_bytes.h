#pragma once

#include "engine/event_listener.h"

#include <cstring>
#include <string>

namespace pinion::engine {

/// Every byte of every event, in order.
class EventBytes : public EventListener {
  public:
    void on_report(const shm::Report& report) override { add(report); }

    void on_feed_event(const shm::FeedEvent& event) override { add(event); }

    std::string bytes;

  private:
    template <typename Event>
    void add(const Event& event) {
        const auto size = bytes.size();
        bytes.resize(size + sizeof(event));
        std::memcpy(bytes.data() + size, &event, sizeof(event));
    }
};

} // namespace pinion::engine
