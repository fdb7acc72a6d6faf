#pragma once

#include "shm/layout/link_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/sys/child_process.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace pinion::engine::test {

/// The program pinion-engine with a config of one gateway, one instrument and two sessions.
class EngineProcessBed {
  public:
    /// `engine_keys`: more lines of the engine's table.
    explicit EngineProcessBed(const std::string& durability = "none",
                              const std::string& engine_keys = "") {
        std::ofstream(config_path()) << "instance = \"" << instance_.name()
                                     << "\"\n[state]\ndirectory = \"" << state_directory() << R"("
[[engine]]
id = 1
orders_max = 4096
levels_max = 1024
cl_ord_ids_per_day_max = 16384
command_slots = 256
report_slots = 4096
log_slots = 4096
book_event_slots = 1024
feed_slots = 4096
checkpoint_interval = 1
journal_segment_bytes = 1048576
output_log_segment_bytes = 1048576
durability = ")" << durability << "\"\n"
                                     << engine_keys << R"(
matcher = { wait = "yield" }
publisher = { wait = "sleep" }
[[gateway]]
id = 3
engines = [1]
[[instrument]]
symbol = "PINE"
engine = 1
tick = "0.01"
lot = "1"
price_min = "0.01"
price_max = "1000"
quantity_max = "1000000"
[[account]]
name = "HOUSE"
[[session]]
comp_id = "CLIENT"
gateway = 3
account = "HOUSE"
[[session]]
comp_id = "LAST"
gateway = 3
account = "HOUSE"
)";
    }

    [[nodiscard]] std::string state_directory() const {
        return (directory_.path() / "state").string();
    }

    [[nodiscard]] std::string config_path() const {
        return (directory_.path() / "venue.toml").string();
    }

    [[nodiscard]] shm::ChildProcess start() const;

    /// Waits until the engine lets its gateway in, under another epoch than `previous`.
    [[nodiscard]] std::uint32_t wait_for_epoch(std::uint32_t previous = 0) const {
        std::uint32_t epoch = 0;
        EXPECT_TRUE(eventually([&] {
            try {
                const auto link =
                    shm::Segment::open(shm::link_segment_name(instance_.name(), 1, 3),
                                       shm::SegmentKind::link, 0, shm::SegmentAccess::read_only);
                epoch = shm::LinkView(link.payload()).header().engine_epoch.load();
            } catch (const shm::SegmentError&) {
            }
            return epoch != 0 && epoch != previous;
        }));
        return epoch;
    }

    [[nodiscard]] LinkPeer gateway() const { return {instance_.name(), 1, 3}; }

    [[nodiscard]] const UniqueInstance& instance() const { return instance_; }

  protected:
    pinion::test::TemporaryDirectory directory_;
    UniqueInstance instance_;
};

} // namespace pinion::engine::test
