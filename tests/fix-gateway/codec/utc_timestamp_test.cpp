#include "fix-gateway/codec/utc_timestamp.h"

#include <gtest/gtest.h>

#include <string>

namespace pinion::fix {
namespace {

constexpr std::int64_t leap_day_ns =
    951'827'696'000'000'000; // 2000-02-29 12:34:56 UTC (date -u -d ... +%s)

std::string written(std::int64_t utc_ns, FractionDigits digits) {
    UtcTimestampWriter writer;
    char text[UtcTimestampWriter::text_max];
    return {text, writer.write(text, utc_ns, digits)};
}

TEST(UtcTimestamp, is_read_with_any_number_of_fraction_digits) {
    EXPECT_EQ(parse_utc_timestamp("20000229-12:34:56"), leap_day_ns);
    EXPECT_EQ(parse_utc_timestamp("20000229-12:34:56.5"), leap_day_ns + 500'000'000);
    EXPECT_EQ(parse_utc_timestamp("20000229-12:34:56.123"), leap_day_ns + 123'000'000);
    EXPECT_EQ(parse_utc_timestamp("20000229-12:34:56.123456789"), leap_day_ns + 123'456'789);
    EXPECT_EQ(parse_utc_timestamp("19700101-00:00:00"), 0);
}

TEST(UtcTimestamp, a_leap_second_is_the_second_after_it) {
    EXPECT_EQ(parse_utc_timestamp("20161231-23:59:60"), parse_utc_timestamp("20170101-00:00:00"));
    EXPECT_FALSE(parse_utc_timestamp("20161231-12:59:60"));
}

TEST(UtcTimestamp, anything_else_is_refused) {
    for (const char* text : {"",
                             "20000229",
                             "20000229-12:34",
                             "20000229-12:34:5",
                             "20000229-12:34:56.",
                             "20000229-12:34:56.1234567890",
                             "20000229 12:34:56",
                             "20000230-12:34:56",
                             "20010229-12:34:56",
                             "20001301-12:34:56",
                             "20000100-12:34:56",
                             "20000229-24:00:00",
                             "20000229-12:60:00",
                             "20000229-12:34:61",
                             "19691231-23:59:59",
                             "22620101-00:00:00",
                             "2000022a-12:34:56",
                             "20000229-12:34:56Z",
                             "20000229-12:34:56.12x",
                             "-0000229-12:34:56"})
        EXPECT_FALSE(parse_utc_timestamp(text)) << text;
}

TEST(UtcTimestamp, a_date_means_its_last_nanosecond) {
    EXPECT_EQ(parse_end_of_date("19700101"), 86'400'000'000'000 - 1);
    EXPECT_FALSE(parse_end_of_date("19700132"));
    EXPECT_FALSE(parse_end_of_date("19700101-00:00:00"));
}

TEST(UtcTimestamp, is_written_with_three_six_or_nine_digits) {
    EXPECT_EQ(written(leap_day_ns + 123'456'789, FractionDigits::milliseconds),
              "20000229-12:34:56.123");
    EXPECT_EQ(written(leap_day_ns + 123'456'789, FractionDigits::microseconds),
              "20000229-12:34:56.123456");
    EXPECT_EQ(written(leap_day_ns + 123'456'789, FractionDigits::nanoseconds),
              "20000229-12:34:56.123456789");
    EXPECT_EQ(written(-5, FractionDigits::milliseconds), "19700101-00:00:00.000");
}

TEST(UtcTimestamp, a_writer_follows_the_date_over_midnight) {
    UtcTimestampWriter writer;
    char text[UtcTimestampWriter::text_max];
    const std::int64_t midnight = parse_utc_timestamp("20240301-00:00:00").value();
    EXPECT_EQ(std::string(text, writer.write(text, midnight - 1, FractionDigits::nanoseconds)),
              "20240229-23:59:59.999999999");
    EXPECT_EQ(std::string(text, writer.write(text, midnight, FractionDigits::milliseconds)),
              "20240301-00:00:00.000");
}

} // namespace
} // namespace pinion::fix
