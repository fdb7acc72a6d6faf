// Orders that an account cannot pay for, over FIX, in a venue of real processes.

#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace pinion::test {
namespace {

class RiskOverFix : public testing::Test {
  protected:
    void SetUp() override {
        venue.start();
        if (HasFatalFailure()) GTEST_SKIP() << "the venue did not start";
        alice.emplace(venue, std::uint16_t{1}, "CLIENT1");
        reader.emplace(venue.instance(), std::uint16_t{1});
    }

    void expect_empty_book() {
        reader->expect_equals_engine();
        EXPECT_EQ(reader->best_bid("PINE"), "none");
        EXPECT_EQ(reader->best_ask("PINE"), "none");
    }

    Venue venue{{.has_risk = true}};
    std::optional<Trader> alice;
    std::optional<CoLocatedReader> reader;
};

TEST_F(RiskOverFix, an_order_without_funds_is_refused_and_never_seen) {
    for (const char side : {'1', '2'}) {
        alice->order(std::string("a") + side, "PINE", side, 1,
                     {{tag::ord_type, "2"}, {tag::price, "100.00"}});
        alice->expect({{tag::exec_type, "8"},
                       {tag::ord_status, "8"},
                       {tag::ord_rej_reason, "3"},
                       {tag::text, "Insufficient funds"},
                       {tag::leaves_qty, "0"}});
    }
    expect_empty_book();
}

TEST_F(RiskOverFix, an_order_above_the_accounts_limit_is_refused) {
    alice->buy("a1", "PINE", 101, "100.00");
    alice->expect({{tag::exec_type, "8"},
                   {tag::ord_rej_reason, "3"},
                   {tag::text, "Quantity above the account's limit"}});
    alice->buy("a2", "OAK", 100, "100.00"); // for which nobody needs money
    alice->expect({{tag::exec_type, "0"}});
    expect_empty_book();
}

} // namespace
} // namespace pinion::test
