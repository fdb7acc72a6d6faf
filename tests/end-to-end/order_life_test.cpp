// What happens to orders besides their owner's wishes and trades: days end, sessions and gateways
// are lost; and requests about many of them, with several engines.

#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <string>
#include <thread>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

/// Sooner or later.
void expect_best_bid(CoLocatedReader& reader, const std::string& wanted) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (reader.best_bid("PINE") != wanted && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(50ms);
        reader.expect_equals_engine();
    }
    EXPECT_EQ(reader.best_bid("PINE"), wanted);
}

/// A venue whose first day ends that much later, with a day order and another one that were placed
/// in time. Nothing: they were not.
std::unique_ptr<Venue> with_orders_before_day_roll(std::chrono::seconds delay) {
    const auto day_roll = std::chrono::system_clock::now() + delay;
    auto venue = std::make_unique<Venue>(Venue::Shape{.day_roll = utc_in(delay).substr(9, 8)});
    venue->start();
    Trader alice(*venue, 1, "CLIENT1");
    alice.buy("day", "PINE", 5, "99.00");
    alice.expect({{tag::exec_type, "0"}});
    alice.buy("gtc", "PINE", 5, "98.00", "1");
    alice.expect({{tag::exec_type, "0"}});
    alice.log_out();
    // The roll is at a whole second.
    if (std::chrono::system_clock::now() + 1s > day_roll) return nullptr;
    return venue;
}

TEST(DayRoll, day_orders_expire_and_good_till_cancel_orders_go_on) {
    std::unique_ptr<Venue> venue;
    for (auto delay = 5s; venue == nullptr && delay < 100s; delay *= 4)
        venue = with_orders_before_day_roll(delay);
    ASSERT_NE(venue, nullptr);
    CoLocatedReader reader(venue->instance(), 1);
    Trader alice(*venue, 1, "CLIENT1");

    alice.expect({{tag::exec_type, "C"}, {tag::ord_status, "C"}, {tag::cl_ord_id, "day"}});
    alice.expect({{tag::exec_type, "D"},
                  {tag::exec_restatement_reason, "1"},
                  {tag::cl_ord_id, "gtc"},
                  {tag::leaves_qty, "5"}});
    reader.expect_equals_engine();
    EXPECT_EQ(reader.best_bid("PINE"), "98 x 5");

    alice.buy("day", "PINE", 5, "97.00"); // the id of yesterday
    alice.expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "day"}});
    alice.buy("gtc", "PINE", 5, "97.00");
    alice.expect({{tag::exec_type, "8"}, {tag::ord_rej_reason, "6"}});
}

TEST(CancelOnDisconnect, a_session_that_asked_for_it_loses_its_orders_and_is_told_when_it_is_back) {
    Venue venue({});
    venue.start();
    CoLocatedReader reader(venue.instance(), 1);
    Trader alice(venue, 1, "CLIENT1", {{tag::cancel_on_disconnect, "Y"}});
    Trader bob(venue, 1, "CLIENT2");
    alice.buy("a1", "PINE", 5, "99.00");
    alice.expect({{tag::exec_type, "0"}});
    bob.buy("b1", "PINE", 1, "98.00");
    bob.expect({{tag::exec_type, "0"}});

    bob.crash(); // did not ask for it
    alice.crash();
    expect_best_bid(reader, "98 x 1");

    alice.log_on();
    alice.expect({{tag::exec_type, "4"},
                  {tag::cl_ord_id, "a1"},
                  {tag::text, "Canceled because the session was lost"}});
}

TEST(CancelOnDisconnect, a_gateway_that_dies_is_a_loss_of_its_sessions) {
    Venue venue({});
    venue.start();
    CoLocatedReader reader(venue.instance(), 1);
    const FieldList wish = {{tag::cancel_on_disconnect, "Y"}};
    {
        Trader alice(venue, 1, "CLIENT1", wish);
        alice.buy("a1", "PINE", 5, "99.00");
        alice.expect({{tag::exec_type, "0"}});
        reader.expect_equals_engine();
        EXPECT_EQ(reader.best_bid("PINE"), "99 x 5");
        venue.gateway(1).signal(SIGKILL);
        ASSERT_TRUE(venue.gateway(1).wait_for_exit(patience));
        alice.crash();
    }
    expect_best_bid(reader, "none");
    venue.start_gateway(1);
    Trader alice(venue, 1, "CLIENT1", wish);
    alice.expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "a1"}});
}

TEST(MassRequests, each_engine_answers_for_its_own_instruments) {
    Venue venue({.engines = {1, 2}, .instruments = {{"PINE", 1}, {"OAK", 2}}});
    venue.start();
    Trader alice(venue, 1, "CLIENT1");
    alice.buy("a1", "PINE", 1, "10.00");
    alice.expect({{tag::exec_type, "0"}});
    alice.buy("a2", "OAK", 1, "10.00");
    alice.expect({{tag::exec_type, "0"}});

    alice.ask_mass_status("s", '7');
    alice.send("q", {{tag::cl_ord_id, "m"}, {tag::mass_cancel_request_type, "7"}});
    std::map<std::string, int> told;
    for (int i = 0; i < 6; ++i) {
        FixFields message = alice.expect({});
        ++told[message[tag::msg_type] + message[tag::exec_type]];
    }
    EXPECT_EQ(told, (std::map<std::string, int>{{"8I", 2}, {"r", 2}, {"84", 2}}));
    CoLocatedReader first(venue.instance(), 1);
    CoLocatedReader second(venue.instance(), 2);
    first.expect_equals_engine();
    second.expect_equals_engine();
    EXPECT_EQ(first.best_bid("PINE"), "none");
    EXPECT_EQ(second.best_bid("OAK"), "none");
}

} // namespace
} // namespace pinion::test
