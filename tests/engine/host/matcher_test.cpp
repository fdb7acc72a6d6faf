#include "engine/host/log_recovery.h"
#include "engine/host/matcher.h"
#include "engine/host/ring_memory.h"
#include "tests/engine/host/command_maker.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

// The matcher with rings in this process's memory and a clock that the test sets: what is logged,
// in which order things become visible, and what happens when a ring is too small.

namespace pinion::engine {
namespace {

constexpr std::uint32_t epoch = 5;
constexpr std::int64_t day_roll_ns = 50'000'000; ///< the first day's end

struct Sizes {
    std::uint64_t command_slots = 64;
    std::uint64_t report_slots = 256;
    std::uint64_t book_event_slots = 1024;
    std::uint64_t checkpoint_interval = 0;
};

EngineOptions engine_of_epoch(std::uint32_t engine_epoch) {
    EngineOptions options = test::small_engine();
    options.engine_epoch = engine_epoch;
    options.day_roll_offset_ns = day_roll_ns;
    return options;
}

/// A link in memory, both ends.
class TestLink {
  public:
    TestLink(std::uint16_t gateway, const Sizes& sizes)
        : layout_{sizes.command_slots, sizes.report_slots, 4}, memory_(layout_.bytes()),
          view_(formatted()), end({static_cast<std::uint16_t>(gateway + 10U), gateway}, view_),
          commands(view_.commands()), reports(view_.reports()) {}

    [[nodiscard]] std::vector<shm::Report> read_reports() {
        std::vector<shm::Report> result;
        shm::Report report;
        while (reports.poll(report) == shm::BroadcastRead::ready) result.push_back(report);
        return result;
    }

  private:
    shm::LinkView formatted() {
        shm::LinkView::format(memory_.bytes(), layout_);
        return shm::LinkView(memory_.bytes());
    }

    shm::LinkLayout layout_;
    RingMemory memory_;
    shm::LinkView view_;

  public:
    LinkEnd end;
    shm::SpscWriter<shm::Command> commands;
    shm::BroadcastReader<shm::Report> reports;
};

/// An engine of two gateways around one matcher.
class Bench {
  public:
    explicit Bench(const Sizes& sizes = {})
        : links{TestLink(0, sizes), TestLink(1, sizes)},
          segment_memory(shm::EngineLayout{1024}.bytes()),
          book_event_memory(shm::SpscRing<shm::FeedEvent>::bytes(sizes.book_event_slots)),
          segment(formatted_segment()), engine(engine_of_epoch(epoch)), matcher(parts(sizes)),
          book_events(book_event_memory.bytes()), log(segment.log()) {
        log.seek(1);
    }

    void send(std::size_t link, const shm::Command& command) {
        ASSERT_TRUE(links[link].commands.try_write(command));
    }

    [[nodiscard]] std::vector<shm::LogRecord> read_log() {
        std::vector<shm::LogRecord> result;
        shm::LogRecord record;
        while (log.poll(record) == shm::BroadcastRead::ready) result.push_back(record);
        return result;
    }

    std::int64_t now_ns = 1'000'000;
    int clock_readings = 0;
    std::array<TestLink, 2> links;
    RingMemory segment_memory;
    RingMemory book_event_memory;
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> publisher_waits{0};
    shm::EngineView segment;
    MatchingEngine engine;
    Matcher matcher;
    shm::SpscReader<shm::FeedEvent> book_events;
    shm::BroadcastReader<shm::LogRecord> log;

  private:
    shm::EngineView formatted_segment() {
        shm::EngineView::format(segment_memory.bytes(), {1024}, 1);
        shm::EngineView view(segment_memory.bytes());
        view.header().engine_epoch = epoch;
        return view;
    }

    Matcher::Parts parts(const Sizes& sizes) {
        const std::span<std::byte> events = book_event_memory.bytes();
        shm::SpscRing<shm::FeedEvent>::format(events, sizes.book_event_slots);
        Matcher::Counters counters;
        counters.commands_refused = shm::Counter(refused);
        counters.outbox.publisher_waits = shm::Counter(publisher_waits);
        return {engine,
                segment,
                {&links[0].end, &links[1].end},
                events,
                epoch,
                sizes.checkpoint_interval,
                [this] { return ++clock_readings, now_ns; },
                counters};
    }
};

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

TEST(Matcher, what_only_the_sequencer_may_make_is_refused_from_a_gateway) {
    Bench bench;
    for (const auto kind : {shm::CommandKind::gateway_down, shm::CommandKind::timer,
                            shm::CommandKind::day_roll, shm::CommandKind::host_lost}) {
        shm::Command command{};
        command.kind = kind;
        bench.send(0, command);
    }
    bench.send(0, test::CommandMaker(epoch).bid());
    bench.matcher.do_work();
    EXPECT_EQ(bench.refused.load(), 4U);
    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].ring_position, 4U);
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

TEST(Matcher, a_command_is_logged_before_it_is_applied_and_popped_after_it) {
    Bench bench({.command_slots = 2, .book_event_slots = 2});
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 2; ++i) bench.send(0, maker.bid());
    bench.matcher.do_work();
    ASSERT_EQ(bench.read_log().size(), 2U);
    ASSERT_EQ(bench.links[0].end.commands.depth(), 0U);

    // The ring of book events is full now: the third command stops in the middle of `apply`.
    bench.send(0, maker.bid());
    std::thread matcher([&] { bench.matcher.do_work(); });
    while (bench.publisher_waits.load() == 0) std::this_thread::yield();
    EXPECT_EQ(bench.read_log().size(), 1U);
    EXPECT_EQ(bench.links[0].end.commands.depth(), 1U);
    EXPECT_EQ(bench.segment.header().applied_sequence.load(), 2U);

    shm::FeedEvent event;
    for (int i = 0; i < 3; ++i)
        while (!bench.book_events.try_read(event)) std::this_thread::yield();
    matcher.join();
    EXPECT_EQ(bench.links[0].end.commands.depth(), 0U);
    EXPECT_EQ(bench.segment.header().applied_sequence.load(), 3U);
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
