// Segments that another version of Pinion left: every program that would use one says so and ends.
#include "shm/layout/segment_names.h"
#include "shm/segment.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <fstream>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

struct Foreign {
    std::string name;
    shm::SegmentKind kind;
};

class LayoutVersion : public testing::Test {
  protected:
    [[nodiscard]] Foreign engine() const {
        return {shm::engine_segment_name(venue_.instance(), 1), shm::SegmentKind::engine};
    }

    [[nodiscard]] Foreign link() const {
        return {shm::link_segment_name(venue_.instance(), 1, 1), shm::SegmentKind::link};
    }

    [[nodiscard]] Foreign feed() const {
        return {shm::feed_segment_name(venue_.instance(), 1), shm::SegmentKind::feed};
    }

    [[nodiscard]] Foreign counters(const std::string& process) const {
        return {shm::counters_segment_name(venue_.instance(), process), shm::SegmentKind::counters};
    }

    /// The program ends with exit code 1 and says which segment has which version.
    void expect_refusal(const Foreign& foreign, std::vector<std::string> arguments) const {
        static_cast<void>(
            shm::Segment::create({foreign.name, foreign.kind, 0, 4096, "", 0600}, [](auto) {}));
        const std::string path = "/dev/shm/" + foreign.name;
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(offsetof(shm::SegmentHeader, layout_version));
        file.put(99);
        file.close();

        arguments[0] = std::string(PINION_BIN_DIR) + "/" + arguments[0];
        arguments.insert(arguments.end(), {"--config", venue_.config_path()});
        shm::ChildProcess program(arguments);
        EXPECT_EQ(program.wait_for_exit(patience), 1) << arguments[0] << "\n" << program.output();
        EXPECT_NE(program.output().find(path + ": layout version is 99, expected 1"),
                  std::string::npos)
            << arguments[0] << "\n"
            << program.output();
        for (const std::string& name : venue_.shared_memory_names())
            EXPECT_EQ(std::remove(("/dev/shm/" + name).c_str()), 0) << name;
    }

  private:
    Venue venue_{Venue::Shape{}};
};

TEST_F(LayoutVersion, the_engine_replaces_and_adopts_nothing_of_another_version) {
    for (const Foreign& foreign : {engine(), link(), feed(), counters("engine.1")})
        expect_refusal(foreign, {"pinion-engine"});
}

TEST_F(LayoutVersion, the_gateway_does_not_start_beside_an_engine_of_another_version) {
    for (const Foreign& foreign : {link(), feed(), counters("gateway.1")})
        expect_refusal(foreign, {"pinion-gateway"});
}

TEST_F(LayoutVersion, the_book_says_that_it_cannot_read_the_feed) {
    expect_refusal(feed(), {"pinion-book", "PINE"});
    expect_refusal(feed(), {"pinion-book", "PINE", "--once"});
}

TEST_F(LayoutVersion, the_status_says_what_it_cannot_read) {
    for (const Foreign& foreign : {feed(), counters("engine.1"), counters("gateway.1")}) {
        expect_refusal(foreign, {"pinion-status"});
        expect_refusal(foreign, {"pinion-status", "--json"});
    }
}

TEST_F(LayoutVersion, latency_does_not_measure_beside_a_feed_of_another_version) {
    expect_refusal(feed(), {"pinion-latency", "--port", "1"});
}

} // namespace
} // namespace pinion::test
