#include "shm/sys/child_process.h"
#include "tests/feed-handler/support/test_feed.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>

// The program pinion-book beside a feed that the test writes.

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

class PinionBook : public testing::Test {
  protected:
    void add(std::uint32_t slot, shm::Side side, std::int64_t price, std::uint64_t quantity) {
        shm::FeedEvent event{};
        event.kind = shm::FeedEventKind::add;
        event.flags = shm::feed_flags::last_of_command;
        event.side = side;
        event.instrument = 1;
        event.order_id = slot + 1;
        event.order_slot = slot;
        event.price_ticks = price;
        event.quantity_lots = quantity;
        feed.publish(event);
    }

    /// With an order that is not in the book.
    void trade(std::int64_t price, std::uint64_t quantity) {
        shm::FeedEvent event{};
        event.kind = shm::FeedEventKind::trade;
        event.flags = shm::feed_flags::last_of_command;
        event.side = shm::Side::sell;
        event.instrument = 1;
        event.price_ticks = price;
        event.quantity_lots = quantity;
        event.time_ns = 3'723'004'000'000;
        feed.publish(event);
    }

    /// Of an auction, and what it would come to.
    void collect(std::int64_t price, std::uint64_t quantity) {
        shm::FeedEvent event{};
        event.kind = shm::FeedEventKind::phase;
        event.phase = shm::TradingPhase::opening_auction;
        event.instrument = 1;
        feed.publish(event);
        event = {};
        event.kind = shm::FeedEventKind::indicative;
        event.flags = shm::feed_flags::last_of_command;
        event.side = shm::Side::buy;
        event.instrument = 1;
        event.price_ticks = price;
        event.quantity_lots = quantity;
        event.remaining_lots = 3;
        feed.publish(event);
    }

    /// How a line of JSON begins.
    static std::string head(int sequence) {
        return R"({"symbol":"OAK","state":"live","engine_epoch":1,"sequence":)" +
               std::to_string(sequence) +
               R"(,"phase":"continuous","indicative":null,"lost":0,"bids":)";
    }

    shm::ChildProcess start(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {PINION_BOOK_PROGRAM, "--instance", instance});
        return shm::ChildProcess(arguments);
    }

    std::string instance = unique_instance();
    TestFeed feed{feed_options(instance)};
};

TEST_F(PinionBook, shows_one_picture_as_json) {
    add(0, shm::Side::buy, 2000, 7);
    add(1, shm::Side::buy, 2000, 3);
    add(2, shm::Side::sell, 2001, 5);
    shm::ChildProcess program = start({"OAK", "--once", "--json"});
    ASSERT_EQ(program.wait_for_exit(patience), 0) << program.output();

    const auto json = nlohmann::json::parse(program.output());
    EXPECT_EQ(json["symbol"], "OAK");
    EXPECT_EQ(json["state"], "live");
    EXPECT_EQ(json["sequence"], 3);
    EXPECT_EQ(json["bids"],
              nlohmann::json::parse(R"([{"price":"100.00","quantity":"10","orders":2}])"));
    EXPECT_EQ(json["asks"],
              nlohmann::json::parse(R"([{"price":"100.05","quantity":"5","orders":1}])"));
}

TEST_F(PinionBook, comes_into_the_middle_of_an_auction) {
    collect(2001, 5);
    add(0, shm::Side::buy, 2002, 8);
    add(1, shm::Side::sell, 2000, 5);
    shm::ChildProcess program = start({"OAK", "--once", "--json"});
    ASSERT_EQ(program.wait_for_exit(patience), 0) << program.output();
    const auto json = nlohmann::json::parse(program.output());
    EXPECT_EQ(json["phase"], "opening_auction");
    EXPECT_EQ(json["indicative"],
              nlohmann::json::parse(
                  R"({"price":"100.05","quantity":"5","surplus":"3","surplus_side":"buy"})"));
    EXPECT_EQ(json["bids"][0]["price"], "100.10");
    EXPECT_EQ(json["asks"][0]["price"], "100.00");

    shm::ChildProcess for_people = start({"OAK", "--once"});
    ASSERT_EQ(for_people.wait_for_exit(patience), 0);
    EXPECT_NE(for_people.output().find("opening_auction   would trade 5 at 100.05"),
              std::string::npos)
        << for_people.output();
}

