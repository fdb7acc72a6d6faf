// The SPSC ring within one process: what each end may do, and what a restarted end finds. Hops
// between processes and sudden death are in ring_processes_test.cpp.
#include "shm/spsc_ring.h"
#include "tests/shm/counted_message.h"
#include "tests/shm/ring_memory.h"

#include <gtest/gtest.h>

#include <thread>

namespace pinion::shm {

namespace {

using Message = test::CountedMessage<1>;
using Ring = SpscRing<Message>;

constexpr std::uint64_t slots = 8;
constexpr std::size_t slot_count_offset = 0;
constexpr std::size_t slot_bytes_offset = 8;
constexpr std::size_t consumed_offset = offsetof(SpscRingHeader, consumed);

struct SpscRingTest : testing::Test {
    SpscRingTest() { Ring::format(memory.span(), slots); }

    test::RingMemory memory{Ring::bytes(slots)};
};

void write_numbers(SpscWriter<Message>& writer, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i)
        ASSERT_TRUE(writer.try_write(Message::of(writer.position())));
}

void expect_numbers(SpscReader<Message>& reader, std::uint64_t begin, std::uint64_t end) {
    Message message;
    for (std::uint64_t number = begin; number < end; ++number) {
        ASSERT_TRUE(reader.try_read(message)) << number;
        EXPECT_TRUE(message.is_whole());
        EXPECT_EQ(message.number(), number);
    }
}

} // namespace

TEST_F(SpscRingTest, an_empty_ring_has_nothing_to_read) {
    SpscReader<Message> reader(memory.span());
    EXPECT_EQ(reader.peek(), nullptr);
    EXPECT_EQ(reader.depth(), 0U);
}

TEST_F(SpscRingTest, a_full_ring_refuses_the_next_message) {
    SpscWriter<Message> writer(memory.span());
    write_numbers(writer, slots);
    EXPECT_FALSE(writer.try_write(Message::of(slots)));
    EXPECT_EQ(writer.try_claim(), nullptr);
    EXPECT_EQ(writer.free_slots(), 0U);
    EXPECT_EQ(writer.depth(), slots);
}

TEST_F(SpscRingTest, a_slot_given_back_can_be_written_again) {
    SpscWriter<Message> writer(memory.span());
    SpscReader<Message> reader(memory.span());
    write_numbers(writer, slots);
    expect_numbers(reader, 0, 1);
    reader.publish_consumed();
    EXPECT_EQ(writer.free_slots(), 1U);
    write_numbers(writer, 1);
    EXPECT_EQ(writer.try_claim(), nullptr);
    expect_numbers(reader, 1, slots + 1);
}

TEST_F(SpscRingTest, order_holds_while_the_ring_wraps_around_many_times) {
    SpscWriter<Message> writer(memory.span());
    SpscReader<Message> reader(memory.span());
    for (std::uint64_t round = 0; round < 1000; ++round) {
        write_numbers(writer, 5);
        expect_numbers(reader, round * 5, round * 5 + 5);
        ASSERT_EQ(reader.peek(), nullptr);
    }
}

TEST_F(SpscRingTest, a_staged_message_is_unseen_until_it_is_released) {
    SpscWriter<Message> writer(memory.span());
    SpscReader<Message> reader(memory.span());
    for (std::uint64_t number = 0; number < 3; ++number) {
        *writer.try_claim() = Message::of(number);
        writer.stage();
    }
    EXPECT_EQ(reader.peek(), nullptr);
    writer.release();
    expect_numbers(reader, 0, 3);
}

TEST_F(SpscRingTest, staged_messages_count_against_a_full_ring) {
    SpscWriter<Message> writer(memory.span());
    for (std::uint64_t i = 0; i < slots; ++i) {
        ASSERT_NE(writer.try_claim(), nullptr);
        writer.stage();
    }
    EXPECT_EQ(writer.try_claim(), nullptr);
}

TEST_F(SpscRingTest, a_reader_can_look_ahead_of_the_oldest_message) {
    SpscWriter<Message> writer(memory.span());
    SpscReader<Message> reader(memory.span());
    write_numbers(writer, 3);
    ASSERT_NE(reader.peek_ahead(2), nullptr);
    EXPECT_EQ(reader.peek_ahead(2)->number(), 2U);
    EXPECT_EQ(reader.peek_ahead(3), nullptr);
    EXPECT_EQ(reader.peek_ahead(slots), nullptr) << "a slot's message has one place only";
    EXPECT_EQ(reader.peek()->number(), 0U);
}

TEST_F(SpscRingTest, a_new_writer_goes_on_where_the_last_one_stopped) {
    {
        SpscWriter<Message> writer(memory.span());
        write_numbers(writer, 5);
    }
    SpscWriter<Message> writer(memory.span());
    EXPECT_EQ(writer.position(), 5U);
    write_numbers(writer, 3);
    SpscReader<Message> reader(memory.span());
    expect_numbers(reader, 0, 8);
}

TEST_F(SpscRingTest, a_new_writer_finds_a_full_ring_full) {
    {
        SpscWriter<Message> writer(memory.span());
        write_numbers(writer, slots);
    }
    SpscWriter<Message> writer(memory.span());
    EXPECT_EQ(writer.position(), slots);
    EXPECT_EQ(writer.try_claim(), nullptr);
}

