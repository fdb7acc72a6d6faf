#include "engine/host/log_recovery.h"
#include "tests/engine/host/matcher_bench.h"

#include <gtest/gtest.h>

#include <vector>

// The matcher with rings in this process's memory and a clock that the test sets: what is logged,
// in which order things become visible, and what happens when a ring is too small.

namespace pinion::engine {
namespace {

using test::day_roll_ns;
using test::epoch;
using Bench = test::MatcherBench;

TEST(Matcher, a_command_is_logged_with_its_place_its_time_and_where_it_came_from) {
    Bench bench;
    test::CommandMaker maker(epoch);
    bench.send(1, maker.bid());
    bench.send(1, maker.bid());
    EXPECT_EQ(bench.matcher.do_work(), 2U);

    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 2U);
    for (std::uint64_t i = 0; i < 2; ++i) {
        EXPECT_EQ(log[i].sequenced.sequence, i + 1);
        EXPECT_EQ(log[i].sequenced.time_ns, bench.now_ns + static_cast<std::int64_t>(i));
        EXPECT_EQ(log[i].ring_position, i);
        EXPECT_EQ(log[i].engine_epoch, epoch);
        EXPECT_EQ(log[i].sequenced.command.msg_seq_num, i + 1);
    }
}

TEST(Matcher, a_gateway_cannot_speak_for_another_one) {
    Bench bench;
    shm::Command command = test::CommandMaker(epoch).bid();
    command.gateway = 0;
    bench.send(1, command);
    bench.matcher.do_work();
    EXPECT_EQ(bench.read_log().at(0).sequenced.command.gateway, 1);
    EXPECT_TRUE(bench.links[0].read_reports().empty());
    EXPECT_EQ(bench.links[1].read_reports().size(), 1U);
}

TEST(Matcher, what_only_the_sequencer_or_the_operator_may_send_is_refused_from_a_gateway) {
    Bench bench;
    for (const auto kind :
         {shm::CommandKind::gateway_down, shm::CommandKind::timer, shm::CommandKind::day_roll,
          shm::CommandKind::host_lost, shm::CommandKind::control}) {
        shm::Command command{};
        command.kind = kind;
        bench.send(0, command);
    }
    bench.send(0, test::CommandMaker(epoch).bid());
    bench.matcher.do_work();
    EXPECT_EQ(bench.refused.load(), 5U);
    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].ring_position, 5U);
}

TEST(Matcher, a_busy_gateway_gets_sixteen_commands_before_it_is_the_next_ones_turn) {
    Bench bench;
    test::CommandMaker busy(epoch, 0);
    test::CommandMaker quiet(epoch, 1);
    for (int i = 0; i < 40; ++i) bench.send(0, busy.bid());
    bench.send(1, quiet.bid());

    EXPECT_EQ(bench.matcher.do_work(), 17U);
    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 17U);
    for (std::size_t i = 0; i < 16; ++i) EXPECT_EQ(log[i].sequenced.command.gateway, 0);
    EXPECT_EQ(log[16].sequenced.command.gateway, 1);
    EXPECT_EQ(bench.matcher.do_work(), 16U);
    EXPECT_EQ(bench.matcher.do_work(), 8U);
    EXPECT_EQ(bench.matcher.do_work(), 0U);
}

TEST(Matcher, answers_and_book_events_are_visible_after_the_turn) {
    Bench bench;
    bench.send(0, test::CommandMaker(epoch).bid());
    bench.matcher.do_work();
    const auto reports = bench.links[0].read_reports();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].exec_type, shm::ExecType::new_order);
    EXPECT_EQ(reports[0].report_sequence, 1U);
    EXPECT_EQ(reports[0].command_sequence, 1U);
    EXPECT_EQ(reports[0].time_ns, bench.now_ns);
    ASSERT_NE(bench.book_events.peek(), nullptr);
    EXPECT_EQ(bench.book_events.peek()->kind, shm::FeedEventKind::add);
    EXPECT_EQ(bench.segment.header().applied_sequence.load(), 1U);
}

TEST(Matcher, a_lost_gateway_goes_down_behind_its_last_command) {
    Bench bench;
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 20; ++i) bench.send(0, maker.bid());
    bench.links[0].end.gateway_lost = true;

    EXPECT_EQ(bench.matcher.do_work(), 16U);
    EXPECT_TRUE(bench.links[0].end.gateway_lost);
    EXPECT_EQ(bench.matcher.do_work(), 5U);
    EXPECT_FALSE(bench.links[0].end.gateway_lost);
    EXPECT_EQ(bench.matcher.do_work(), 0U);

    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 21U);
    EXPECT_EQ(log[19].sequenced.command.kind, shm::CommandKind::new_order);
    EXPECT_EQ(log[20].sequenced.command.kind, shm::CommandKind::gateway_down);
    EXPECT_EQ(log[20].sequenced.command.gateway, 0);
    EXPECT_EQ(log[20].sequenced.sequence, 21U);
    EXPECT_EQ(log[20].ring_position, shm::LogRecord::no_ring);
}

