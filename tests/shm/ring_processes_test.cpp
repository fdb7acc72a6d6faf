// Rings between real processes that map a segment at addresses of their own and are killed at
// random instants. PINION_SOAK_KILLS sets how often.
#include "shm/broadcast_ring.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"
#include "tests/shm/counted_message.h"
#include "tests/shm/forked_process.h"
#include "tests/shm/random_seed.h"
#include "tests/shm/scoped_instance.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <random>
#include <thread>

namespace pinion::shm {

namespace {

using Message = test::CountedMessage<3>;
using Spsc = SpscRing<Message>;
using Broadcast = BroadcastRing<Message>;

constexpr std::uint64_t slots = 64;

int kill_count() {
    const char* wanted = std::getenv("PINION_SOAK_KILLS");
    return wanted != nullptr ? std::stoi(wanted) : 20;
}

std::span<std::byte> spsc(const Segment& segment) {
    return segment.payload().first(Spsc::bytes(slots));
}

std::span<std::byte> broadcast(const Segment& segment) {
    return segment.payload().subspan(Spsc::bytes(slots));
}

/// A segment with an SPSC ring and a broadcast ring behind it, as a link has them.
struct RingProcessesTest : testing::Test {
    RingProcessesTest()
        : name(link_segment_name(instance.name(), 1, 1)),
          owner(Segment::create(
              {name, SegmentKind::link, 1, Spsc::bytes(slots) + Broadcast::bytes(slots), "", 0600},
              [](std::span<std::byte> payload) {
                  Spsc::format(payload.first(Spsc::bytes(slots)), slots);
                  Broadcast::format(payload.subspan(Spsc::bytes(slots)), slots);
              })) {}

    [[nodiscard]] Segment open(SegmentAccess access = SegmentAccess::read_write) const {
        return Segment::open(name, SegmentKind::link, 1, access);
    }

    /// Runs `work` in a process that is killed at a random instant, and `beside` here meanwhile.
    /// `beside` tells whether it saw the other at work. One in four is killed before that, perhaps
    /// while it attaches.
    void kill_beside(const std::function<int()>& work, const std::function<bool()>& beside) {
        using Clock = std::chrono::steady_clock;
        const auto soon = [this] {
            return Clock::now() + std::chrono::microseconds(random() % 2000);
        };
        bool is_doomed = random() % 4 == 0;
        test::ForkedProcess process(work);
        auto end = is_doomed ? soon() : Clock::now() + std::chrono::seconds(30);
        while (Clock::now() < end)
            if (beside() && !is_doomed) {
                is_doomed = true;
                end = soon();
            }
        process.kill();
    }

