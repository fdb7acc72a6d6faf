// Counters seen from outside, also when the memory they stand in is damaged.
#include "shm/counters.h"
#include "shm/layout/segment_names.h"
#include "tests/shm/random_seed.h"
#include "tests/shm/scoped_instance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace pinion::shm {

namespace {

struct CountersTest : testing::Test {
    Counters make() { return Counters(instance.name(), "engine.1", "", 0600); }

    CountersReader reader() { return CountersReader(instance.name(), "engine.1"); }

    /// Overwrites the payload from byte `offset` on.
    void damage(std::size_t offset, const std::string& bytes) {
        std::fstream file("/dev/shm/" + counters_segment_name(instance.name(), "engine.1"),
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(segment_header_bytes + offset));
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        ASSERT_TRUE(file.good());
    }

    test::ScopedInstance instance;
};

std::vector<std::pair<std::string, std::uint64_t>> pairs(const std::vector<CounterValue>& values) {
    std::vector<std::pair<std::string, std::uint64_t>> result;
    for (const CounterValue& value : values) result.emplace_back(value.name, value.value);
    return result;
}

} // namespace

TEST_F(CountersTest, are_read_from_outside_by_name) {
    Counters counters = make();
    Counter orders = counters.counter("orders_total");
    Counter depth = counters.counter("ring_depth{ring=\"commands\"}");
    orders.add();
    orders.add(41);
    depth.set(7);
    EXPECT_THAT(pairs(reader().read()),
                testing::ElementsAre(testing::Pair("orders_total", 42U),
                                     testing::Pair("ring_depth{ring=\"commands\"}", 7U)));
}

TEST_F(CountersTest, the_same_name_is_the_same_counter) {
    Counters counters = make();
    counters.counter("orders_total").add(2);
    counters.counter("orders_total").add(3);
    EXPECT_EQ(counters.counter("orders_total").value(), 5U);
    EXPECT_EQ(reader().read().size(), 1U);
}

TEST_F(CountersTest, have_limits_and_names_have_a_form) {
    Counters counters = make();
    EXPECT_NO_THROW(static_cast<void>(counters.counter(std::string(counter_name_max, 'a'))));
    EXPECT_THROW(static_cast<void>(counters.counter(std::string(counter_name_max + 1, 'a'))),
                 std::length_error);
    for (const char* name : {"", "Orders", "orders total", "orders\n", "{a=\"b\"}", "orders{a"})
        EXPECT_THROW(static_cast<void>(counters.counter(name)), std::invalid_argument) << name;
    for (std::size_t i = 1; i < counters_max; ++i)
        static_cast<void>(counters.counter("counter_" + std::to_string(i)));
    EXPECT_THROW(static_cast<void>(counters.counter("one_too_many")), std::length_error);
    EXPECT_EQ(reader().read().size(), counters_max);
}

TEST_F(CountersTest, tell_whether_their_owner_lives_and_go_with_it) {
    std::optional<Counters> counters(std::in_place, instance.name(), "engine.1", "", 0600);
    const CountersReader other = reader();
    EXPECT_TRUE(other.is_alive());
    counters.reset();
    EXPECT_FALSE(other.is_alive());
    EXPECT_THAT(instance.files(), testing::IsEmpty());
    EXPECT_THROW(reader(), SegmentError);
}

TEST_F(CountersTest, a_reader_survives_any_content) {
    std::mt19937_64 random(test::random_seed());
    Counters counters = make();
    counters.counter("orders_total").set(9);
    const CountersReader other = reader();

    damage(0, std::string(8, '\xff')); // a count beyond the table
    EXPECT_THAT(pairs(other.read()), testing::ElementsAre(testing::Pair("orders_total", 9U)));

    std::string garbage(64 + counters_max * 128, '\0');
    for (char& letter : garbage) letter = static_cast<char>(random());
    damage(0, garbage);
    for (const CounterValue& value : other.read())
        for (char letter : value.name) EXPECT_TRUE(letter >= ' ' && letter <= '~');
}

TEST(Counter, may_be_used_before_it_is_assigned) {
    Counter counter;
    counter.set(4);
    counter.add(3);
    EXPECT_EQ(counter.value(), 7U);
}

} // namespace pinion::shm