shm::Command gateway_up(std::uint64_t process) {
    shm::Command command{};
    command.kind = shm::CommandKind::gateway_up;
    command.order_id = process;
    return command;
}

TEST(Matcher, a_gateway_that_is_back_at_once_went_down_between_the_two) {
    Bench bench;
    test::CommandMaker maker(epoch);
    bench.send(1, gateway_up(77));
    bench.send(1, maker.bid());
    bench.send(1, gateway_up(78));
    bench.send(1, maker.bid());
    bench.send(1, gateway_up(78)); // it has met the engine again: nobody died
    bench.send(1, maker.bid());
    bench.matcher.do_work();

    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 4U);
    EXPECT_EQ(log[0].sequenced.command.kind, shm::CommandKind::new_order);
    EXPECT_EQ(log[1].sequenced.command.kind, shm::CommandKind::gateway_down);
    EXPECT_EQ(log[1].sequenced.command.gateway, 1);
    EXPECT_EQ(log[2].sequenced.command.kind, shm::CommandKind::new_order);
    EXPECT_EQ(log[3].sequenced.command.kind, shm::CommandKind::new_order);
}

TEST(Matcher, a_gateway_whose_loss_was_noticed_goes_down_once) {
    Bench bench;
    bench.send(0, gateway_up(77));
    bench.links[0].end.gateway_lost = true;
    bench.matcher.do_work();
    bench.send(0, gateway_up(78));
    bench.matcher.do_work();
    EXPECT_EQ(bench.read_log().size(), 1U);
}

TEST(Matcher, commands_wait_in_their_ring_while_the_publisher_is_behind) {
    Bench bench({.book_event_slots = 2});
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 5; ++i) bench.send(0, maker.bid());
    bench.matcher.do_work();
    EXPECT_EQ(bench.read_log().size(), 3U) << "the event of the third one has no room";
    EXPECT_EQ(bench.links[0].read_reports().size(), 3U);
    EXPECT_EQ(bench.matcher.do_work(), 0U);

    shm::FeedEvent event;
    ASSERT_TRUE(bench.book_events.try_read(event));
    bench.book_events.publish_consumed();
    bench.matcher.do_work();
    EXPECT_EQ(bench.read_log().size(), 1U);
    for (std::uint64_t order = 2; order <= 5; ++order) {
        ASSERT_TRUE(bench.book_events.try_read(event));
        bench.book_events.publish_consumed();
        bench.matcher.do_work();
    }
    EXPECT_EQ(bench.publisher_waits.load(), 3U);
    EXPECT_EQ(bench.segment.header().applied_sequence.load(), 5U);
}

TEST(Matcher, a_command_with_more_reports_than_the_ring_holds_goes_through) {
    constexpr std::uint64_t resting = 10;
    Bench bench({.report_slots = 4});
    test::CommandMaker maker(epoch, 0);
    for (std::uint64_t i = 0; i < resting; ++i)
        bench.send(0, maker.limit_order(shm::Side::sell, 100, 1));
    bench.matcher.do_work();
    const std::uint64_t before = bench.links[1].reports.written();
    ASSERT_EQ(before, 0U);

    bench.send(1, test::CommandMaker(epoch, 1).limit_order(shm::Side::buy, 100, resting));
    bench.matcher.do_work();
    EXPECT_EQ(bench.links[1].reports.written(), 1 + resting);
    EXPECT_EQ(bench.links[0].reports.written(), resting + resting);

    shm::Report report;
    EXPECT_EQ(bench.links[1].reports.poll(report), shm::BroadcastRead::lapped);
    for (std::uint64_t sequence = resting - 2; sequence <= resting + 1; ++sequence) {
        bench.links[1].reports.seek(sequence);
        ASSERT_EQ(bench.links[1].reports.poll(report), shm::BroadcastRead::ready);
        EXPECT_EQ(report.report_sequence, sequence);
        EXPECT_EQ(report.cumulative_lots, sequence - 1);
    }
}

TEST(Matcher, checkpoints_tell_the_state_at_their_command) {
    Bench bench({.checkpoint_interval = 2});
    test::CommandMaker maker(epoch);
    shm::EngineCheckpoint checkpoint;
    bench.send(0, maker.bid());
    bench.matcher.do_work();
    EXPECT_EQ(bench.segment.header().checkpoint.stamp(), 0U);
    bench.send(0, maker.bid());
    bench.matcher.do_work();
    ASSERT_TRUE(bench.segment.header().checkpoint.try_read(checkpoint, 2));
    EXPECT_EQ(checkpoint.sequence, 2U);
    EXPECT_EQ(checkpoint.state_hash, bench.engine.state_hash());
    EXPECT_EQ(checkpoint.book_hash, bench.engine.book_hash());
    EXPECT_EQ(checkpoint.feed_sequence, 2U);
}

