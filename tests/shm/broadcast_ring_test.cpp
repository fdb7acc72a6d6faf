// The broadcast ring within one process: release, lapping, restart, damage. Sudden death and
// read-only mappings are in ring_processes_test.cpp.
#include "shm/broadcast_ring.h"
#include "tests/shm/counted_message.h"
#include "tests/shm/ring_memory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace pinion::shm {

namespace {

using Message = test::CountedMessage<2>;
using Ring = BroadcastRing<Message>;

constexpr std::uint64_t slots = 8;
constexpr std::size_t slot_count_offset = 0;
constexpr std::size_t slot_bytes_offset = 8;
constexpr std::size_t written_offset = offsetof(BroadcastRingHeader, written);

struct BroadcastRingTest : testing::Test {
    BroadcastRingTest() { Ring::format(memory.span(), slots); }

    test::RingMemory memory{Ring::bytes(slots)};
};

/// A writer whose messages carry their sequence.
struct Writer : BroadcastWriter<Message> {
    using BroadcastWriter::BroadcastWriter;

    void stage_next(std::uint64_t count) {
        for (std::uint64_t i = 0; i < count; ++i) stage(Message::of(staged() + 1));
    }

    void publish_next(std::uint64_t count) {
        for (std::uint64_t i = 0; i < count; ++i) publish(Message::of(staged() + 1));
    }
};

void expect_sequences(BroadcastReader<Message>& reader, std::uint64_t first, std::uint64_t last) {
    Message message;
    for (std::uint64_t sequence = first; sequence <= last; ++sequence) {
        ASSERT_EQ(reader.poll(message), BroadcastRead::ready) << sequence;
        EXPECT_EQ(message.number(), sequence);
        EXPECT_TRUE(message.is_whole());
    }
}

BroadcastRead poll(BroadcastReader<Message>& reader) {
    Message message;
    return reader.poll(message);
}

} // namespace

TEST_F(BroadcastRingTest, claimed_messages_are_seen_when_they_are_released) {
    Writer writer(memory.span());
    BroadcastReader<Message> reader(memory.span());
    for (std::uint64_t sequence = 1; sequence <= 3 * slots; ++sequence) {
        writer.claim() = Message::of(sequence);
        EXPECT_EQ(poll(reader), BroadcastRead::empty);
        EXPECT_EQ(writer.stage(), sequence);
        EXPECT_EQ(poll(reader), BroadcastRead::empty);
        writer.release();
        expect_sequences(reader, sequence, sequence);
    }
}

TEST_F(BroadcastRingTest, a_claimed_message_that_is_never_staged_was_never_written) {
    Writer writer(memory.span());
    writer.publish_next(3);
    writer.claim() = Message::of(4);
    Writer successor(memory.span());
    EXPECT_EQ(successor.staged(), 3U);
    successor.publish_next(1);
    BroadcastReader<Message> reader(memory.span());
    reader.seek(1);
    expect_sequences(reader, 1, 4);
}

TEST_F(BroadcastRingTest, every_reader_gets_every_message) {
    BroadcastReader<Message> one(memory.span());
    BroadcastReader<Message> two(memory.span());
    Writer writer(memory.span());
    writer.publish_next(5);
    expect_sequences(one, 1, 5);
    expect_sequences(two, 1, 5);
    EXPECT_EQ(poll(one), BroadcastRead::empty);
    EXPECT_EQ(one.written(), 5U);
}

TEST_F(BroadcastRingTest, a_fresh_reader_starts_behind_the_newest_message) {
    Writer writer(memory.span());
    writer.publish_next(3);
    BroadcastReader<Message> reader(memory.span());
    EXPECT_EQ(reader.next(), 4U);
    EXPECT_EQ(poll(reader), BroadcastRead::empty);
    reader.seek(2);
    expect_sequences(reader, 2, 3);
}

TEST_F(BroadcastRingTest, a_message_is_unseen_until_it_is_released) {
    BroadcastReader<Message> reader(memory.span());
    Writer writer(memory.span());
    writer.stage_next(3);
    EXPECT_EQ(poll(reader), BroadcastRead::empty);
    EXPECT_EQ(writer.unreleased(), 3U);
    writer.release(2);
    expect_sequences(reader, 1, 2);
    EXPECT_EQ(poll(reader), BroadcastRead::empty);
    writer.release();
    expect_sequences(reader, 3, 3);
    EXPECT_EQ(writer.unreleased(), 0U);
}

TEST_F(BroadcastRingTest, a_reader_keeps_up_while_the_ring_wraps_around) {
    BroadcastReader<Message> reader(memory.span());
    Writer writer(memory.span());
    for (std::uint64_t round = 0; round < 100; ++round) {
        writer.publish_next(slots);
        expect_sequences(reader, round * slots + 1, round * slots + slots);
    }
}

TEST_F(BroadcastRingTest, a_lapped_reader_knows_it) {
    BroadcastReader<Message> reader(memory.span());
    Writer writer(memory.span());
    writer.publish_next(slots + 1);
    EXPECT_EQ(poll(reader), BroadcastRead::lapped);
    EXPECT_EQ(poll(reader), BroadcastRead::lapped) << "until it seeks";
    reader.seek(2);
    expect_sequences(reader, 2, slots + 1);
}

TEST_F(BroadcastRingTest, staging_over_an_unread_message_laps_its_reader) {
    BroadcastReader<Message> reader(memory.span());
    Writer writer(memory.span());
    writer.publish_next(slots);
    writer.stage_next(1);
    EXPECT_EQ(poll(reader), BroadcastRead::lapped);
    reader.seek(2);
    expect_sequences(reader, 2, slots);
    EXPECT_EQ(poll(reader), BroadcastRead::empty);
}

