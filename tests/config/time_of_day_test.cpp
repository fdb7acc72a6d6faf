#include "config/time_of_day.h"

#include <gtest/gtest.h>

namespace pinion::config {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

TEST(TimeOfDay, is_hours_and_minutes_and_perhaps_seconds) {
    EXPECT_EQ(parse_time_of_day("00:00"), 0);
    EXPECT_EQ(parse_time_of_day("17:30"), (17 * 60 + 30) * 60 * second_ns);
    EXPECT_EQ(parse_time_of_day("23:59:59"), (24 * 3600 - 1) * second_ns);
}

TEST(TimeOfDay, nothing_else_is_one) {
    for (const char* text : {"", "0:00", "24:00", "12:60", "12:00:60", "12-00", "12:00-00", "12:0a",
                             "12:00:", "-1:00", "12:00 ", "12:00:00.5"})
        EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
}

TEST(TimeOfDay, is_written_as_it_is_read) {
    for (const char* text : {"00:00", "09:05", "23:59:59", "00:00:01"})
        EXPECT_EQ(time_of_day_text(parse_time_of_day(text).value()), text);
}

} // namespace

} // namespace pinion::config
