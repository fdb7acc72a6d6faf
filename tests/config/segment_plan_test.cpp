#include "config/load.h"
#include "config/segment_plan.h"
#include "shm/sys/child_process.h"
#include "tests/support/patience.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>

/// The planned sizes must be those of the segments that a real engine makes.
namespace pinion::config {

namespace {

using namespace std::chrono_literals;

using Sizes = std::map<std::string, std::size_t>;

std::string small_venue(const std::string& instance) {
    return "instance = '" + instance +
           "'\n[[engine]]\norders_max = 100\nlevels_max = 10\ncl_ord_ids_per_day_max = 1000\n"
           "command_slots = 16\nreport_slots = 32\nlog_slots = 4096\nbook_event_slots = 64\n"
           "feed_slots = 128\nmatcher = { wait = 'sleep' }\npublisher = { wait = 'sleep' }\n"
           "[[gateway]]\n[[gateway]]\nid = 2\nport = 5002\n[[instrument]]\nsymbol = 'PINE'\n"
           "tick = '1'\nlot = '1'\nprice_min = '1'\nprice_max = '9'\n[[account]]\nname = 'HOUSE'\n"
           "[[session]]\ncomp_id = 'CLIENT1'\ngateway = 1\n";
}

/// What the plan says about everything that an engine makes.
Sizes planned(const VenueConfig& venue) {
    Sizes sizes;
    for (const PlannedSegment& segment : plan_segments(venue))
        if (segment.name.find(".counters.gateway.") == std::string::npos)
            sizes[segment.name] = segment.bytes;
    return sizes;
}

Sizes found(const std::string& instance) {
    Sizes sizes;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("pinion." + instance + ".")) sizes[name] = entry.file_size();
    }
    return sizes;
}

TEST(SegmentPlan, is_what_an_engine_makes) {
    const std::string instance = "plan-" + std::to_string(::getpid());
    const test::TemporaryDirectory directory;
    const std::string path = (directory.path() / "venue.toml").string();
    std::ofstream(path) << small_venue(instance);

    shm::ChildProcess engine({std::string(PINION_BIN_DIR) + "/pinion-engine", "--config", path});
    const Sizes expected = planned(load_file(path));
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    while (found(instance).size() < expected.size() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(10ms);
    EXPECT_EQ(found(instance), expected) << engine.output();

    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
}

} // namespace

} // namespace pinion::config