TEST_F(BroadcastRingTest, a_new_writer_goes_on_behind_the_last_released_message) {
    {
        Writer writer(memory.span());
        writer.publish_next(5);
        writer.stage_next(2);
    }
    BroadcastReader<Message> reader(memory.span());
    Writer writer(memory.span());
    EXPECT_EQ(writer.staged(), 5U);
    writer.publish_next(2);
    expect_sequences(reader, 6, 7);
}

TEST_F(BroadcastRingTest, a_new_writer_believes_the_stamps_when_the_hint_lags) {
    for (std::uint64_t lag = 0; lag <= slots; ++lag) {
        Writer writer(memory.span());
        writer.publish_next(2 * slots);
        memory.word_at(written_offset) -= lag;
        Writer successor(memory.span());
        EXPECT_EQ(successor.staged(), writer.staged()) << lag;
        EXPECT_EQ(successor.written(), writer.staged()) << lag;
    }
}

TEST_F(BroadcastRingTest, a_whole_ring_may_be_staged_and_no_more) {
    Writer writer(memory.span());
    writer.stage_next(slots);
    EXPECT_DEATH(writer.stage_next(1), "unreleased");
    EXPECT_DEATH(writer.release(slots + 1), "staged_");
}

TEST_F(BroadcastRingTest, a_damaged_hint_leads_no_reader_astray_and_is_refused_by_a_writer) {
    Writer writer(memory.span());
    writer.publish_next(slots);
    for (std::uint64_t damage :
         {std::uint64_t{1} << 40, std::uint64_t{1} << 62, ~std::uint64_t{0}}) {
        memory.word_at(written_offset) = damage;
        BroadcastReader<Message> reader(memory.span());
        EXPECT_NE(poll(reader), BroadcastRead::ready);
        reader.seek(1);
        expect_sequences(reader, 1, slots);
        EXPECT_NE(test::refusal_of([&] { Writer successor(memory.span()); }), "");
    }
}

TEST_F(BroadcastRingTest, a_damaged_stamp_hides_its_message_only) {
    Writer writer(memory.span());
    writer.publish_next(slots);
    for (std::uint64_t damage : {std::uint64_t{0}, std::uint64_t{3}, ~std::uint64_t{0}}) {
        memory.word_at(sizeof(BroadcastRingHeader) + 2 * sizeof(Ring::Slot) - 8) = damage;
        BroadcastReader<Message> reader(memory.span());
        reader.seek(1);
        expect_sequences(reader, 1, 1);
        EXPECT_NE(poll(reader), BroadcastRead::ready);
        reader.seek(3);
        expect_sequences(reader, 3, slots);
    }
}

TEST_F(BroadcastRingTest, memory_that_holds_another_ring_is_refused) {
    memory.word_at(slot_bytes_offset) = 64;
    EXPECT_EQ(test::refusal_of([&] { Ring ring(memory.span()); }),
              "ring has slots of 64 bytes, this program expects 128");
    memory.word_at(slot_bytes_offset) = 128;
    for (std::uint64_t count :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{16},
          std::uint64_t{1} << 57, std::uint64_t{1} << 63}) {
        memory.word_at(slot_count_offset) = count;
        EXPECT_NE(test::refusal_of([&] { Ring ring(memory.span()); }), "") << count;
    }
    EXPECT_NE(test::refusal_of([&] { Ring ring(memory.span().first(64)); }), "");
}

TEST_F(BroadcastRingTest, readers_on_threads_see_only_whole_messages_and_miss_none_unknowingly) {
    constexpr std::uint64_t count = 100'000;
    std::atomic<std::uint64_t> wrong{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            BroadcastReader<Message> reader(memory.span());
            reader.seek(1);
            Message message;
            while (reader.next() <= count) {
                const std::uint64_t expected = reader.next();
                const BroadcastRead outcome = reader.poll(message);
                if (outcome == BroadcastRead::lapped)
                    reader.seek(reader.written());
                else if (outcome == BroadcastRead::empty)
                    std::this_thread::yield();
                else if (message.number() != expected || !message.is_whole())
                    wrong.fetch_add(1);
            }
        });
    Writer writer(memory.span());
    while (writer.staged() < count) {
        writer.publish_next(1);
        if (writer.staged() % 64 == 0) std::this_thread::yield();
    }
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(wrong.load(), 0U);
}

TEST(BroadcastRingBegin, a_ring_goes_on_with_the_history_of_another) {
    const test::RingMemory memory(Ring::bytes(slots));
    Ring::format(memory.span(), slots, 1000);
    BroadcastReader<Message> behind(memory.span());
    BroadcastReader<Message> newcomer(memory.span());
    behind.seek(1000);
    EXPECT_EQ(poll(behind), BroadcastRead::lapped);
    EXPECT_EQ(poll(newcomer), BroadcastRead::empty);
    {
        Writer writer(memory.span());
        EXPECT_EQ(writer.staged(), 1000U);
        writer.publish_next(3);
    }
    EXPECT_EQ(poll(behind), BroadcastRead::lapped);
    expect_sequences(newcomer, 1001, 1003);
    Writer successor(memory.span());
    successor.publish_next(slots + 1);
    newcomer.seek(1005);
    expect_sequences(newcomer, 1005, 1003 + slots + 1);
}

} // namespace pinion::shm
