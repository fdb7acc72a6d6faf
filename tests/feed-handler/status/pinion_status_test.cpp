#include "shm/counters.h"
#include "shm/sys/child_process.h"
#include "shm/sys/clock.h"
#include "tests/feed-handler/support/test_feed.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <optional>

// The program pinion-status beside the shared memory of a venue that the test pretends to be.

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

class PinionStatus : public testing::Test {
  protected:
    PinionStatus() {
        engine.emplace(instance, "engine.1", "", 0600);
        gateway.emplace(instance, "gateway.1", "", 0600);
        engine->counter("commands_total{kind=\"new_order\"}").add(5);
        engine->counter("commands_total{kind=\"cancel\"}").add(2);
        gateway->counter("sessions_logged_on").set(2);
        gateway->counter("engines_attached").set(1);
        engine->beat(shm::utc_now_ns());
        gateway->beat(shm::utc_now_ns());
        feed.segment.beat(shm::utc_now_ns());
    }

    shm::ChildProcess start(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {PINION_STATUS_PROGRAM, "--instance", instance});
        return shm::ChildProcess(arguments);
    }

    std::string instance = unique_instance();
    TestFeed feed{feed_options(instance)};
    std::optional<shm::Counters> engine;
    std::optional<shm::Counters> gateway;
};

TEST_F(PinionStatus, a_venue_whose_parts_all_live_is_healthy) {
    shm::FeedEvent event{};
    event.kind = shm::FeedEventKind::add;
    event.flags = shm::feed_flags::last_of_command;
    event.side = shm::Side::buy;
    event.order_id = 1;
    event.price_ticks = 2000;
    event.quantity_lots = 7;
    feed.publish(event);
    shm::ChildProcess program = start({"--json"});
    ASSERT_EQ(program.wait_for_exit(patience), 0) << program.output();

    const auto json = nlohmann::json::parse(program.output());
    EXPECT_EQ(json["healthy"], true);
    EXPECT_EQ(json["engines"][0]["state"], "up");
    EXPECT_EQ(json["engines"][0]["counters"]["commands_total{kind=\"cancel\"}"], 2);
    EXPECT_EQ(json["gateways"][0]["counters"]["sessions_logged_on"], 2);
    EXPECT_EQ(json["feeds"][0]["sequence"], 1);
    EXPECT_EQ(json["feeds"][0]["instruments"][0]["bid"],
              nlohmann::json::parse(R"({"price":"100.00","quantity":"7"})"));
    EXPECT_EQ(json["feeds"][0]["instruments"][0]["ask"], nullptr);
}

TEST_F(PinionStatus, a_process_that_has_just_started_is_healthy_before_its_first_heartbeat) {
    engine.reset();
    engine.emplace(instance, "engine.1", "", 0600);
    shm::ChildProcess program = start({});
    EXPECT_EQ(program.wait_for_exit(patience), 0) << program.output();
    EXPECT_EQ(program.output().find("NOT HEALTHY"), std::string::npos) << program.output();
}

TEST_F(PinionStatus, a_gateway_that_is_gone_makes_it_unhealthy) {
    gateway.reset();
    shm::ChildProcess program = start({"--json"});
    EXPECT_EQ(program.wait_for_exit(patience), 1) << program.output();
    const auto json = nlohmann::json::parse(program.output());
    EXPECT_EQ(json["healthy"], false);
    EXPECT_EQ(json["gateways"][0]["state"], "down");
    EXPECT_EQ(json["engines"][0]["state"], "up");
}

TEST_F(PinionStatus, a_gateway_that_reaches_no_engine_makes_it_unhealthy) {
    gateway->counter("engines_attached").set(0);
    shm::ChildProcess program = start({"--json"});
    EXPECT_EQ(program.wait_for_exit(patience), 1) << program.output();
    const auto json = nlohmann::json::parse(program.output());
    EXPECT_EQ(json["healthy"], false);
    EXPECT_EQ(json["gateways"][0]["state"], "alone");
    EXPECT_LT(json["gateways"][0]["heartbeat_age_ms"], 60'000);
}

TEST_F(PinionStatus, an_engine_that_says_nothing_is_stale) {
    engine->beat(shm::utc_now_ns() - 60'000'000'000);
    shm::ChildProcess program = start({});
    EXPECT_EQ(program.wait_for_exit(patience), 1) << program.output();
    EXPECT_NE(program.output().find("NOT HEALTHY"), std::string::npos);
    EXPECT_NE(program.output().find("engine 1   stale"), std::string::npos) << program.output();
}

TEST_F(PinionStatus, without_a_terminal_it_prints_a_line_a_second_until_stopped) {
    shm::ChildProcess program = start({"--watch"});
    const auto line = program.wait_for_line("healthy | engine 1 up, 7 commands", patience);
    ASSERT_TRUE(line) << program.output();
    EXPECT_NE(line->find("gateway 1 up, 2 sessions"), std::string::npos) << *line;
    program.signal(SIGINT);
    EXPECT_EQ(program.wait_for_exit(patience), 0);
}

} // namespace
} // namespace pinion::test
