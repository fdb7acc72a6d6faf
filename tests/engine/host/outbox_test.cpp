#include "engine/host/outbox.h"
#include "engine/host/ring_memory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

// Output is staged, and seen only when the gate lets its command pass; rings that are full of
// staged output are released early and never overwritten or waited for, but for the publisher's.

namespace pinion::engine {
namespace {

constexpr std::uint64_t report_slots = 4;
constexpr std::uint64_t book_event_slots = 4;

class OutboxTest : public testing::Test {
  protected:
    OutboxTest() {
        shm::BroadcastRing<shm::Report>::format(report_memory_.bytes(), report_slots);
        shm::SpscRing<shm::FeedEvent>::format(book_event_memory_.bytes(), book_event_slots);
    }

    static shm::Report report(std::uint64_t exec_id) {
        shm::Report report{};
        report.kind = shm::ReportKind::execution;
        report.exec_type = shm::ExecType::new_order;
        report.gateway = 1;
        report.exec_id = exec_id;
        return report;
    }

    static shm::FeedEvent book_event(std::uint64_t order_id) {
        shm::FeedEvent event{};
        event.kind = shm::FeedEventKind::add;
        event.order_id = order_id;
        return event;
    }

    RingMemory report_memory_{shm::BroadcastRing<shm::Report>::bytes(report_slots)};
    RingMemory book_event_memory_{shm::SpscRing<shm::FeedEvent>::bytes(book_event_slots)};
    std::atomic<std::uint64_t> waits_{0};
    std::atomic<std::uint64_t> unroutable_{0};
    std::atomic<std::uint64_t> rejects_{0};

    struct Rings {
        explicit Rings(OutboxTest& test)
            : reports(test.report_memory_.bytes()), book_events(test.book_event_memory_.bytes()),
              outbox({nullptr, &reports}, book_events, gate,
                     {shm::Counter(test.rejects_), shm::Counter(test.unroutable_),
                      shm::Counter(test.waits_)}),
              gateway(test.report_memory_.bytes()), publisher(test.book_event_memory_.bytes()) {}

        shm::BroadcastWriter<shm::Report> reports;
        shm::SpscWriter<shm::FeedEvent> book_events;
        ReleaseGate gate;
        Outbox outbox;
        shm::BroadcastReader<shm::Report> gateway;
        shm::SpscReader<shm::FeedEvent> publisher;
    };
};

TEST_F(OutboxTest, nothing_is_visible_before_the_gate_lets_its_command_pass) {
    Rings rings(*this);
    shm::Report seen;
    rings.gate.open(6);
    rings.outbox.begin(7);
    rings.outbox.on_report(report(1));
    rings.outbox.on_feed_event(book_event(1));
    rings.outbox.release();
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::empty);
    EXPECT_EQ(rings.publisher.peek(), nullptr);

    rings.gate.open(7);
    rings.outbox.release();
    ASSERT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);
    EXPECT_EQ(seen.exec_id, 1U);
    ASSERT_NE(rings.publisher.peek(), nullptr);
    EXPECT_EQ(rings.publisher.peek()->order_id, 1U);
}

TEST_F(OutboxTest, the_gate_never_closes_again) {
    ReleaseGate gate;
    gate.open(9);
    gate.open(3);
    EXPECT_TRUE(gate.lets_pass(9));
    EXPECT_FALSE(gate.lets_pass(10));
}

TEST_F(OutboxTest, a_report_is_numbered_by_its_place_in_the_ring) {
    {
        Rings before(*this);
        before.gate.open(1);
        before.outbox.begin(1);
        for (std::uint64_t i = 0; i < 3; ++i) before.outbox.on_report(report(i));
        before.outbox.release();
    }
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    rings.outbox.on_report(report(1));
    rings.outbox.release();
    shm::Report seen;
    ASSERT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);
    EXPECT_EQ(seen.report_sequence, 4U);
}

TEST_F(OutboxTest, more_reports_than_the_ring_holds_are_released_early_and_in_order) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    shm::Report seen;
    for (std::uint64_t i = 1; i <= report_slots; ++i) rings.outbox.on_report(report(i));
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::empty);

    rings.outbox.on_report(report(report_slots + 1));
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::lapped);
    for (std::uint64_t i = 2; i <= report_slots; ++i) {
        rings.gateway.seek(i);
        ASSERT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);
        EXPECT_EQ(seen.exec_id, i);
    }
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::empty);
    rings.outbox.release();
    ASSERT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);
    EXPECT_EQ(seen.exec_id, report_slots + 1);
}

TEST_F(OutboxTest, a_full_ring_of_book_events_is_waited_for_with_everything_staged_released) {
    Rings rings(*this);
    rings.gate.open(1);
    std::thread matcher([&] {
        rings.outbox.begin(1);
        rings.outbox.on_report(report(1));
        for (std::uint64_t i = 1; i <= 2 * book_event_slots + 1; ++i)
            rings.outbox.on_feed_event(book_event(i));
        rings.outbox.release();
    });
    while (waits_.load() == 0) std::this_thread::yield();
    shm::Report seen;
    while (rings.gateway.poll(seen) != shm::BroadcastRead::ready) std::this_thread::yield();
    EXPECT_EQ(seen.exec_id, 1U);

    for (std::uint64_t i = 1; i <= 2 * book_event_slots + 1; ++i) {
        shm::FeedEvent event;
        while (!rings.publisher.try_read(event)) std::this_thread::yield();
        EXPECT_EQ(event.order_id, i);
    }
    matcher.join();
    EXPECT_EQ(rings.outbox.feed_sequence(), 2 * book_event_slots + 1);
}

TEST_F(OutboxTest, a_report_to_a_gateway_without_a_link_is_counted_and_dropped) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    shm::Report lost = report(1);
    for (const std::uint16_t gateway : std::initializer_list<std::uint16_t>{0, 2, 65535}) {
        lost.gateway = gateway;
        rings.outbox.on_report(lost);
    }
    rings.outbox.release();
    EXPECT_EQ(unroutable_.load(), 3U);
    shm::Report seen;
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::empty);
}

TEST_F(OutboxTest, reports_that_say_no_are_counted) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    shm::Report said = report(1);
    rings.outbox.on_report(said);
    EXPECT_EQ(rejects_.load(), 0U);
    said.exec_type = shm::ExecType::rejected;
    rings.outbox.on_report(said);
    said.kind = shm::ReportKind::cancel_reject;
    rings.outbox.on_report(said);
    EXPECT_EQ(rejects_.load(), 2U);
}

} // namespace
} // namespace pinion::engine
