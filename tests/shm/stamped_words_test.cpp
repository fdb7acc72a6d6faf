// The sequence lock under values: a copy is whole or refused.
#include "shm/stamped_words.h"
#include "tests/shm/counted_message.h"

#include <gtest/gtest.h>

#include <thread>

namespace pinion::shm {

namespace {

using Value = test::CountedMessage<4>;

} // namespace

TEST(StampedWords, a_written_value_is_read_under_its_stamp_only) {
    StampedWords<Value> cell{};
    cell.write(Value::of(7), 3);
    Value value;
    EXPECT_EQ(cell.stamp(), 3U);
    EXPECT_FALSE(cell.try_read(value, 2));
    ASSERT_TRUE(cell.try_read(value, 3));
    EXPECT_EQ(value.number(), 7U);
    EXPECT_TRUE(value.is_whole());
}

TEST(StampedWords, a_staged_value_is_marked_as_being_written) {
    StampedWords<Value> cell{};
    cell.write(Value::of(7), 3);
    cell.stage(Value::of(8), 4);
    Value value;
    EXPECT_EQ(cell.stamp(), 4U | StampedWords<Value>::writing);
    EXPECT_FALSE(cell.try_read(value, 3));
    EXPECT_FALSE(cell.try_read(value, 4));
    EXPECT_FALSE(cell.try_read(value, cell.stamp()));
    cell.release(4);
    ASSERT_TRUE(cell.try_read(value, 4));
    EXPECT_EQ(value.number(), 8U);
}

#ifndef PINION_THREAD_SANITIZER
TEST(StampedWords, a_claimed_value_is_marked_as_being_written_and_read_when_released) {
    StampedWords<Value> cell{};
    cell.write(Value::of(7), 3);
    auto& claimed = cell.claim(4);
    EXPECT_EQ(cell.stamp(), 4U | StampedWords<Value>::writing);
    claimed = Value::of(8);
    Value value;
    EXPECT_FALSE(cell.try_read(value, 3));
    EXPECT_FALSE(cell.try_read(value, 4));
    cell.release(4);
    ASSERT_TRUE(cell.try_read(value, 4));
    EXPECT_EQ(value.number(), 8U);
    EXPECT_TRUE(value.is_whole());
}
#endif

TEST(StampedWords, a_reader_beside_a_writer_never_gets_a_torn_value) {
    constexpr std::uint64_t last = 100'000;
    StampedWords<Value> cell{};
    cell.write(Value::of(1), 1);
    std::thread writer([&] {
        for (std::uint64_t stamp = 2; stamp <= last; ++stamp) cell.write(Value::of(stamp), stamp);
    });
    std::uint64_t wrong = 0;
    Value value;
    for (std::uint64_t stamp = 0; stamp != last;) {
        stamp = cell.stamp();
        if (cell.try_read(value, stamp)) wrong += value.number() != stamp || !value.is_whole();
    }
    writer.join();
    EXPECT_EQ(wrong, 0U);
}

} // namespace pinion::shm