TEST_F(SpscRingTest, what_a_dead_writer_staged_and_did_not_release_is_overwritten) {
    {
        SpscWriter<Message> writer(memory.span());
        write_numbers(writer, 2);
        *writer.try_claim() = Message::of(77);
        writer.stage();
    }
    SpscWriter<Message> writer(memory.span());
    EXPECT_EQ(writer.position(), 2U);
    write_numbers(writer, 1);
    SpscReader<Message> reader(memory.span());
    expect_numbers(reader, 0, 3);
}

TEST_F(SpscRingTest, a_new_reader_starts_at_the_published_place) {
    SpscWriter<Message> writer(memory.span());
    write_numbers(writer, 6);
    {
        SpscReader<Message> reader(memory.span());
        expect_numbers(reader, 0, 4);
        reader.publish_consumed();
    }
    SpscReader<Message> reader(memory.span());
    expect_numbers(reader, 4, 6);
}

TEST_F(SpscRingTest, a_new_reader_skips_what_it_knows_was_handled) {
    SpscWriter<Message> writer(memory.span());
    write_numbers(writer, 6);
    {
        SpscReader<Message> reader(memory.span());
        expect_numbers(reader, 0, 1); // not published yet
    }
    SpscReader<Message> reader(memory.span());
    EXPECT_EQ(reader.position(), 0U);
    reader.seek(1);
    expect_numbers(reader, 1, 6);
    reader.seek(2);
    EXPECT_EQ(reader.position(), 6U) << "seek never goes back";
}

TEST_F(SpscRingTest, a_damaged_consumed_mark_can_stop_the_writer_but_not_lead_it_astray) {
    for (std::uint64_t mark : {std::uint64_t{1} << 40, ~std::uint64_t{0}, std::uint64_t{3}}) {
        SpscWriter<Message> writer(memory.span());
        memory.word_at(consumed_offset) = mark;
        EXPECT_LE(writer.free_slots(), slots);
        for (std::uint64_t i = 0; i < 3 * slots; ++i)
            static_cast<void>(writer.try_write(Message::of(i)));
        SpscWriter<Message> successor(memory.span());
        EXPECT_LE(successor.position() - mark, slots);
        SpscReader<Message> reader(memory.span());
        Message message;
        std::uint64_t count = 0;
        while (reader.try_read(message)) ++count;
        EXPECT_LE(count, slots);
    }
}

TEST_F(SpscRingTest, memory_that_holds_another_ring_is_refused) {
    memory.word_at(slot_bytes_offset) = 128;
    EXPECT_EQ(test::refusal_of([&] { Ring ring(memory.span()); }),
              "ring has slots of 128 bytes, this program expects 64");
    memory.word_at(slot_bytes_offset) = 64;
    for (std::uint64_t count :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{16},
          std::uint64_t{1} << 58, std::uint64_t{1} << 63}) {
        memory.word_at(slot_count_offset) = count;
        EXPECT_NE(test::refusal_of([&] { Ring ring(memory.span()); }), "") << count;
    }
}

TEST_F(SpscRingTest, memory_that_is_too_small_or_askew_is_refused) {
    EXPECT_NE(test::refusal_of([&] { Ring ring(memory.span().first(8)); }), "");
    EXPECT_NE(test::refusal_of([&] { Ring ring(std::span<std::byte>{}); }), "");
    EXPECT_NE(test::refusal_of([&] { Ring::format(memory.span(), 2 * slots); }), "");
    EXPECT_NE(test::refusal_of([&] { Ring::format(memory.span().subspan(8), 2); }), "");
    EXPECT_NE(test::refusal_of([&] { Ring::format(memory.span(), 3); }), "");
}

TEST_F(SpscRingTest, two_threads_pass_every_message_once_and_in_order) {
    constexpr std::uint64_t count = 200'000;
    std::thread producer([&] {
        SpscWriter<Message> writer(memory.span());
        while (writer.position() < count)
            if (!writer.try_write(Message::of(writer.position()))) std::this_thread::yield();
    });
    SpscReader<Message> reader(memory.span());
    std::uint64_t wrong = 0;
    Message message;
    for (std::uint64_t number = 0; number < count;) {
        if (!reader.try_read(message)) {
            std::this_thread::yield();
            continue;
        }
        wrong += message.number() != number || !message.is_whole();
        ++number;
    }
    producer.join();
    EXPECT_EQ(wrong, 0U);
    EXPECT_EQ(reader.peek(), nullptr);
}

TEST(SpscRingBegin, a_ring_goes_on_with_the_positions_of_another) {
    const test::RingMemory memory(Ring::bytes(slots));
    Ring::format(memory.span(), slots, 1003);
    SpscReader<Message> reader(memory.span());
    EXPECT_EQ(reader.peek(), nullptr);
    {
        SpscWriter<Message> writer(memory.span());
        EXPECT_EQ(writer.position(), 1003U);
        write_numbers(writer, slots);
        EXPECT_EQ(writer.try_claim(), nullptr);
    }
    expect_numbers(reader, 1003, 1003 + slots);
    EXPECT_EQ(SpscWriter<Message>(memory.span()).position(), 1003 + slots);
}

TEST_F(SpscRingTest, staged_messages_are_released_up_to_a_position) {
    SpscReader<Message> reader(memory.span());
    SpscWriter<Message> writer(memory.span());
    for (int i = 0; i < 3; ++i) {
        *writer.try_claim() = Message::of(writer.position());
        writer.stage();
    }
    writer.release(2);
    expect_numbers(reader, 0, 2);
    EXPECT_EQ(reader.peek(), nullptr);
    writer.release();
    expect_numbers(reader, 2, 3);
}

} // namespace pinion::shm
