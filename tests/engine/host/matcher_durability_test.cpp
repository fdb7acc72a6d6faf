#include "tests/engine/host/matcher_bench.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <thread>

// What the matcher does not do before the journal, or the output log, has what it must have.

namespace pinion::engine {
namespace {

using shm::Durability;
using test::epoch;
using Bench = test::MatcherBench;

void become_durable(Bench& bench, std::uint64_t sequence) {
    bench.segment.header().durable_sequence.store(sequence, std::memory_order_release);
}

void write_output_log(Bench& bench, std::uint64_t reports) {
    for (auto& link : bench.links)
        link.end.reports_in_output_log.store(std::min(reports, link.end.reports.staged()),
                                             std::memory_order_release);
}

void run(Bench& bench) {
    while (bench.matcher.do_work() > 0) {
    }
}

class LoggedMatcher : public testing::TestWithParam<Durability> {};

TEST_P(LoggedMatcher, nothing_that_the_journal_lacks_is_overwritten_in_the_log) {
    Bench bench({.log_slots = 8, .durability = GetParam()});
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 20; ++i) bench.send(0, maker.bid());
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 8U);
    become_durable(bench, 3);
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 3U);
    become_durable(bench, 11);
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 8U);
    become_durable(bench, 19);
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 1U);
    EXPECT_EQ(bench.links[0].end.commands.depth(), 0U);
}

TEST_P(LoggedMatcher, what_the_venue_makes_itself_waits_for_the_journal_too) {
    Bench bench({.log_slots = 2, .durability = GetParam()});
    test::CommandMaker maker(epoch);
    bench.send(0, maker.bid());
    bench.send(0, maker.bid());
    run(bench);
    ASSERT_EQ(bench.read_log().size(), 2U);

    bench.now_ns = test::day_roll_ns;
    bench.links[1].end.gateway_lost = true;
    bench.send(0, maker.bid());
    run(bench);
    EXPECT_TRUE(bench.read_log().empty());
    EXPECT_TRUE(bench.links[1].end.gateway_lost);

    become_durable(bench, 2);
    run(bench);
    const auto log = bench.read_log();
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[0].sequenced.command.kind, shm::CommandKind::day_roll);
    EXPECT_EQ(log[1].sequenced.command.kind, shm::CommandKind::new_order);
    become_durable(bench, 4);
    run(bench);
    EXPECT_EQ(bench.read_log().at(0).sequenced.command.kind, shm::CommandKind::gateway_down);
    EXPECT_FALSE(bench.links[1].end.gateway_lost);
}

TEST_P(LoggedMatcher, reports_that_the_output_log_lacks_are_not_overwritten) {
    Bench bench({.report_slots = 4, .durability = GetParam()});
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 10; ++i) bench.send(0, maker.bid());
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 5U) << "the fifth report has no room";
    become_durable(bench, 5);
    run(bench);
    EXPECT_EQ(bench.links[0].read_reports().size(), 4U);

    write_output_log(bench, 2);
    become_durable(bench, 10);
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 2U);
    EXPECT_EQ(bench.links[0].read_reports().size(), 2U);
    for (std::uint64_t written = 3; written <= 10; ++written) {
        write_output_log(bench, written);
        run(bench);
    }
    run(bench);
    EXPECT_EQ(bench.read_log().size(), 3U);
    EXPECT_EQ(bench.links[0].end.reports.written(), 10U);
}

TEST_P(LoggedMatcher, one_command_with_more_reports_than_the_ring_holds_goes_through) {
    constexpr std::uint64_t resting = 20;
    Bench bench({.report_slots = 4, .durability = GetParam()});
    test::CommandMaker maker(epoch, 0);
    const auto settle = [&] {
        for (int turn = 0; turn < 100; ++turn) {
            bench.matcher.do_work();
            become_durable(bench, bench.segment.header().applied_sequence);
            for (auto& link : bench.links)
                link.end.reports_in_output_log = link.end.reports.written();
        }
    };
    for (std::uint64_t i = 0; i < resting; ++i)
        bench.send(0, maker.limit_order(shm::Side::sell, 100, 1));
    settle();
    bench.send(1, test::CommandMaker(epoch, 1).limit_order(shm::Side::buy, 100, resting));
    settle();
    EXPECT_EQ(bench.links[0].end.reports.written(), 2 * resting);
    EXPECT_EQ(bench.links[1].end.reports.written(), 1 + resting);
    EXPECT_EQ(bench.engine.report_sequence(1), 1 + resting);
}

