#include "engine/host/outbox.h"
#include "engine/host/ring_memory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

// Output is staged, and seen only when the gate lets its command pass; what a ring has no room for
// is held back and never lost.

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

    /// Number `exec_id` of its gateway too.
    static shm::Report report(std::uint64_t exec_id) {
        shm::Report report{};
        report.report_sequence = exec_id;
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

    static void write(Outbox& outbox, const shm::Report& report) {
        outbox.claim_report(report.gateway, report.report_sequence) = report;
        outbox.stage_report();
    }

    static void write(Outbox& outbox, const shm::FeedEvent& event) {
        outbox.claim_feed_event() = event;
        outbox.stage_feed_event();
    }

    RingMemory report_memory_{shm::BroadcastRing<shm::Report>::bytes(report_slots)};
    RingMemory book_event_memory_{shm::SpscRing<shm::FeedEvent>::bytes(book_event_slots)};
    std::atomic<std::uint64_t> waits_{0};
    std::atomic<std::uint64_t> output_log_waits_{0};
    std::atomic<std::uint64_t> output_log_{0};
    std::atomic<std::uint64_t> unroutable_{0};
    std::atomic<std::uint64_t> rejects_{0};

    struct Rings {
        explicit Rings(OutboxTest& test, bool has_output_log = false)
            : reports(test.report_memory_.bytes()), book_events(test.book_event_memory_.bytes()),
              outbox(
                  {std::nullopt, ReportLane(reports, has_output_log ? &test.output_log_ : nullptr)},
                  book_events, gate,
                  {shm::Counter(test.rejects_), shm::Counter(test.unroutable_),
                   shm::Counter(test.output_log_waits_), shm::Counter(test.waits_)}),
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
    write(rings.outbox, report(1));
    write(rings.outbox, book_event(1));
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

TEST_F(OutboxTest, more_reports_than_the_ring_holds_are_released_early_and_in_order) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    shm::Report seen;
    for (std::uint64_t i = 1; i <= report_slots; ++i) write(rings.outbox, report(i));
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::empty);

    write(rings.outbox, report(report_slots + 1));
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

TEST_F(OutboxTest, a_claimed_book_event_stays_unseen_when_reports_are_released_early) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    shm::FeedEvent& claimed = rings.outbox.claim_feed_event();
    for (std::uint64_t i = 1; i <= report_slots + 1; ++i) write(rings.outbox, report(i));
    rings.outbox.release();
    EXPECT_EQ(rings.publisher.peek(), nullptr);

    claimed = book_event(1);
    rings.outbox.stage_feed_event();
    rings.outbox.release();
    ASSERT_NE(rings.publisher.peek(), nullptr);
    EXPECT_EQ(rings.publisher.peek()->order_id, 1U);
}

TEST_F(OutboxTest, what_the_ring_of_book_events_has_no_room_for_is_held_back) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    write(rings.outbox, report(1));
    constexpr std::uint64_t events = 3 * book_event_slots + 1;
    for (std::uint64_t i = 1; i <= events; ++i) write(rings.outbox, book_event(i));
    rings.outbox.release();
    EXPECT_EQ(waits_.load(), 1U);
    EXPECT_TRUE(rings.outbox.is_behind());
    EXPECT_EQ(rings.outbox.feed_sequence(), events) << "a checkpoint tells of them, too";
    EXPECT_EQ(rings.outbox.catch_up(), 0U);
    shm::Report seen;
    EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);

    for (std::uint64_t i = 1; i <= events; ++i) {
        shm::FeedEvent event;
        ASSERT_TRUE(rings.publisher.try_read(event));
        EXPECT_EQ(event.order_id, i);
        rings.publisher.publish_consumed();
        static_cast<void>(rings.outbox.catch_up());
    }
    EXPECT_FALSE(rings.outbox.is_behind());
    EXPECT_EQ(rings.outbox.feed_sequence(), events);
}

TEST_F(OutboxTest, a_report_that_the_output_log_lacks_keeps_its_slot) {
    Rings rings(*this, true);
    rings.gate.open(1);
    rings.outbox.begin(1);
    for (std::uint64_t i = 1; i <= 2 * report_slots; ++i) write(rings.outbox, report(i));
    rings.outbox.release();
    EXPECT_EQ(output_log_waits_.load(), 1U);
    shm::Report seen;
    for (std::uint64_t i = 1; i <= 2 * report_slots; ++i) {
        EXPECT_EQ(rings.outbox.is_behind(), i <= report_slots);
        ASSERT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);
        EXPECT_EQ(seen.exec_id, i);
        output_log_ = i;
        static_cast<void>(rings.outbox.catch_up());
    }
    EXPECT_TRUE(rings.outbox.is_empty());
}

TEST_F(OutboxTest, each_command_is_seen_when_it_may_be) {
    Rings rings(*this);
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
        rings.outbox.begin(sequence);
        write(rings.outbox, report(sequence));
        write(rings.outbox, book_event(sequence));
        rings.outbox.release();
    }
    shm::Report seen;
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
        EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::empty);
        EXPECT_EQ(rings.publisher.peek_ahead(sequence - 1), nullptr);
        EXPECT_FALSE(rings.outbox.is_empty());
        rings.gate.open(sequence);
        rings.outbox.release();
        EXPECT_EQ(rings.gateway.poll(seen), shm::BroadcastRead::ready);
        EXPECT_NE(rings.publisher.peek_ahead(sequence - 1), nullptr);
    }
    EXPECT_TRUE(rings.outbox.is_empty());
}

TEST_F(OutboxTest, a_report_to_a_gateway_without_a_link_is_counted_and_dropped) {
    Rings rings(*this);
    rings.gate.open(1);
    rings.outbox.begin(1);
    shm::Report lost = report(1);
    for (const std::uint16_t gateway : std::initializer_list<std::uint16_t>{0, 2, 65535}) {
        lost.gateway = gateway;
        write(rings.outbox, lost);
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
    write(rings.outbox, said);
    EXPECT_EQ(rejects_.load(), 0U);
    said = report(2);
    said.exec_type = shm::ExecType::rejected;
    write(rings.outbox, said);
    said = report(3);
    said.kind = shm::ReportKind::cancel_reject;
    write(rings.outbox, said);
    said = report(4);
    said.kind = shm::ReportKind::business_reject;
    write(rings.outbox, said);
    EXPECT_EQ(rejects_.load(), 3U);
    said = report(5);
    said.kind = shm::ReportKind::mass_cancel_report;
    write(rings.outbox, said);
    EXPECT_EQ(rejects_.load(), 3U);
    said = report(6);
    said.kind = shm::ReportKind::mass_cancel_report;
    said.reason = shm::RejectReason::unsupported_instruction;
    write(rings.outbox, said);
    EXPECT_EQ(rejects_.load(), 4U);
}

} // namespace
} // namespace pinion::engine
