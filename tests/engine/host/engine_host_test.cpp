#include "engine/host/engine_host.h"
#include "shm/layout/feed_segment.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

// A whole engine with its threads and its segments, in this process, where the sanitizers see all
// of it.

namespace pinion::engine {
namespace {

class EngineHostTest : public testing::Test {
  protected:
    EngineHostTest() {
        options_.instance = instance_.name();
        options_.engine = test::small_engine();
        options_.gateways = {{7, 0}, {8, 1}};
        options_.command_slots = 64;
        options_.report_slots = 256;
        options_.log_slots = 256;
        options_.book_event_slots = 64;
        options_.feed_slots = 256;
        options_.matcher.wait = shm::Wait::yield;
    }

    [[nodiscard]] test::LinkPeer gateway(std::uint16_t id) { return {instance_.name(), 1, id}; }

    test::UniqueInstance instance_;
    HostOptions options_;
};

TEST_F(EngineHostTest, an_order_is_answered_and_comes_out_in_the_feed) {
    EngineHost host(options_);
    host.start();
    const auto feed =
        shm::Segment::open(shm::feed_segment_name(instance_.name(), 1), shm::SegmentKind::feed,
                           shm::FeedLayout::hash(), shm::SegmentAccess::read_only);
    shm::BroadcastReader<shm::FeedEvent> events(shm::FeedView(feed.payload()).events());

    test::LinkPeer peer = gateway(8);
    EXPECT_EQ(peer.engine_epoch(), host.engine_epoch());
    ASSERT_TRUE(peer.send(test::CommandMaker(host.engine_epoch()).bid()));
    const auto report = peer.next_report();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->exec_type, shm::ExecType::new_order);
    EXPECT_EQ(report->engine_epoch, host.engine_epoch());
    shm::FeedEvent event;
    ASSERT_TRUE(test::eventually([&] { return events.poll(event) == shm::BroadcastRead::ready; }));
    EXPECT_EQ(event.kind, shm::FeedEventKind::add);
    EXPECT_EQ(event.order_id, report->order_id);

    host.stop();
    EXPECT_TRUE(peer.segment().is_unlinked());
    EXPECT_EQ(peer.engine_epoch(), 0U);
}

TEST_F(EngineHostTest, a_clean_stop_leaves_nothing_behind) {
    {
        EngineHost host(options_);
        host.start();
        EXPECT_EQ(instance_.segments().size(), 5U);
        host.stop();
    }
    EXPECT_TRUE(instance_.segments().empty());
}

TEST_F(EngineHostTest, what_was_written_before_the_stop_is_answered) {
    EngineHost host(options_);
    host.start();
    test::LinkPeer peer = gateway(7);
    test::CommandMaker maker(host.engine_epoch());
    for (int i = 0; i < 60; ++i) ASSERT_TRUE(peer.send(maker.bid()));
    host.stop();
    EXPECT_EQ(peer.reports_written(), 60U);
}

TEST_F(EngineHostTest, each_epoch_has_a_cl_ord_id_key_of_its_own) {
    std::set<std::uint64_t> words;
    for (int life = 0; life < 2; ++life) {
        EngineHost host(options_);
        host.start();
        const test::LinkPeer peer = gateway(7);
        for (const std::uint64_t word : peer.header().cl_ord_id_key) words.insert(word);
        host.stop();
    }
    EXPECT_EQ(words.size(), 4U);
}

TEST_F(EngineHostTest, a_second_engine_of_the_id_is_refused_by_name_and_pid) {
    EngineHost host(options_);
    host.start();
    try {
        EngineHost second(options_);
        FAIL() << "two engines of one id run";
    } catch (const shm::SegmentError& error) {
        EXPECT_EQ(error.code(), shm::SegmentError::Code::in_use);
        EXPECT_EQ(std::string(error.what()), "engine 1 of venue " + instance_.name() +
                                                 " already runs, pid " +
                                                 std::to_string(::getpid()));
    }
    test::LinkPeer peer = gateway(7);
    ASSERT_TRUE(peer.send(test::CommandMaker(host.engine_epoch()).bid()));
    EXPECT_TRUE(peer.next_report());
    host.stop();
}

TEST_F(EngineHostTest, a_new_engine_goes_on_where_the_log_of_a_dead_one_ends) {
    constexpr std::uint32_t dead_epoch = 4'000'000'000; // later than now: its clock was wrong
    constexpr std::uint64_t sent = 20;
    constexpr std::uint64_t logged = 16;
    {
        Link link(options_, {7, 0});
        test::LinkPeer peer = gateway(7);
        test::CommandMaker maker(dead_epoch);
        for (std::uint64_t i = 0; i < sent; ++i) ASSERT_TRUE(peer.send(maker.bid()));

        const shm::EngineLayout layout{options_.log_slots};
        const auto segment = shm::Segment::create(
            {shm::engine_segment_name(instance_.name(), 1), shm::SegmentKind::engine, layout.hash(),
             layout.bytes(), "", 0600},
            [&](std::span<std::byte> payload) { shm::EngineView::format(payload, layout, 1); });
        const shm::EngineView view(segment.payload());
        view.header().engine_epoch = dead_epoch;
        SequencedLog log(view.log());
        for (std::uint64_t i = 0; i < logged; ++i) {
            shm::LogRecord record{};
            record.sequenced.sequence = i + 1;
            record.sequenced.command.gateway = 1; // its place in the config of that time
            record.gateway_id = 7;
            record.ring_position = i;
            record.engine_epoch = dead_epoch;
            log.append(record);
        }
    }
    EngineHost host(options_);
    EXPECT_EQ(host.engine_epoch(), dead_epoch + 1);
    test::LinkPeer peer = gateway(7);
    host.start();
    for (std::uint64_t i = logged; i < sent; ++i) {
        const auto report = peer.next_report();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->msg_seq_num, i + 1);
        EXPECT_EQ(report->reason, shm::RejectReason::stale_engine_epoch);
    }
    host.stop();
    EXPECT_EQ(peer.reports_written(), sent - logged);
}

