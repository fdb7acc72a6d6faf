#include "feed-handler/reader/decimal_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace pinion::feed {
namespace {

shm::InstrumentRecord instrument(std::int64_t tick_units, std::uint8_t decimals) {
    shm::InstrumentRecord record{};
    record.tick_units = tick_units;
    record.price_decimals = decimals;
    record.lot_units = 100;
    return record;
}

TEST(DecimalText, a_price_has_all_decimals_of_its_tick) {
    EXPECT_EQ(price_text(instrument(5, 2), 2001), "100.05");
    EXPECT_EQ(price_text(instrument(1, 2), 5), "0.05");
    EXPECT_EQ(price_text(instrument(1, 2), 0), "0.00");
    EXPECT_EQ(price_text(instrument(25, 0), 4), "100");
    EXPECT_EQ(price_text(instrument(1, 9), 1), "0.000000001");
}

TEST(DecimalText, a_price_may_be_negative) {
    EXPECT_EQ(price_text(instrument(5, 2), -1), "-0.05");
    EXPECT_EQ(price_text(instrument(5, 2), -2001), "-100.05");
}

TEST(DecimalText, quantities_count_lots) {
    EXPECT_EQ(quantity_text(instrument(1, 0), 12), "1200");
    EXPECT_EQ(quantity_text(instrument(1, 0), 0), "0");
}

TEST(DecimalText, no_product_is_too_large) {
    constexpr auto highest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(price_text(instrument(highest, 0), highest),
              "85070591730234615847396907784232501249");
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(price_text(instrument(1, 0), lowest), "-9223372036854775808");
}

} // namespace
} // namespace pinion::feed