    test::ScopedInstance instance;
    std::string name;
    Segment owner;
    std::mt19937_64 random{test::random_seed()};
};

/// Writes numbered messages for ever, in batches, going on where the last writer stopped.
[[noreturn]] int write_for_ever(const Segment& segment) {
    SpscWriter<Message> writer(spsc(segment));
    while (true) {
        for (int i = 0; i < 5; ++i)
            if (Message* claimed = writer.try_claim()) {
                *claimed = Message::of(writer.position());
                writer.stage();
            }
        writer.release();
    }
}

[[noreturn]] int broadcast_for_ever(const Segment& segment) {
    BroadcastWriter<Message> writer(broadcast(segment));
    while (true) {
        for (int i = 0; i < 5; ++i) writer.stage(Message::of(writer.staged() + 1));
        writer.release();
    }
}

/// Moves what is in the ring into the log and gives the slot back only then, as the matcher does.
[[noreturn]] int log_for_ever(const Segment& segment) {
    BroadcastWriter<Message> writer(broadcast(segment));
    SpscReader<Message> reader(spsc(segment));
    reader.seek(writer.staged()); // message p has sequence p + 1 in the log
    while (true)
        if (const Message* message = reader.peek()) {
            writer.publish(*message);
            reader.pop();
        }
}

} // namespace

TEST_F(RingProcessesTest, two_processes_pass_every_message_once_and_in_order) {
    constexpr std::uint64_t count = 50'000;
    test::ForkedProcess producer([&] {
        const Segment mine = open();
        if (mine.payload().data() == owner.payload().data()) return 1;
        SpscWriter<Message> writer(spsc(mine));
        while (writer.position() < count)
            if (!writer.try_write(Message::of(writer.position()))) std::this_thread::yield();
        return 0;
    });
    SpscReader<Message> reader(spsc(owner));
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
    EXPECT_EQ(producer.wait(), 0) << "1: mapped at the same address";
    EXPECT_EQ(wrong, 0U);
}

TEST_F(RingProcessesTest, killed_producers_lose_double_and_tear_nothing) {
    SpscReader<Message> reader(spsc(owner));
    std::uint64_t wrong = 0;
    std::uint64_t number = 0;
    const auto drain = [&] {
        const std::uint64_t first = number;
        Message message;
        while (reader.try_read(message)) {
            wrong += message.number() != number || !message.is_whole();
            ++number;
        }
        return number > first;
    };
    for (int i = 0; i < kill_count(); ++i) {
        kill_beside([&] { return write_for_ever(open()); }, drain);
        drain();
    }
    EXPECT_EQ(wrong, 0U);
    EXPECT_GT(number, 0U);
}

TEST_F(RingProcessesTest, killed_consumers_lose_and_double_nothing) {
    const Segment log_segment = open();
    SpscWriter<Message> writer(spsc(owner));
    BroadcastReader<Message> log(broadcast(log_segment));
    log.seek(1);
    std::uint64_t wrong = 0;
    Message message;
    const auto write_and_check = [&] {
        // No more in flight than the log holds, so that the check is never lapped.
        if (writer.position() + 1 - log.next() < slots)
            static_cast<void>(writer.try_write(Message::of(writer.position())));
        const std::uint64_t expected = log.next() - 1;
        const BroadcastRead outcome = log.poll(message);
        if (outcome == BroadcastRead::ready)
            wrong += message.number() != expected || !message.is_whole();
        wrong += outcome == BroadcastRead::lapped;
        return outcome == BroadcastRead::ready;
    };
    for (int i = 0; i < kill_count(); ++i)
        kill_beside([&] { return log_for_ever(open()); }, write_and_check);
    EXPECT_EQ(wrong, 0U);
    EXPECT_GT(log.next(), 1U);
}

TEST_F(RingProcessesTest, readers_of_killed_broadcasters_see_no_torn_message) {
    const Segment mapping = open(SegmentAccess::read_only);
    BroadcastReader<Message> reader(broadcast(mapping));
    std::uint64_t wrong = 0;
    std::uint64_t whole = 0;
    const auto read = [&] {
        Message message;
        const std::uint64_t expected = reader.next();
        const BroadcastRead outcome = reader.poll(message);
        if (outcome == BroadcastRead::ready) {
            ++whole;
            wrong += message.number() != expected || !message.is_whole();
        }
        return outcome;
    };
    const auto follow = [&] {
        const BroadcastRead outcome = read();
        if (outcome == BroadcastRead::lapped) reader.seek(reader.written());
        return outcome != BroadcastRead::empty;
    };
    for (int i = 0; i < kill_count(); ++i) {
        kill_beside([&] { return broadcast_for_ever(open()); }, follow);
        // What is left: each slot holds a whole message, or one that was being written.
        const std::uint64_t last = reader.written();
        for (std::uint64_t sequence = last < slots ? 1 : last - slots + 1; sequence <= last;
             ++sequence) {
            reader.seek(sequence);
            static_cast<void>(read());
        }
    }
    EXPECT_EQ(wrong, 0U);
    EXPECT_GT(whole, 0U);
}

TEST_F(RingProcessesTest, a_dead_producers_ring_is_adopted_and_drained) {
    test::ForkedProcess producer([&] {
        Segment mine = open();
        if (!mine.try_lock(SegmentRole::producer)) return 1;
        SpscWriter<Message> writer(spsc(mine));
        for (std::uint64_t i = 0; i < 10; ++i)
            if (!writer.try_write(Message::of(i))) return 2;
        return ::raise(SIGKILL);
    });
    EXPECT_EQ(producer.wait(), 128 + SIGKILL);

    Segment successor = open();
    ASSERT_TRUE(successor.try_lock(SegmentRole::producer));
    SpscWriter<Message> writer(spsc(successor));
    EXPECT_EQ(writer.position(), 10U);
    ASSERT_TRUE(writer.try_write(Message::of(10)));
    SpscReader<Message> reader(spsc(owner));
    Message message;
    for (std::uint64_t number = 0; number <= 10; ++number) {
        ASSERT_TRUE(reader.try_read(message));
        EXPECT_EQ(message.number(), number);
    }
    EXPECT_FALSE(reader.try_read(message));
}

TEST_F(RingProcessesTest, a_second_live_producer_is_refused) {
    Segment one = open();
    ASSERT_TRUE(one.try_lock(SegmentRole::producer));
    test::ForkedProcess second([&] { return open().try_lock(SegmentRole::producer) ? 1 : 0; });
    EXPECT_EQ(second.wait(), 0);
}

} // namespace pinion::shm