TEST_P(LoggedMatcher, closing_shows_everything_once_it_may_be_seen) {
    Bench bench({.log_slots = 8, .durability = GetParam()});
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 60; ++i) bench.send(0, maker.bid());
    std::atomic<bool> is_closed{false};
    std::thread journal([&] {
        while (!is_closed) become_durable(bench, bench.segment.header().applied_sequence);
    });
    bench.matcher.on_close();
    is_closed = true;
    journal.join();
    EXPECT_TRUE(bench.matcher.has_shown_all());
    EXPECT_EQ(bench.links[0].read_reports().size(), 60U);
}

INSTANTIATE_TEST_SUITE_P(Durability, LoggedMatcher,
                         testing::Values(Durability::async, Durability::sync),
                         [](const auto& parameter) {
                             return parameter.param == Durability::sync ? "sync" : "async";
                         });

TEST(AsyncMatcher, shows_what_is_logged) {
    Bench bench({.durability = Durability::async});
    bench.send(0, test::CommandMaker(epoch).bid());
    bench.matcher.do_work();
    EXPECT_EQ(bench.links[0].read_reports().size(), 1U);
    EXPECT_NE(bench.book_events.peek(), nullptr);
}

TEST(SyncMatcher, shows_what_is_synced_command_by_command_and_also_when_idle) {
    Bench bench({.durability = Durability::sync});
    test::CommandMaker maker(epoch);
    for (int i = 0; i < 5; ++i) bench.send(0, maker.bid());
    run(bench);
    EXPECT_EQ(bench.segment.header().applied_sequence, 5U);
    EXPECT_TRUE(bench.links[0].read_reports().empty());
    EXPECT_EQ(bench.book_events.peek(), nullptr);

    for (const std::uint64_t durable : {2U, 3U, 3U, 5U}) {
        become_durable(bench, durable);
        bench.matcher.do_work();
        EXPECT_EQ(bench.links[0].end.reports.written(), durable);
        EXPECT_NE(bench.book_events.peek_ahead(durable - 1), nullptr);
        EXPECT_EQ(bench.book_events.peek_ahead(durable), nullptr);
        EXPECT_EQ(bench.matcher.has_shown_all(), durable == 5);
    }
}

/// Random commands, a journal and an output log of random speed: what a command causes is seen
/// once its command is durable and not before, in order, and nothing is lost.
TEST(SyncMatcher, never_shows_anything_early_nor_loses_it) {
    const char* replay = std::getenv("PINION_SEED");
    const std::uint64_t seed = replay != nullptr ? std::stoull(replay) : std::random_device{}();
    std::cout << "PINION_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    Bench bench({.report_slots = 8,
                 .book_event_slots = 8,
                 .log_slots = 16,
                 .durability = Durability::sync});
    std::array makers = {test::CommandMaker(epoch, 0), test::CommandMaker(epoch, 1)};
    std::array<std::uint64_t, 2> read{};
    for (int turn = 0; turn < 20'000; ++turn) {
        const std::size_t from = random() % 2;
        const auto side = random() % 2 == 0 ? shm::Side::buy : shm::Side::sell;
        static_cast<void>(bench.links[from].commands.try_write(makers[from].limit_order(
            side, 100 + static_cast<std::int64_t>(random() % 3), 1 + random() % 30)));
        if (random() % 3 == 0) bench.matcher.do_work();
        auto& durable = bench.segment.header().durable_sequence;
        const std::uint64_t applied = bench.segment.header().applied_sequence;
        if (random() % 4 == 0) durable = durable + random() % (applied - durable + 1);
        for (std::size_t link = 0; link < 2; ++link) {
            auto& end = bench.links[link].end;
            for (const auto& report : bench.links[link].read_reports()) {
                ASSERT_LE(report.command_sequence, durable);
                ASSERT_EQ(report.report_sequence, ++read[link]);
            }
            if (random() % 4 == 0) end.reports_in_output_log = end.reports.written();
        }
        shm::FeedEvent event;
        if (random() % 2 == 0 && bench.book_events.try_read(event))
            bench.book_events.publish_consumed();
    }
    EXPECT_GT(read[0], 1000U);
}

} // namespace
} // namespace pinion::engine
