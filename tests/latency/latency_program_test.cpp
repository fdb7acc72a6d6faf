// `pinion latency` against a real venue on loopback, as a user runs it. No figure is judged.
#include "shm/sys/child_process.h"
#include "tests/end-to-end/venue.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto run_timeout = 60s;
constexpr int refused = 1;
constexpr int wrong_usage = 2;

struct Outcome {
    int exit_code;
    std::string output;
};

Outcome run_latency(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{std::string(PINION_BIN_DIR) + "/pinion-latency"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    shm::ChildProcess program(command);
    const auto code = program.wait_for_exit(run_timeout);
    EXPECT_TRUE(code) << "still runs\n" << program.output();
    return {code.value_or(-1), program.output()};
}

std::vector<std::string> against(const Venue& venue, std::vector<std::string> more) {
    std::vector<std::string> arguments{"--config", venue.config_path(), "--port",
                                       std::to_string(venue.port(1))};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

void expect_percentiles_rise(const json& histogram) {
    std::int64_t last = 1;
    for (const char* name : {"p50_ns", "p90_ns", "p99_ns", "p99.9_ns", "p99.99_ns", "max_ns"}) {
        ASSERT_TRUE(histogram.at(name).is_number_integer()) << name;
        EXPECT_GE(histogram.at(name).get<std::int64_t>(), last) << name;
        last = histogram.at(name).get<std::int64_t>();
    }
}

TEST(LatencyProgram, it_tells_how_long_orders_take_beside_an_echo_of_the_same_sizes) {
    Venue venue({});
    venue.start();
    const Outcome outcome =
        run_latency(against(venue, {"--rate", "200", "--seconds", "1", "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
    const json told = json::parse(outcome.output);
    EXPECT_EQ(told.at("sender"), "CLIENT1");
    EXPECT_EQ(told.at("orders_sent"), 100);
    EXPECT_EQ(told.at("cancels_sent"), 100);
    EXPECT_EQ(told.at("rejected"), 0);
    EXPECT_EQ(told.at("order_to_ack").at("count"), 100);
    EXPECT_EQ(told.at("cancel_to_ack").at("count"), 100);
    EXPECT_EQ(told.at("order_to_feed").at("count"), 100);
    EXPECT_EQ(told.at("tcp_echo").at("count"), 200);
    EXPECT_TRUE(told.at("not_measured").empty()) << outcome.output;
    EXPECT_GT(told.at("order_bytes"), 100);
    EXPECT_GT(told.at("ack_bytes"), 100);
    for (const char* name : {"order_to_ack", "cancel_to_ack", "order_to_feed", "tcp_echo"})
        expect_percentiles_rise(told.at(name));
}

TEST(LatencyProgram, it_can_be_run_again_on_the_same_venue) {
    Venue venue({});
    venue.start();
    const auto arguments = against(
        venue, {"--rate", "100", "--seconds", "1", "--symbol", "OAK", "--session", "CLIENT2"});
    for (int i = 0; i < 2; ++i) {
        const Outcome outcome = run_latency(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
        EXPECT_NE(outcome.output.find("order to feed"), std::string::npos) << outcome.output;
    }
}

TEST(LatencyProgram, without_the_feed_it_measures_the_rest_and_says_so) {
    Venue venue({});
    venue.start();
    const Outcome outcome = run_latency(against(
        venue, {"--rate", "100", "--seconds", "1", "--instance", "nobody-at-all", "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
    const json told = json::parse(outcome.output);
    EXPECT_TRUE(told.at("order_to_feed").is_null());
    EXPECT_EQ(told.at("not_measured").at(0).at("what"), "order to feed");
    EXPECT_EQ(told.at("order_to_ack").at("count"), 50);
}

TEST(LatencyProgram, a_venue_that_is_not_there_is_said_plainly) {
    const Venue venue({});
    const Outcome outcome = run_latency({"--config", venue.config_path(), "--port", "1"});
    EXPECT_EQ(outcome.exit_code, refused);
    EXPECT_NE(outcome.output.find("cannot connect to 127.0.0.1:1"), std::string::npos)
        << outcome.output;
}

TEST(LatencyProgram, a_port_that_the_config_leaves_open_must_be_given) {
    const Venue venue({});
    const Outcome outcome = run_latency({"--config", venue.config_path()});
    EXPECT_EQ(outcome.exit_code, refused);
    EXPECT_NE(outcome.output.find("--port"), std::string::npos) << outcome.output;
}

TEST(LatencyProgram, a_session_or_symbol_that_is_not_in_the_config_is_refused) {
    const Venue venue({});
    for (const std::string option : {"--session", "--symbol"}) {
        const Outcome outcome =
            run_latency({"--config", venue.config_path(), "--port", "1", option, "NOBODY"});
        EXPECT_EQ(outcome.exit_code, refused) << outcome.output;
        EXPECT_NE(outcome.output.find("NOBODY"), std::string::npos) << outcome.output;
    }
}

TEST(LatencyProgram, wrong_options_are_wrong_usage) {
    EXPECT_EQ(run_latency({"--rate", "fast"}).exit_code, wrong_usage);
    EXPECT_EQ(run_latency({"--seconds", "0"}).exit_code, wrong_usage);
    EXPECT_EQ(run_latency({"--no-such-option"}).exit_code, wrong_usage);
    EXPECT_EQ(run_latency({"--help"}).exit_code, 0);
}

} // namespace
} // namespace pinion::test
