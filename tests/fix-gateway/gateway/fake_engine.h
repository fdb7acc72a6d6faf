#pragma once

#include "shm/broadcast_ring.h"
#include "shm/layout/feed_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::test {

/// Stands where an engine would: its segments, and a test that reads the commands and writes the
/// reports. Destroying it is a crash: the segments stay; the next one adopts the link.
class FakeEngine {
  public:
    struct Options {
        std::string instance;
        std::uint16_t engine = 1;
        std::uint16_t gateway = 1;
        std::vector<shm::InstrumentRecord> instruments;
        std::uint64_t venue_hash = 0;
        std::uint64_t command_slots = 1024;
        std::uint64_t report_slots = 1024;
        std::uint64_t sessions = 3;
    };

    FakeEngine(const Options& options, std::uint32_t epoch);

    /// The next command, if there is one; gateway_up is only noted.
    std::optional<shm::Command> next();

    /// The numbers of the gateway processes that came so far.
    [[nodiscard]] const std::vector<std::uint64_t>& gateway_processes() const {
        return gateway_processes_;
    }

    void publish(shm::Report report);

    /// Asks the gateways to send no more and removes the segments: a clean stop.
    void stop();

  private:
    shm::Segment link_;
    shm::LinkView view_;
    shm::Segment feed_;
    shm::SpscReader<shm::Command> commands_;
    shm::BroadcastWriter<shm::Report> reports_;
    std::uint32_t epoch_;
    std::vector<std::uint64_t> gateway_processes_;
};

} // namespace pinion::test