TEST_F(PinionBook, shows_one_picture_to_people) {
    for (std::uint32_t slot = 0; slot < 5; ++slot) add(slot, shm::Side::sell, 2001 + slot, 5);
    shm::ChildProcess program = start({"OAK", "--once", "--depth", "2"});
    ASSERT_EQ(program.wait_for_exit(patience), 0) << program.output();
    EXPECT_NE(program.output().find("OAK   live   event 5"), std::string::npos);
    EXPECT_NE(program.output().find("100.10"), std::string::npos);
    EXPECT_EQ(program.output().find("100.15"), std::string::npos); // the third level
}

TEST_F(PinionBook, prints_each_change_as_json_until_it_is_stopped) {
    add(0, shm::Side::buy, 2000, 7);
    shm::ChildProcess program = start({"OAK", "--json"});
    ASSERT_TRUE(program.wait_for_line(R"({"symbol":"OAK","state":"live")", patience));
    add(1, shm::Side::buy, 2002, 3);
    const auto changed = program.wait_for_line(head(2), patience);
    ASSERT_TRUE(changed) << program.output();
    EXPECT_TRUE(changed->starts_with(R"([{"price":"100.10","quantity":"3","orders":1},)"))
        << *changed;
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait_for_exit(patience), 0);
}

TEST_F(PinionBook, tells_each_trade_once_also_with_orders_that_nobody_sees) {
    add(0, shm::Side::sell, 2001, 7);
    shm::ChildProcess program = start({"OAK", "--json"});
    ASSERT_TRUE(program.wait_for_line(R"({"symbol":"OAK","state":"live")", patience));
    trade(2001, 4);
    const auto line = program.wait_for_line(head(2), patience);
    ASSERT_TRUE(line) << program.output();
    EXPECT_EQ(
        nlohmann::json::parse(head(2) + *line)["trades"],
        nlohmann::json::parse(R"([{"price":"100.05","quantity":"4","time_ns":3723004000000}])"));
    EXPECT_EQ(nlohmann::json::parse(head(2) + *line)["last_trade"],
              nlohmann::json::parse(R"({"price":"100.05","quantity":"4"})"));
    add(1, shm::Side::buy, 2000, 3);
    const auto next = program.wait_for_line(head(3), patience);
    ASSERT_TRUE(next) << program.output();
    EXPECT_TRUE(nlohmann::json::parse(head(3) + *next)["trades"].empty());
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait_for_exit(patience), 0);
}

TEST_F(PinionBook, shows_the_latest_trades_to_people) {
    shm::ChildProcess program = start({"OAK"});
    ASSERT_TRUE(program.wait_for_line("OAK   live", patience));
    trade(2001, 4);
    ASSERT_TRUE(
        program.wait_for_line("                     4        100.05   01:02:03.004", patience))
        << program.output();
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait_for_exit(patience), 0);
}

TEST_F(PinionBook, refuses_a_symbol_that_is_not_traded) {
    shm::ChildProcess program = start({"GOLD", "--once"});
    EXPECT_EQ(program.wait_for_exit(patience), 1);
    EXPECT_NE(program.output().find("does not trade GOLD; it trades PINE OAK ELM"),
              std::string::npos)
        << program.output();
}

TEST_F(PinionBook, says_that_there_is_no_feed) {
    shm::ChildProcess program(
        {PINION_BOOK_PROGRAM, "--instance", instance + "-none", "OAK", "--once"});
    EXPECT_EQ(program.wait_for_exit(patience), 1);
    EXPECT_NE(program.output().find("no feed of OAK"), std::string::npos) << program.output();
}

} // namespace
} // namespace pinion::test
