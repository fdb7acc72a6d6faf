#include "shm/layout/engine_segment.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/engine_process.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>

// An engine that promises durability, as a process that is killed and started again.

namespace pinion::engine {
namespace {

class DurableProcess : public testing::TestWithParam<std::string>,
                       protected test::EngineProcessBed {
  protected:
    DurableProcess() : EngineProcessBed(GetParam()) {}

    void kill(shm::ChildProcess& engine) {
        engine.signal(SIGKILL);
        ASSERT_EQ(engine.wait_for_exit(test::patience), 128 + SIGKILL) << engine.output();
    }

    /// Waits until a new engine takes commands. Its epoch may be the dead one's.
    void wait_until_ready(const shm::ChildProcess& engine) const {
        EXPECT_TRUE(test::eventually([&] {
            try {
                const auto segment =
                    shm::Segment::open(shm::engine_segment_name(instance_.name(), 1),
                                       shm::SegmentKind::engine, 0, shm::SegmentAccess::read_only);
                return segment.header().creator_pid == engine.pid() &&
                       shm::EngineView(segment.payload()).header().state.load() ==
                           shm::EngineState::ready;
            } catch (const shm::SegmentError&) {
                return false;
            }
        })) << engine.output();
    }
};

TEST_P(DurableProcess, killed_again_and_again_it_answers_each_command_once_and_keeps_all_orders) {
    const char* replay = std::getenv("PINION_SEED");
    const std::uint64_t seed = replay != nullptr ? std::stoull(replay) : std::random_device{}();
    std::cout << "PINION_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    constexpr int kills = 8;

    auto engine = start();
    wait_until_ready(engine);
    const std::uint32_t epoch = wait_for_epoch();
    test::LinkPeer peer = gateway();
    test::CommandMaker maker(epoch);
    std::uint32_t sent = 0;
    for (int kill_number = 0; kill_number < kills; ++kill_number) {
        const std::uint64_t before_kill = random() % 200;
        for (std::uint64_t i = 0; i < before_kill; ++i) {
            if (!peer.send(maker.bid())) break;
            ++sent;
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
        kill(engine);
        engine = start();
        wait_until_ready(engine);
        EXPECT_EQ(wait_for_epoch(), epoch) << "a process died, and no history with it";
        EXPECT_FALSE(peer.segment().is_unlinked());
    }

    ASSERT_GT(sent, 0U);
    // Another session trades with all of it: every order is there, once.
    shm::Command last =
        test::CommandMaker(epoch, 1).limit_order(shm::Side::sell, 100, 10 * sent + 1);
    ASSERT_TRUE(test::eventually([&] { return peer.send(last); }));
    std::uint64_t sequence = 0;
    std::set<std::uint64_t> exec_ids;
    std::map<std::uint32_t, int> accepted;
    std::uint64_t filled = 0;
    while (true) {
        const auto report = peer.next_report();
        ASSERT_TRUE(report) << engine.output();
        EXPECT_EQ(report->report_sequence, ++sequence);
        EXPECT_TRUE(exec_ids.insert(report->exec_id).second);
        EXPECT_NE(report->exec_type, shm::ExecType::rejected);
        if (report->session == 0 && report->exec_type == shm::ExecType::new_order)
            ++accepted[report->msg_seq_num];
        if (report->session == 0 && report->exec_type == shm::ExecType::trade) ++filled;
        if (report->session == 1 && report->cumulative_lots == 10 * sent) break;
    }
    EXPECT_EQ(accepted.size(), sent);
    for (const auto& [number, times] : accepted) EXPECT_EQ(times, 1) << number;
    EXPECT_EQ(filled, sent);

    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
    EXPECT_TRUE(instance_.segments().empty());
}

TEST_P(DurableProcess, stopped_and_started_again_it_has_its_orders_and_ids) {
    auto engine = start();
    wait_until_ready(engine);
    const std::uint32_t epoch = wait_for_epoch();
    std::uint64_t order_id = 0;
    std::uint64_t last_report = 0;
    test::CommandMaker maker(epoch);
    const shm::Command bid = maker.bid();
    {
        test::LinkPeer peer = gateway();
        ASSERT_TRUE(peer.send(bid));
        const auto report = peer.next_report();
        ASSERT_TRUE(report);
        order_id = report->order_id;
        last_report = report->report_sequence;
    }
    engine.signal(SIGTERM);
    ASSERT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
    EXPECT_TRUE(instance_.segments().empty());
    EXPECT_NE(engine.output().find(".snapshot"), std::string::npos) << engine.output();

    engine = start();
    wait_until_ready(engine);
    EXPECT_EQ(wait_for_epoch(), epoch);
    test::LinkPeer peer = gateway();
    EXPECT_EQ(peer.header().reports_recovered.load(), last_report);
    EXPECT_EQ(shm::LinkView(peer.segment().payload()).sessions()[0].load(),
              (shm::SessionProgress{1, 1}));
    shm::Command cancel = maker.bid();
    cancel.kind = shm::CommandKind::cancel;
    cancel.reference_id = bid.cl_ord_id;
    cancel.reference_id_hash = bid.cl_ord_id_hash;
    ASSERT_TRUE(peer.send(cancel));
    const auto report = peer.next_report();
    ASSERT_TRUE(report) << engine.output();
    EXPECT_EQ(report->exec_type, shm::ExecType::canceled);
    EXPECT_EQ(report->order_id, order_id);
    EXPECT_EQ(report->report_sequence, last_report + 1);
    engine.signal(SIGTERM);
    ASSERT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
    EXPECT_NE(engine.output().find("recovery: took the snapshot"), std::string::npos)
        << engine.output();
}

TEST_P(DurableProcess, a_gateway_that_died_while_the_engine_was_away_is_missed) {
    auto engine = start();
    wait_until_ready(engine);
    const std::uint32_t epoch = wait_for_epoch();
    test::CommandMaker maker(epoch);
    {
        test::LinkPeer peer = gateway();
        shm::Command up{};
        up.kind = shm::CommandKind::gateway_up;
        up.order_id = 4711;
        ASSERT_TRUE(peer.send(up));
        up.kind = shm::CommandKind::session_up;
        up.order_id = 0;
        up.flags = shm::command_flags::cancel_on_disconnect;
        ASSERT_TRUE(peer.send(up));
        ASSERT_TRUE(peer.send(maker.bid()));
        ASSERT_TRUE(peer.next_report());
        kill(engine);
    }
    engine = start();
    wait_until_ready(engine);
    // Either the watch has missed the dead one by now, or the engine does when its successor comes.
    test::LinkPeer peer = gateway();
    shm::Command successor{};
    successor.kind = shm::CommandKind::gateway_up;
    successor.order_id = 4712;
    ASSERT_TRUE(peer.send(successor));
    const auto report = peer.next_report();
    ASSERT_TRUE(report) << engine.output();
    EXPECT_EQ(report->exec_type, shm::ExecType::canceled);
    EXPECT_EQ(report->reason, shm::RejectReason::session_disconnected);
}

/// Nobody knows the state of an engine of which a thread has failed.
TEST_P(DurableProcess, a_thread_that_fails_ends_it_as_a_kill_would_and_says_why) {
    auto engine = start();
    wait_until_ready(engine);
    const std::uint32_t epoch = wait_for_epoch();
    {
        test::LinkPeer peer = gateway();
        ASSERT_TRUE(peer.send(test::CommandMaker(epoch).bid()));
        ASSERT_TRUE(peer.next_report());
        const auto link =
            shm::Segment::open(shm::link_segment_name(instance_.name(), 1, 3),
                               shm::SegmentKind::link, 0, shm::SegmentAccess::read_write);
        shm::BroadcastWriter<shm::Report>(shm::LinkView(link.payload()).reports()).publish({});
    }
    EXPECT_EQ(engine.wait_for_exit(test::patience), 1);
    EXPECT_NE(engine.output().find("failed: output log of gateway 3: record 0"), std::string::npos)
        << engine.output();
    EXPECT_FALSE(instance_.segments().empty());

    engine = start();
    wait_until_ready(engine);
    EXPECT_GT(wait_for_epoch(), epoch) << "more was told than the history tells";
    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait_for_exit(test::patience), 0) << engine.output();
}

INSTANTIATE_TEST_SUITE_P(Durability, DurableProcess, testing::Values("async", "sync"),
                         [](const auto& parameter) { return parameter.param; });

} // namespace
} // namespace pinion::engine
