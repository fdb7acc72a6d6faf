#pragma once

#include "shm/broadcast_ring.h"
#include "shm/layout/feed_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"
#include "tests/fix-gateway/gateway/output_log.h"

#include <cstdint>
#include <map>
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
        bool has_feed = true; ///< one of several links of an engine makes it
        /// Of a durable engine, from here on.
        shm::Durability durability = shm::Durability::none;
        std::string output_log = {};      ///< the log's directory
        std::uint64_t reports_before = 0; ///< what a new ring goes on behind, and was recovered
        std::map<std::uint16_t, shm::SessionProgress> progress = {}; ///< by session
    };

    FakeEngine(const Options& options, std::uint32_t epoch);

    /// The next command, if there is one; gateway_up is only noted.
    std::optional<shm::Command> next();

    /// The numbers of the gateway processes that came so far.
    [[nodiscard]] const std::vector<std::uint64_t>& gateway_processes() const {
        return gateway_processes_;
    }

    /// Writes a report into the output log first, if there is one: the ring may lose it then.
    void publish(shm::Report report);

    /// Reports that are in the ring, or were.
    [[nodiscard]] std::uint64_t published() const { return reports_.staged(); }

    /// Asks the gateways to send no more and removes the segments: a clean stop.
    void stop();

  private:
    shm::Segment link_;
    shm::LinkView view_;
    std::optional<shm::Segment> feed_;
    shm::SpscReader<shm::Command> commands_;
    shm::BroadcastWriter<shm::Report> reports_;
    std::optional<OutputLog> log_;
    std::uint32_t epoch_;
    std::vector<std::uint64_t> gateway_processes_;
};

} // namespace pinion::test
