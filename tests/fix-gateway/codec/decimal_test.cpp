// Decimal text is exact both ways, and what is not exact is refused with its reason.

#include "fix-gateway/codec/decimal.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace pinion::fix {
namespace {

shm::InstrumentRecord record(std::int64_t tick_units, std::uint8_t price_decimals,
                             std::int64_t lot_units = 1, std::uint8_t quantity_decimals = 0) {
    shm::InstrumentRecord result{};
    result.tick_units = tick_units;
    result.lot_units = lot_units;
    result.price_decimals = price_decimals;
    result.quantity_decimals = quantity_decimals;
    return result;
}

const shm::InstrumentRecord five_cents = record(5, 2);

std::string price_text(std::int64_t ticks, const shm::InstrumentRecord& instrument) {
    char text[decimal_text_max];
    return {text, write_price(text, ticks, instrument)};
}

std::string average(shm::Int128 notional, std::uint64_t lots,
                    const shm::InstrumentRecord& instrument) {
    char text[decimal_text_max];
    return {text, write_average_price(text, shm::Notional::from(notional), lots, instrument)};
}

void expect_ticks(std::string_view text, std::int64_t ticks) {
    const auto parsed = parse_price_ticks(text, five_cents);
    EXPECT_EQ(parsed.status, DecimalStatus::ok) << text;
    EXPECT_EQ(parsed.value, ticks) << text;
}

void expect_refused(std::string_view text, DecimalStatus status) {
    const auto parsed = parse_price_ticks(text, five_cents);
    EXPECT_EQ(parsed.status, status) << text;
    EXPECT_EQ(parsed.value, 0) << text;
}

TEST(Decimal, a_price_is_read_as_ticks_however_it_is_written) {
    expect_ticks("100.05", 2001);
    expect_ticks("100.050000000000000000000000", 2001);
    expect_ticks("000100.05", 2001);
    expect_ticks("100", 2000);
    expect_ticks("100.", 2000);
    expect_ticks(".05", 1);
    expect_ticks("-0.05", -1);
    expect_ticks("-0", 0);
    expect_ticks("0.00", 0);
}

TEST(Decimal, a_price_off_the_tick_grid_is_refused_and_never_rounded) {
    expect_refused("100.01", DecimalStatus::off_grid);
    expect_refused("100.051", DecimalStatus::off_grid);
    expect_refused("0.000000000000000001", DecimalStatus::off_grid);
}

TEST(Decimal, what_is_no_fix_float_is_malformed) {
    for (const char* text :
         {"", "-", ".", "-.", "+1", "1e5", "1,5", " 1", "1 ", "1.2.3", "--1", "0x10", "nan"})
        expect_refused(text, DecimalStatus::malformed);
}

TEST(Decimal, a_number_that_does_not_fit_is_out_of_range) {
    expect_refused("1000000000000000000", DecimalStatus::out_of_range);
    expect_refused(std::string(1000, '9'), DecimalStatus::out_of_range);
    EXPECT_EQ(parse_price_ticks("999999999999999999.99", record(1, 2)).status,
              DecimalStatus::out_of_range);
    EXPECT_EQ(parse_quantity_lots("-1", five_cents).status, DecimalStatus::out_of_range);
}

TEST(Decimal, a_quantity_is_read_as_lots) {
    EXPECT_EQ(parse_quantity_lots("300", record(1, 0, 100)).value, 3U);
    EXPECT_EQ(parse_quantity_lots("150", record(1, 0, 100)).status, DecimalStatus::off_grid);
    EXPECT_EQ(parse_quantity_lots("0.003", record(1, 0, 1, 3)).value, 3U);
}

TEST(Decimal, a_price_is_written_as_its_shortest_text) {
    EXPECT_EQ(price_text(2001, five_cents), "100.05");
    EXPECT_EQ(price_text(2010, five_cents), "100.5");
    EXPECT_EQ(price_text(2000, five_cents), "100");
    EXPECT_EQ(price_text(-1, five_cents), "-0.05");
    EXPECT_EQ(price_text(0, five_cents), "0");
    EXPECT_EQ(price_text(std::numeric_limits<std::int64_t>::min(), record(1, 0)),
              "-9223372036854775808");
    EXPECT_EQ(price_text(std::numeric_limits<std::int64_t>::max(), record(100'000'000'000'000, 9)),
              "922337203685477580700000");
}

TEST(Decimal, an_average_price_is_rounded_half_to_even_four_places_beyond_the_price) {
    const shm::InstrumentRecord cents = record(1, 2);
    EXPECT_EQ(average(0, 0, cents), "0");
    EXPECT_EQ(average(10'000 * 3 + 10'001, 4, cents), "100.0025");
    EXPECT_EQ(average(1, 3, cents), "0.003333");
    EXPECT_EQ(average(2, 3, cents), "0.006667");
    EXPECT_EQ(average(1, 20'000, cents), "0");        // 0.0000005 is a tie: 0 is even
    EXPECT_EQ(average(3, 20'000, cents), "0.000002"); // 0.0000015 is a tie: 2 is even
    EXPECT_EQ(average(-10'001, 2, cents), "-50.005");
}

TEST(Decimal, no_notional_however_absurd_breaks_the_average) {
    const shm::InstrumentRecord widest = record(100'000'000'000'000, 9);
    for (const auto high : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                            std::numeric_limits<std::int64_t>::max()})
        for (const std::uint64_t lots :
             {std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()}) {
            char text[decimal_text_max];
            const char* end = write_average_price(text, {~std::uint64_t{0}, high}, lots, widest);
            EXPECT_LE(end - text, std::ptrdiff_t{decimal_text_max});
        }
}

TEST(Decimal, what_was_written_reads_back_equal) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned long seed =
        given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        const auto decimals = static_cast<std::uint8_t>(random() % 10);
        const shm::InstrumentRecord instrument =
            record(1 + static_cast<std::int64_t>(random() % 1000), decimals);
        const auto ticks = static_cast<std::int64_t>(random() >> (10 + random() % 50)) *
                           (random() % 2 == 0 ? 1 : -1);
        const auto parsed = parse_price_ticks(price_text(ticks, instrument), instrument);
        ASSERT_EQ(parsed.status, DecimalStatus::ok) << price_text(ticks, instrument);
        ASSERT_EQ(parsed.value, ticks);
    }
}

TEST(Decimal, units_beyond_what_the_arithmetic_holds_are_named_unusable) {
    EXPECT_TRUE(has_usable_units(five_cents));
    EXPECT_FALSE(has_usable_units(record(0, 2)));
    EXPECT_FALSE(has_usable_units(record(-5, 2)));
    EXPECT_FALSE(has_usable_units(record(5, 10)));
    EXPECT_FALSE(has_usable_units(record(100'000'000'000'001, 2)));
    EXPECT_FALSE(has_usable_units(record(5, 2, 0)));
    EXPECT_FALSE(has_usable_units(record(5, 2, 1, 10)));
}

} // namespace
} // namespace pinion::fix
