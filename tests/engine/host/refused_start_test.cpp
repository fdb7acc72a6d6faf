#include "tests/engine/host/durable_engine.h"
#include "tests/support/refused_system_calls.h"

#include <gtest/gtest.h>

#include <sys/syscall.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

// Starts that are refused say why, and leave everything as it was.

namespace pinion::engine {
namespace {

using shm::Durability;

class RefusedStartTest : public test::DurableEngineTest {
  protected:
    /// Empty if the engine started.
    [[nodiscard]] std::string refusal() const {
        try {
            EngineHost host(options_);
        } catch (const std::exception& error) {
            return error.what();
        }
        return {};
    }

    void expect_refusal(const std::string& because) const {
        const std::string why = refusal();
        EXPECT_NE(why.find(because), std::string::npos) << "not \"" << because << "\": " << why;
    }
};

TEST_P(RefusedStartTest, a_file_in_the_place_of_a_directory_is_named) {
    const std::string directory = options_.directory;
    for (const std::string name : {"journal", "snapshots", "output.8"}) {
        std::ofstream(directory + '/' + name) << "in the way";
        expect_refusal(directory + '/' + name + ": Not a directory");
        std::filesystem::remove(directory + '/' + name);
    }
    options_.directory += "/file";
    std::ofstream(options_.directory) << "in the way";
    expect_refusal(options_.directory);
}

TEST_P(RefusedStartTest, a_disk_that_does_not_sync_is_not_begun_with) {
    engine_that_answered(5)->stop();
    pinion::test::with_refused_system_calls({SYS_fsync, SYS_fdatasync}, EIO, [&] {
        const std::string why = refusal();
        EXPECT_NE(why.find(options_.directory), std::string::npos) << why;
        EXPECT_NE(why.find("Input/output error"), std::string::npos) << why;
    });
    EngineHost host(options_);
    host.start();
    EXPECT_EQ(gateway().header().reports_recovered.load(), 5U);
    host.stop();
}

TEST_P(RefusedStartTest, a_damaged_output_log_is_named) {
    engine_that_answered(40)->stop();
    const auto log = std::filesystem::path(options_.directory) / "output.7" / "0000000001.log";
    std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(2 * 4096);
    file.put('!');
    file.close();
    expect_refusal(log.string());
}

TEST_P(RefusedStartTest, a_gateway_that_messages_cannot_name_is_refused) {
    options_.durability = Durability::none;
    options_.gateways.push_back({9, 2}); // gateways_max is 2
    expect_refusal("gateway index is not below gateways_max");
}

TEST_P(RefusedStartTest, a_group_that_the_host_does_not_know_is_named) {
    options_.group = "no-such-group-here";
    expect_refusal("no-such-group-here");
    EXPECT_TRUE(instance_.segments().empty());
}

TEST_P(RefusedStartTest, an_engine_segment_of_another_version_is_left_to_its_version) {
    static_cast<void>(engine_that_answered(5));
    const std::string name = shm::engine_segment_name(instance_.name(), 1);
    {
        const auto segment =
            shm::Segment::open(name, shm::SegmentKind::engine, 0, shm::SegmentAccess::read_write);
        const_cast<shm::SegmentHeader&>(segment.header()).layout_version += 1;
    }
    expect_refusal("layout version");
    EXPECT_TRUE(std::filesystem::exists("/dev/shm/" + name));
}

/// Nobody can tell the pid then.
TEST_P(RefusedStartTest, a_second_engine_is_refused_even_if_the_first_ones_counters_are_damaged) {
    auto host = engine_that_answered(1);
    {
        const auto segment =
            shm::Segment::open(shm::counters_segment_name(instance_.name(), "engine.1"),
                               shm::SegmentKind::counters, 0, shm::SegmentAccess::read_write);
        const_cast<shm::SegmentHeader&>(segment.header()).magic += 1;
    }
    expect_refusal("already runs, pid unknown");
    host->stop();
}

INSTANTIATE_TEST_SUITE_P(Durability, RefusedStartTest,
                         testing::Values(Durability::async, Durability::sync),
                         [](const auto& parameter) {
                             return parameter.param == Durability::sync ? "sync" : "async";
                         });

} // namespace
} // namespace pinion::engine
