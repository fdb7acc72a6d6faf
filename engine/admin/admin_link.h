#pragma once

#include "shm/broadcast_ring.h"
#include "shm/layout/link_segment.h"
#include "shm/messages/control_command.h"
#include "shm/messages/control_report.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace pinion::engine {

/// Which engine, and how long to wait for it.
struct AdminPeer {
    std::string instance;
    std::uint16_t engine;
    std::uint64_t venue_hash; ///< of the config from which names are taken
    std::chrono::milliseconds patience{10'000};
};

/// The operator's end of the admin link: asks one engine one thing after the other. One process at
/// a time has it; another one waits a little.
///
/// Thread safety: one thread. Errors: std::runtime_error, whose text says whether what was asked
/// for may still be done.
class AdminLink {
  public:
    explicit AdminLink(const AdminPeer& peer);

    /// The final answer; what comes before it goes to `on_row`.
    shm::ControlReport ask(shm::ControlCommand command,
                           const std::function<void(const shm::ControlReport&)>& on_row = {});

    /// Rows of one answer that cannot overwrite each other before they are read.
    [[nodiscard]] std::uint32_t rows_max() const {
        return static_cast<std::uint32_t>(view_.layout().report_slots / 2);
    }

  private:
    using Time = std::chrono::steady_clock::time_point;

    void take_role();
    void send(const shm::Command& command, Time deadline);
    [[nodiscard]] std::uint32_t epoch(Time deadline);
    [[nodiscard]] bool next(shm::ControlReport& report);
    void require_engine() const;

    AdminPeer peer_;
    shm::Segment segment_;
    shm::LinkView view_;
    shm::SpscWriter<shm::Command> commands_;
    shm::BroadcastReader<shm::Report> reports_;
};

} // namespace pinion::engine