TEST_F(EngineHostTest, a_gateway_that_dies_is_sequenced_and_can_come_back) {
    EngineHost host(options_);
    host.start();
    const auto segment =
        shm::Segment::open(shm::engine_segment_name(instance_.name(), 1), shm::SegmentKind::engine,
                           0, shm::SegmentAccess::read_only);
    shm::BroadcastReader<shm::LogRecord> log(shm::EngineView(segment.payload()).log());
    shm::LogRecord record;
    {
        test::LinkPeer peer = gateway(8);
        static_cast<void>(host.tend());
    }
    ASSERT_TRUE(test::eventually([&] {
        static_cast<void>(host.tend());
        return log.poll(record) == shm::BroadcastRead::ready;
    }));
    EXPECT_EQ(record.sequenced.command.kind, shm::CommandKind::gateway_down);
    EXPECT_EQ(record.sequenced.command.gateway, 1);

    // The watch gives the role back once the matcher is done with the dead gateway, not before.
    ASSERT_TRUE(test::eventually([&] { return host.tend() > std::chrono::milliseconds(1); }));
    test::LinkPeer back = gateway(8);
    ASSERT_TRUE(back.send(test::CommandMaker(host.engine_epoch()).bid()));
    EXPECT_TRUE(back.next_report());
    host.stop();
}

TEST_F(EngineHostTest, heartbeats_and_gauges_are_kept) {
    EngineHost host(options_);
    host.start();
    test::LinkPeer peer = gateway(7);
    ASSERT_TRUE(peer.send(test::CommandMaker(host.engine_epoch()).bid()));
    ASSERT_TRUE(peer.next_report());
    const auto value = [&](const std::string& name) -> std::uint64_t {
        for (const auto& counter : shm::CountersReader(instance_.name(), "engine.1").read())
            if (counter.name == name) return counter.value;
        ADD_FAILURE() << "no counter " << name;
        return 0;
    };
    EXPECT_TRUE(test::eventually([&] {
        static_cast<void>(host.tend());
        return value("log_position") == 1;
    }));
    EXPECT_EQ(value("gateways_attached"), 1U);
    EXPECT_EQ(value("commands_total{kind=\"new_order\"}"), 1U);
    EXPECT_EQ(value("reports_total"), 1U);
    EXPECT_EQ(value("rejects_total"), 0U);
    EXPECT_EQ(value("engine_epoch"), host.engine_epoch());
    EXPECT_GT(peer.segment().header().heartbeat_ns.load(), 0);
    host.stop();
}

TEST_F(EngineHostTest, a_log_too_small_to_recover_from_is_refused) {
    options_.log_slots = 64;
    EXPECT_THROW(EngineHost{options_}, std::runtime_error);
}

} // namespace
} // namespace pinion::engine
