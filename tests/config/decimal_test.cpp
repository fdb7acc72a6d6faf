#include "config/decimal.h"

#include <gtest/gtest.h>

namespace pinion::config {

namespace {

TEST(Decimal, is_read_exactly) {
    EXPECT_EQ(parse_decimal("12")->units, 12);
    EXPECT_EQ(parse_decimal("12")->decimals, 0);
    EXPECT_EQ(parse_decimal("0.050")->units, 50);
    EXPECT_EQ(parse_decimal("0.050")->decimals, 3);
    EXPECT_EQ(parse_decimal("999999999.999999999")->units, 999'999'999'999'999'999);
}

TEST(Decimal, anything_else_is_refused) {
    for (const char* text : {"", ".", "1.", ".5", "-1", "+1", " 1", "1 ", "1e2", "1,5", "1.2.3",
                             "0x10", "0.0123456789", "1234567890123456789"})
        EXPECT_FALSE(parse_decimal(text)) << text;
}

TEST(Decimal, quotients_are_exact_or_nothing) {
    EXPECT_EQ(exact_quotient({150, 2}, {5, 2}), shm::Int128{30});
    EXPECT_EQ(exact_quotient({15, 1}, {5, 2}), shm::Int128{30});
    EXPECT_EQ(exact_quotient({1500, 3}, {5, 1}), shm::Int128{3});
    EXPECT_FALSE(exact_quotient({151, 2}, {5, 2}));
    EXPECT_FALSE(exact_quotient({1, 3}, {1, 2}));
}

TEST(Decimal, is_written_as_it_was_read) {
    for (const char* text : {"12", "0.050", "0.000000001", "10.5", "0"})
        EXPECT_EQ(to_text(*parse_decimal(text)), text);
}

} // namespace

} // namespace pinion::config
