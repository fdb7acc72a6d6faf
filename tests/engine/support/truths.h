#pragma once

#include "engine/event_listener.h"
#include "tests/engine/support/feed_truths.h"
#include "tests/engine/support/report_truths.h"

#include <string>

namespace pinion::engine {

/// Watches a stream of events for what must hold of it, whatever the commands were.
class Truths : public EventListener {
  public:
    void on_report(const shm::Report& report) override { reports_.on_report(report); }

    void on_feed_event(const shm::FeedEvent& event) override { feed_.on_feed_event(event); }

    void command_ended() {
        reports_.command_ended();
        feed_.command_ended();
    }

    /// The first that did not hold, empty if all did.
    [[nodiscard]] std::string broken() const {
        return reports_.broken().empty() ? feed_.broken() : reports_.broken();
    }

    /// Fingerprint of the book as the feed tells it.
    [[nodiscard]] std::uint64_t book_hash() const { return feed_.book_hash(); }

  private:
    ReportTruths reports_;
    FeedTruths feed_;
};

} // namespace pinion::engine
