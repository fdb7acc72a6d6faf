// Trading phases over FIX, in a venue of real processes: an opening by the calendar, an auction in
// place of a trade too far away, and what a closed instrument answers.
#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

/// HH:MM:SS in UTC, so long from now.
std::string time_of_day_in(std::chrono::seconds delay) { return utc_in(delay).substr(9, 8); }

/// A venue and who trades there.
struct Market {
    explicit Market(Venue::Shape shape) : venue(std::move(shape)) {
        venue.start();
        alice.emplace(venue, std::uint16_t{1}, "CLIENT1");
        bob.emplace(venue, std::uint16_t{1}, "CLIENT2");
        reader.emplace(venue.instance(), std::uint16_t{1});
    }

    Venue venue;
    std::optional<Trader> alice;
    std::optional<Trader> bob;
    std::optional<CoLocatedReader> reader;
};

/// Enters orders that cross; false if the opening was sooner.
bool collect(Market& market) {
    market.alice->buy("a1", "PINE", 7, "102.00");
    market.alice->expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "a1"}});
    market.bob->sell("b1", "PINE", 5, "100.00");
    market.bob->expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "b1"}});
    market.bob->order("b2", "PINE", '2', 1, {{tag::ord_type, "1"}, {tag::time_in_force, "2"}});
    market.bob->expect({{tag::exec_type, "0"}, {tag::cl_ord_id, "b2"}, {tag::price, ""}});
    market.reader->expect_equals_engine();
    return market.reader->phase("PINE") == shm::TradingPhase::opening_auction;
}

TEST(Auction, an_opening_by_the_calendar_trades_what_was_collected_at_one_price) {
    for (auto wait = 5s; wait < 200s; wait *= 3) {
        Market market({.calendar = "opening_auction = \"" + time_of_day_in(-1h) +
                                   "\"\ncontinuous = \"" + time_of_day_in(wait) + "\"\n"});
        if (!collect(market)) continue; // this host needs longer
        market.bob->expect({{tag::exec_type, "F"},
                            {tag::cl_ord_id, "b2"},
                            {tag::last_px, "101"},
                            {tag::last_qty, "1"},
                            {tag::last_liquidity_ind, ""},
                            {tag::ord_status, "2"}});
        market.bob->expect({{tag::exec_type, "F"},
                            {tag::cl_ord_id, "b1"},
                            {tag::last_px, "101"},
                            {tag::last_qty, "5"}});
        market.alice->expect({{tag::exec_type, "F"}, {tag::last_px, "101"}, {tag::last_qty, "1"}});
        market.alice->expect({{tag::exec_type, "F"},
                              {tag::last_px, "101"},
                              {tag::last_qty, "5"},
                              {tag::leaves_qty, "1"}});
        market.reader->expect_equals_engine();
        EXPECT_EQ(market.reader->phase("PINE"), shm::TradingPhase::continuous);
        EXPECT_EQ(market.reader->best_bid("PINE"), "102 x 1");
        return;
    }
    FAIL() << "no opening was late enough";
}

TEST(Auction, a_trade_outside_the_collar_becomes_an_auction_that_ends_by_itself) {
    Market market({.instrument_terms = "reference_price = \"100\"\ntrade_collar = \"1\"\n"
                                       "volatility_auction_s = 1\n"});
    market.bob->sell("b1", "PINE", 2, "101.00");
    market.bob->expect({{tag::exec_type, "0"}});
    market.bob->sell("b2", "PINE", 2, "101.05");
    market.bob->expect({{tag::exec_type, "0"}});
    market.alice->buy("a1", "PINE", 4, "110.00");
    market.alice->expect({{tag::exec_type, "0"}});
    market.alice->expect({{tag::exec_type, "F"}, {tag::last_px, "101"}, {tag::last_qty, "2"}});
    market.alice->expect({{tag::exec_type, "F"},
                          {tag::last_px, "101.05"},
                          {tag::last_qty, "2"},
                          {tag::last_liquidity_ind, ""},
                          {tag::ord_status, "2"}});
    market.reader->expect_equals_engine();
    EXPECT_EQ(market.reader->phase("PINE"), shm::TradingPhase::continuous);
}

TEST(Auction, a_closed_instrument_says_so) {
    Market market({.calendar = "closed = \"00:00\"\n"});
    market.alice->buy("a1", "PINE", 7, "102.00");
    market.alice->expect({{tag::exec_type, "8"},
                          {tag::ord_status, "8"},
                          {tag::ord_rej_reason, "2"},
                          {tag::text, "Instrument closed"}});
}

} // namespace
} // namespace pinion::test
