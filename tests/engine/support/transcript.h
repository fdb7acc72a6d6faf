#pragma once

#include "engine/event_listener.h"
#include "shm/messages/control_report.h"

#include <string>
#include <vector>

namespace pinion::engine {

/// Writes events as script lines.
class Transcript : public EventListener {
  public:
    /// Identifiers are shown without the engine's epoch.
    void on_report(const shm::Report& report) override;
    void on_feed_event(const shm::FeedEvent& event) override;

    [[nodiscard]] const std::string& text() const { return text_; }

    [[nodiscard]] const std::vector<shm::Report>& reports() const { return reports_; }

  private:
    void on_control(const shm::ControlReport& report);

    std::vector<shm::Report> reports_;
    std::string text_;
};

/// Index of a session by its name in scripts.
std::uint16_t session_index(const std::string& name);

} // namespace pinion::engine
