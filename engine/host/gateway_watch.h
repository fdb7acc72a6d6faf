#pragma once

#include "shm/segment.h"

#include <atomic>
#include <cstdint>

namespace pinion::engine {

/// Notices that a gateway came or died: it holds the role producer of its link as long as it lives.
///
/// When the role is free again the watch takes it for as long as the matcher needs to drain the
/// ring, so that no successor can write behind the dead gateway's last command before gateway_down
/// is sequenced. A gateway that finds the role taken should therefore try again for a second.
///
/// A gateway that came and died between two polls is told by what it wrote: the matcher knows its
/// process. One that dies and is back between two polls is not noticed here, but by the matcher,
/// when it comes to the successor's gateway_up. Poll every 100 ms or so.
///
/// Thread safety: none; not the matcher's thread, since each poll is a system call.
class GatewayWatch {
  public:
    enum class Event : std::uint8_t { none, attached, lost };

    /// `gateway_lost` is set when the gateway is gone and cleared by the matcher when it has
    /// sequenced that; `gateway_process` is the matcher's, not 0 while a gateway is there.
    GatewayWatch(shm::Segment& link, std::atomic<bool>& gateway_lost,
                 const std::atomic<std::uint64_t>& gateway_process)
        : link_(link), gateway_lost_(gateway_lost), gateway_process_(gateway_process) {}

    [[nodiscard]] Event poll();

    [[nodiscard]] bool is_attached() const { return state_ == State::attached; }

    /// Whether the role is held for the matcher: poll again soon.
    [[nodiscard]] bool is_settling() const { return state_ == State::settling; }

  private:
    enum class State : std::uint8_t { absent, attached, settling };

    [[nodiscard]] Event look_whether_lost();

    shm::Segment& link_;
    std::atomic<bool>& gateway_lost_;
    const std::atomic<std::uint64_t>& gateway_process_;
    State state_ = State::absent;
};

} // namespace pinion::engine
