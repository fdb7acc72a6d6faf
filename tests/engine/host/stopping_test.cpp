#include "engine/recovery/recovery_error.h"
#include "engine/venue.h"
#include "tests/engine/host/durable_engine.h"
#include "tests/support/refused_system_calls.h"

#include <gtest/gtest.h>

#include <sys/syscall.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

// How an engine ends when it cannot end well: what it could not save, its successor makes again;
// what nobody can explain ends it at once.

namespace pinion::engine {
namespace {

class StoppingTest : public test::DurableEngineTest {
  protected:
    StoppingTest() { options_.report_slots = 256; }

    /// What `tend` threw in the end; nothing if it goes on and on.
    [[nodiscard]] static std::optional<std::string> failure_of(EngineHost& host) {
        std::optional<std::string> what;
        static_cast<void>(test::eventually([&] {
            try {
                static_cast<void>(host.tend());
            } catch (const std::exception& error) {
                what = error.what();
            }
            return what.has_value();
        }));
        return what;
    }

    /// A successor has all that was answered, and goes on.
    void expect_to_go_on_behind(std::uint64_t reports, std::uint32_t epoch) {
        {
            EngineHost host(options_);
            EXPECT_EQ(host.engine_epoch(), epoch);
            host.start();
            test::LinkPeer peer = gateway();
            EXPECT_TRUE(test::eventually([&] { return peer.reports_written() >= reports; }));
            ASSERT_TRUE(peer.send(test::CommandMaker(epoch, 1).bid()));
            EXPECT_TRUE(test::eventually([&] { return peer.reports_written() == reports + 1; }));
            host.stop();
        }
        EXPECT_TRUE(instance_.segments().empty());
    }
};

TEST_P(StoppingTest, an_engine_that_cannot_save_its_state_leaves_its_segments) {
    auto host = engine_that_answered(5);
    const std::uint32_t epoch = host->engine_epoch();
    std::filesystem::remove_all(directory_.path() / "snapshots");
    host->stop();
    host.reset();
    EXPECT_FALSE(instance_.segments().empty());
    expect_to_go_on_behind(5, epoch);
}

/// Since its start no sync has succeeded.
TEST_P(StoppingTest, what_the_disk_did_not_take_is_kept_in_shared_memory) {
    engine_that_answered(5)->stop();
    auto host = std::make_unique<EngineHost>(options_);
    const std::uint32_t epoch = host->engine_epoch();
    pinion::test::with_refused_system_calls({SYS_fsync, SYS_fdatasync}, EIO, [&] {
        host->start();
        test::LinkPeer peer = gateway();
        ASSERT_TRUE(peer.send(test::CommandMaker(epoch, 2).bid()));
        if (GetParam() == shm::Durability::async) {
            EXPECT_TRUE(peer.next_report());
        }
        host->stop();
        EXPECT_EQ(peer.reports_written(), GetParam() == shm::Durability::async ? 6U : 5U);
    });
    host.reset();
    EXPECT_FALSE(instance_.segments().empty());
    expect_to_go_on_behind(6, epoch);
    EXPECT_EQ(output_log().size(), 7U);
}

TEST_P(StoppingTest, a_record_in_the_log_that_the_matcher_did_not_write_ends_the_engine) {
    auto host = engine_that_answered(5);
    {
        const auto segment =
            shm::Segment::open(shm::engine_segment_name(instance_.name(), 1),
                               shm::SegmentKind::engine, 0, shm::SegmentAccess::read_write);
        shm::LogRecord forged{};
        forged.sequenced.sequence = 77;
        shm::BroadcastWriter<shm::LogRecord>(shm::EngineView(segment.payload()).log())
            .publish(forged);
    }
    EXPECT_EQ(failure_of(*host), "journal of engine 1: record 77 is in the place of 6");
    host.reset();
    EXPECT_FALSE(instance_.segments().empty()) << "as after a kill";
    EXPECT_EQ(output_log().size(), 5U);
    try {
        EngineHost successor(options_);
        FAIL() << "it believed what was forged";
    } catch (const RecoveryError& error) {
        EXPECT_NE(std::string(error.what()).find("shared memory: the command 77 does not follow 5"),
                  std::string::npos)
            << error.what();
    }
}

/// Gateways have the ring of their reports mapped for writing.
TEST_P(StoppingTest, a_report_that_the_matcher_did_not_write_ends_the_engine) {
    auto host = engine_that_answered(5);
    const std::uint32_t epoch = host->engine_epoch();
    {
        const auto segment =
            shm::Segment::open(shm::link_segment_name(instance_.name(), 1, 7),
                               shm::SegmentKind::link, 0, shm::SegmentAccess::read_write);
        shm::Report forged{};
        forged.report_sequence = 77;
        shm::BroadcastWriter<shm::Report>(shm::LinkView(segment.payload()).reports())
            .publish(forged);
    }
    EXPECT_EQ(failure_of(*host), "output log of gateway 7: record 77 is in the place of 6");
    host.reset();
    {
        EngineHost successor(options_);
        EXPECT_GT(successor.engine_epoch(), epoch) << "more was told than the history tells";
        successor.start();
        EXPECT_EQ(gateway().header().reports_recovered.load(), 5 + host_loss_lift);
        successor.stop();
    }
    EXPECT_EQ(output_log().size(), 5U) << "no log has what was forged";
}

TEST_P(StoppingTest, a_thread_that_cannot_have_its_core_ends_the_engine) {
    constexpr int no_core = 4000;
    for (auto thread : {&HostOptions::matcher, &HostOptions::publisher, &HostOptions::journal,
                        &HostOptions::output_log}) {
        HostOptions options = options_;
        (options.*thread).core = no_core;
        EngineHost host(options);
        host.start();
        const auto failure = failure_of(host);
        ASSERT_TRUE(failure);
        EXPECT_NE(failure->find(std::to_string(no_core)), std::string::npos) << *failure;
    }
}

INSTANTIATE_TEST_SUITE_P(Durability, StoppingTest,
                         testing::Values(shm::Durability::async, shm::Durability::sync),
                         [](const auto& parameter) {
                             return parameter.param == shm::Durability::sync ? "sync" : "async";
                         });

} // namespace
} // namespace pinion::engine