/// Another process wrote it.
TEST(Matcher, a_command_of_a_kind_that_nobody_knows_is_refused_and_counted_as_unknown) {
    Bench bench;
    auto command = test::CommandMaker(epoch).bid();
    command.kind = static_cast<shm::CommandKind>(200);
    bench.send(0, command);
    EXPECT_EQ(bench.matcher.do_work(), 1U);
    EXPECT_EQ(bench.unknown, 1U);
    const auto reports = bench.links[0].read_reports();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].reason, shm::RejectReason::unsupported_instruction);
}

TEST(Matcher, closing_executes_what_is_left_in_the_rings) {
    Bench bench;
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 60; ++i) bench.send(0, maker.bid());
    bench.matcher.on_close();
    EXPECT_EQ(bench.segment.header().applied_sequence.load(), 60U);
}

TEST(Matcher, its_log_tells_a_successor_how_far_each_ring_was_consumed) {
    Bench bench;
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 20; ++i) bench.send(1, maker.bid());
    bench.matcher.do_work();
    EXPECT_EQ(recover_log(bench.segment_memory.bytes()).consumed,
              (std::map<std::uint16_t, std::uint64_t>{{11, 16}}));
}

shm::Command good_till(test::CommandMaker& maker, std::int64_t expire_time_ns) {
    auto order = maker.bid();
    order.time_in_force = shm::TimeInForce::good_till_date;
    order.expire_time_ns = expire_time_ns;
    return order;
}

std::vector<shm::CommandKind> kinds(const std::vector<shm::LogRecord>& log) {
    std::vector<shm::CommandKind> result;
    for (const auto& record : log) result.push_back(record.sequenced.command.kind);
    return result;
}

TEST(Matcher, a_passed_deadline_becomes_a_command_of_the_log) {
    Bench bench;
    test::CommandMaker maker(epoch);
    bench.send(0, good_till(maker, 2'000'000));
    EXPECT_EQ(bench.matcher.do_work(), 1U);
    bench.now_ns = 1'999'999;
    EXPECT_EQ(bench.matcher.do_work(), 0U) << "not yet";
    bench.now_ns = 2'000'000;
    EXPECT_EQ(bench.matcher.do_work(), 1U);
    EXPECT_EQ(bench.matcher.do_work(), 0U) << "once";

    const auto log = bench.read_log();
    ASSERT_EQ(kinds(log), (std::vector{shm::CommandKind::new_order, shm::CommandKind::timer}));
    EXPECT_EQ(log[1].ring_position, shm::LogRecord::no_ring);
    EXPECT_EQ(bench.links[0].read_reports().back().exec_type, shm::ExecType::expired);
}

TEST(Matcher, a_deadline_comes_before_the_commands_that_wait) {
    Bench bench;
    test::CommandMaker maker(epoch);
    bench.send(0, good_till(maker, 2'000'000));
    EXPECT_EQ(bench.matcher.do_work(), 1U);
    bench.now_ns = 3'000'000;
    bench.send(0, maker.limit_order(shm::Side::sell, 100, 10));
    EXPECT_EQ(bench.matcher.do_work(), 2U);
    for (const auto& report : bench.links[0].read_reports())
        EXPECT_NE(report.exec_type, shm::ExecType::trade) << "with an order whose time is over";
}

TEST(Matcher, the_clock_is_read_once_for_the_commands_of_a_gateway_and_their_deadlines) {
    Bench bench;
    test::CommandMaker maker(epoch);
    bench.matcher.do_work();
    EXPECT_EQ(bench.clock_readings, 0) << "there is nothing to wait for";
    for (int i = 0; i < 10; ++i) bench.send(0, good_till(maker, 2'000'000));
    bench.matcher.do_work();
    EXPECT_EQ(bench.clock_readings, 1);
    bench.matcher.do_work();
    EXPECT_EQ(bench.clock_readings, 2) << "an idle turn looks whether a time has come";
}

TEST(Matcher, a_day_ends_once_and_after_what_expires_with_it) {
    Bench bench;
    test::CommandMaker maker(epoch);
    bench.send(0, good_till(maker, day_roll_ns));
    EXPECT_EQ(bench.matcher.do_work(), 1U);
    bench.now_ns = day_roll_ns + 1;
    EXPECT_EQ(bench.matcher.do_work(), 2U);
    EXPECT_EQ(bench.matcher.do_work(), 0U);
    EXPECT_EQ(kinds(bench.read_log()),
              (std::vector{shm::CommandKind::new_order, shm::CommandKind::timer,
                           shm::CommandKind::day_roll}));
}

} // namespace
} // namespace pinion::engine
