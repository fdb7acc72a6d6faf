#include "shm/layout/engine_segment.h"
#include "shm/layout/feed_segment.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/engine_process.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <string>

// The program pinion-engine as its users see it: started with a config, talked to through shared
// memory, stopped, killed, started again.

namespace pinion::engine {
namespace {

using namespace std::chrono_literals;

class EngineProcess : public testing::Test, protected test::EngineProcessBed {};

TEST_F(EngineProcess, answers_orders_publishes_them_and_stops_on_term_leaving_nothing) {
    auto engine = start();
    const std::uint32_t epoch = wait_for_epoch();
    {
        test::LinkPeer peer = gateway();
        const auto feed =
            shm::Segment::open(shm::feed_segment_name(instance_.name(), 1), shm::SegmentKind::feed,
                               shm::FeedLayout::hash(), shm::SegmentAccess::read_only);
        shm::BroadcastReader<shm::FeedEvent> events(shm::FeedView(feed.payload()).events());

        test::CommandMaker maker(epoch);
        ASSERT_TRUE(peer.send(maker.limit_order(shm::Side::sell, 100, 10)));
        ASSERT_TRUE(peer.send(maker.limit_order(shm::Side::buy, 100, 4)));
        std::vector<shm::ExecType> types;
        for (int i = 0; i < 4; ++i) {
            const auto report = peer.next_report();
            ASSERT_TRUE(report) << engine.output();
            types.push_back(report->exec_type);
        }
        EXPECT_EQ(types, (std::vector{shm::ExecType::new_order, shm::ExecType::new_order,
                                      shm::ExecType::trade, shm::ExecType::trade}));
        shm::FeedEvent event;
        for (const auto kind : {shm::FeedEventKind::add, shm::FeedEventKind::execute}) {
            ASSERT_TRUE(
                test::eventually([&] { return events.poll(event) == shm::BroadcastRead::ready; }));
            EXPECT_EQ(event.kind, kind);
        }

        const auto segment =
            shm::Segment::open(shm::engine_segment_name(instance_.name(), 1),
                               shm::SegmentKind::engine, 0, shm::SegmentAccess::read_only);
        const shm::EngineHeader& header = shm::EngineView(segment.payload()).header();
        EXPECT_EQ(header.state.load(), shm::EngineState::ready);
        shm::EngineCheckpoint checkpoint;
        ASSERT_TRUE(test::eventually([&] { return header.checkpoint.try_read(checkpoint, 2); }));
        EXPECT_EQ(checkpoint.feed_sequence, 2U);
    }
    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
    EXPECT_TRUE(instance_.segments().empty());
}

TEST_F(EngineProcess, a_second_one_is_refused_with_the_pid_of_the_first) {
    auto first = start();
    static_cast<void>(wait_for_epoch());
    auto second = start();
    EXPECT_EQ(second.wait_for_exit(test::patience), 1);
    EXPECT_NE(second.output().find("engine 1 of venue " + instance_.name() + " already runs, pid " +
                                   std::to_string(first.pid())),
              std::string::npos)
        << second.output();
    first.signal(SIGINT);
    EXPECT_EQ(first.wait_for_exit(test::patience), 0) << first.output();
}

TEST_F(EngineProcess, killed_and_started_again_it_answers_each_command_at_most_once) {
    const char* replay = std::getenv("PINION_SEED");
    const std::uint64_t seed = replay != nullptr ? std::stoull(replay) : std::random_device{}();
    std::cout << "PINION_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    constexpr std::uint32_t kills = 5;
    constexpr std::uint32_t commands = 400;

    auto engine = start();
    std::uint32_t epoch = wait_for_epoch();
    const std::uint32_t first_epoch = epoch;
    test::LinkPeer peer = gateway();
    test::CommandMaker maker(epoch);
    std::uint32_t sent = 0;
    for (std::uint32_t kill = 0; kill < kills; ++kill) {
        const std::uint64_t before_kill = random() % 200;
        for (std::uint64_t i = 0; i < before_kill && sent < commands; ++sent, ++i)
            if (!peer.send(maker.bid())) break;
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 500));
        engine.signal(SIGKILL);
        ASSERT_EQ(engine.wait_for_exit(test::patience), 128 + SIGKILL);
        engine = start();
        const std::uint32_t next = wait_for_epoch(epoch);
        EXPECT_GT(next, epoch);
        epoch = next;
        EXPECT_FALSE(peer.segment().is_unlinked());
    }

    // Another session's command comes last, and so does its answer.
    const shm::Command last = test::CommandMaker(epoch, 1).bid();
    ASSERT_TRUE(test::eventually([&] { return peer.send(last); }));
    std::multiset<std::uint32_t> answered;
    while (true) {
        const auto report = peer.next_report();
        ASSERT_TRUE(report) << engine.output();
        if (report->session == 1) break;
        answered.insert(report->msg_seq_num);
        if (report->engine_epoch != first_epoch) {
            EXPECT_EQ(report->reason, shm::RejectReason::stale_engine_epoch);
        }
    }
    for (const std::uint32_t msg_seq_num : answered)
        EXPECT_EQ(answered.count(msg_seq_num), 1U) << "command " << msg_seq_num;
    // Each kill can leave one command logged and not answered.
    EXPECT_LE(answered.size(), sent);
    EXPECT_GE(answered.size() + kills, sent);

    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
}

TEST_F(EngineProcess, an_unknown_engine_or_a_bad_config_is_refused_with_a_message) {
    shm::ChildProcess unknown({PINION_ENGINE_PROGRAM, "--config", config_path(), "--engine", "9"});
    EXPECT_EQ(unknown.wait_for_exit(test::patience), 1);
    EXPECT_NE(unknown.output().find("9"), std::string::npos) << unknown.output();

    std::ofstream(config_path(), std::ios::app) << "[nonsense]\n";
    auto bad = start();
    EXPECT_EQ(bad.wait_for_exit(test::patience), 1);
    EXPECT_NE(bad.output().find(config_path()), std::string::npos) << bad.output();
    EXPECT_TRUE(instance_.segments().empty());
}

} // namespace
} // namespace pinion::engine
