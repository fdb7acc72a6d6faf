#pragma once

#include "shm/broadcast_ring.h"
#include "shm/layout/link_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

namespace pinion::engine::test {

using pinion::test::patience;

/// Whether `condition` comes true before the time is over.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition, std::chrono::seconds timeout = patience) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

/// The gateway's end of a link, as a gateway in another process would hold it.
class LinkPeer {
  public:
    LinkPeer(const std::string& instance, std::uint16_t engine, std::uint16_t gateway)
        : segment_(shm::Segment::open(shm::link_segment_name(instance, engine, gateway),
                                      shm::SegmentKind::link, 0, shm::SegmentAccess::read_write)),
          view_(segment_.payload()), commands_(view_.commands()), reports_(view_.reports()) {
        EXPECT_TRUE(eventually([&] { return segment_.try_lock(shm::SegmentRole::producer); }));
    }

    [[nodiscard]] bool send(const shm::Command& command) { return commands_.try_write(command); }

    /// The next report; nothing if none comes.
    [[nodiscard]] std::optional<shm::Report> next_report() {
        shm::Report report;
        if (!eventually([&] { return reports_.poll(report) == shm::BroadcastRead::ready; }))
            return std::nullopt;
        return report;
    }

    /// Whether there is a report now.
    [[nodiscard]] bool has_report() {
        shm::Report report;
        return reports_.poll(report) != shm::BroadcastRead::empty;
    }

    [[nodiscard]] std::uint32_t engine_epoch() const { return view_.header().engine_epoch.load(); }

    [[nodiscard]] const shm::Segment& segment() const { return segment_; }

    [[nodiscard]] const shm::LinkHeader& header() const { return view_.header(); }

    [[nodiscard]] std::uint64_t reports_written() const { return reports_.written(); }

    [[nodiscard]] std::uint64_t next_command_position() const { return commands_.position(); }

  private:
    shm::Segment segment_;
    shm::LinkView view_;
    shm::SpscWriter<shm::Command> commands_;
    shm::BroadcastReader<shm::Report> reports_;
};

} // namespace pinion::engine::test
