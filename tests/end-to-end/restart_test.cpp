// A durable venue whose processes die and stop under clients that are logged on: orders and answers
// are there afterwards, each once, and nobody but the engine answers.

#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <thread>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

class Restart : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        venue.start();
        if (HasFatalFailure()) GTEST_SKIP() << "the venue did not start";
    }

    void kill_engine() {
        venue.engine(1).signal(SIGKILL);
        ASSERT_EQ(venue.engine(1).wait_for_exit(patience), 128 + SIGKILL);
    }

    void kill_gateway() {
        venue.gateway(1).signal(SIGKILL);
        ASSERT_EQ(venue.gateway(1).wait_for_exit(patience), 128 + SIGKILL);
    }

    void expect_books_equal() const { CoLocatedReader(venue.instance(), 1).expect_equals_engine(); }

    Venue venue{{.durability = GetParam()}};
};

TEST_P(Restart, orders_outlive_the_engine_and_those_sent_meanwhile_wait) {
    Trader alice(venue, 1, "CLIENT1");
    alice.buy("a1", "PINE", 10, "99.00");
    const std::string order_id = alice.expect({{tag::exec_type, "0"}})[tag::order_id];
    kill_engine();
    alice.buy("a2", "PINE", 5, "98.00"); // before anybody noticed
    ASSERT_TRUE(venue.gateway_says(1, "engine 1 is gone"));
    alice.buy("a3", "PINE", 5, "97.00"); // after that
    alice.expect_silence();

    venue.start_engine(1);
    alice.expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "a2"}});
    alice.expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "a3"}});
    alice.cancel("a4", "a1", "PINE", '1');
    alice.expect({{tag::exec_type, "4"}, {tag::orig_cl_ord_id, "a1"}, {tag::order_id, order_id}});
    expect_books_equal();
}

TEST_P(Restart, a_new_engine_tells_its_book_before_anybody_sends_a_command) {
    Trader alice(venue, 1, "CLIENT1");
    alice.buy("a1", "PINE", 10, "99.00");
    alice.expect({{tag::exec_type, "0"}});
    kill_engine();
    venue.start_engine(1);
    expect_books_equal();
}

TEST_P(Restart, every_order_is_answered_once_whoever_dies) {
    auto alice = std::make_unique<Trader>(venue, 1, "CLIENT1");
    constexpr int orders = 60;
    int sent = 0;
    int answered = 0;
    while (sent < orders && !HasFailure()) {
        for (int i = 0; i < 10; ++i) alice->buy("id" + std::to_string(sent++), "PINE", 1, "99.00");
        if (sent % 20 == 0) {
            kill_engine();
            venue.start_engine(1);
        } else if (sent % 30 == 0) {
            kill_gateway();
            alice->crash();
            while (!alice->client().next_message(0ms).empty()) ++answered;
            venue.start_gateway(1); // on another port
            alice = std::make_unique<Trader>(venue, 1, "CLIENT1");
        }
        for (; answered < sent && !HasFailure(); ++answered)
            alice->expect(
                {{tag::exec_type, "0"}, {tag::cl_ord_id, "id" + std::to_string(answered)}});
    }
    alice->expect_silence();
    expect_books_equal();
}

TEST_P(Restart, a_clean_stop_of_the_whole_venue_keeps_orders_and_sessions) {
    {
        Trader alice(venue, 1, "CLIENT1");
        alice.buy("a1", "PINE", 10, "99.00");
        alice.expect({{tag::exec_type, "0"}});
        alice.log_out();
    }
    venue.gateway(1).signal(SIGTERM);
    EXPECT_EQ(venue.gateway(1).wait_for_exit(patience), 0) << venue.gateway(1).output();
    venue.engine(1).signal(SIGTERM);
    EXPECT_EQ(venue.engine(1).wait_for_exit(patience), 0) << venue.engine(1).output();
    EXPECT_THAT(venue.shared_memory_names(), testing::IsEmpty());

    venue.start();
    Trader alice(venue, 1, "CLIENT1");
    alice.cancel("a2", "a1", "PINE", '1');
    alice.expect({{tag::exec_type, "4"}, {tag::orig_cl_ord_id, "a1"}});
    expect_books_equal();
}

INSTANTIATE_TEST_SUITE_P(Durabilities, Restart, testing::Values("async", "sync"),
                         [](const auto& each) { return each.param; });

} // namespace
} // namespace pinion::test
