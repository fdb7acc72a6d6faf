#include "engine/host/engine_host.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "shm/record_log/segment_maker.h"
#include "shm/storage/posix_storage.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"
#include "tests/shm/forked_process.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// How an engine goes on with its history: after a kill, after a start that was cut off, and after
// the loss of the host.

namespace pinion::engine {
namespace {

using shm::Durability;

constexpr std::uint64_t lift = std::uint64_t{1} << 40;
constexpr const char* steps[] = {"journal", "output logs",    "host loss",
                                 "links",   "engine segment", "feed"};

struct CutOff {};

class BeginningTest : public testing::TestWithParam<Durability> {
  protected:
    BeginningTest() {
        options_.instance = instance_.name();
        options_.engine = test::small_engine();
        options_.gateways = {{7, 0}, {8, 1}};
        options_.durability = GetParam();
        options_.directory = directory_.path().string();
        options_.journal_segment_bytes = 1 << 20;
        options_.output_log_segment_bytes = 1 << 20;
        options_.command_slots = 256;
        options_.report_slots = 64;
        options_.log_slots = 256;
        options_.book_event_slots = 256;
        options_.feed_slots = 256;
        options_.matcher.wait = shm::Wait::yield;
    }

    [[nodiscard]] test::LinkPeer gateway() const { return {instance_.name(), 1, 7}; }

    /// An engine that is killed while it works on some of `count` orders. Returns its epoch.
    std::uint32_t live_and_die(test::CommandMaker& maker, int count) {
        shm::test::ForkedProcess engine([&] {
            EngineHost host(options_);
            host.start();
            while (true) std::this_thread::sleep_for(host.tend());
            return 0;
        });
        std::uint32_t epoch = 0;
        EXPECT_TRUE(test::eventually([&] {
            try {
                epoch = gateway().engine_epoch();
            } catch (const shm::SegmentError&) {
            }
            return epoch != 0;
        }));
        test::LinkPeer peer = gateway();
        for (int i = 0; i < count; ++i)
            EXPECT_TRUE(test::eventually([&] { return peer.send(maker.bid()); }));
        sent_ += static_cast<std::uint64_t>(count);
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 5000));
        engine.kill();
        return epoch;
    }

    /// Executes what is left; then all is on disk.
    void go_on_and_stop() {
        EngineHost host(options_);
        host.start();
        host.stop();
    }

    /// Ends a start behind a step, as a crash would.
    void cut_off_after(const std::string& last_step) {
        EXPECT_THROW(EngineHost(options_,
                                [&](std::string_view step) {
                                    if (step == last_step) throw CutOff();
                                }),
                     CutOff)
            << last_step;
    }

    void lose_host() {
        for (const std::string& segment : instance_.segments())
            std::filesystem::remove("/dev/shm/" + segment);
        ++options_.boot_id;
    }

    /// What the loss of a host can do under "async".
    void cut_journal(std::uint64_t last) const {
        shm::PosixStorage storage(options_.directory + "/journal");
        const shm::LogIdentity identity{shm::LogKind::journal, 1, 0, options_.instance};
        shm::LogReader reader(storage, identity);
        ASSERT_EQ(reader.seek(last + 1), shm::LogRead::ready);
        shm::SegmentMaker maker(storage, identity, reader.segments().back().origin(), 1 << 20);
        ASSERT_FALSE(maker.remove_blank());
        ASSERT_FALSE(shm::LogWriter(maker, 1 << 16).begin(reader.place()));
    }

    /// All reports of the output log.
    [[nodiscard]] std::vector<shm::Report> output_log() const {
        shm::PosixStorage storage(options_.directory + "/output.7");
        shm::LogReader reader(storage, {shm::LogKind::output, 1, 7, options_.instance});
        std::vector<shm::Report> reports;
        shm::LogEntry entry{};
        shm::LogRead outcome = reader.seek_first();
        while (outcome == shm::LogRead::ready &&
               (outcome = reader.poll(entry)) == shm::LogRead::ready)
            reports.push_back(shm::report_of(entry.payload));
        EXPECT_EQ(outcome, shm::LogRead::end) << reader.problem();
        return reports;
    }

    test::UniqueInstance instance_;
    pinion::test::TemporaryDirectory directory_;
    HostOptions options_;
    std::mt19937_64 random_{std::random_device{}()};
    std::uint64_t sent_ = 0;
};

TEST_P(BeginningTest, a_start_may_be_cut_off_after_any_step) {
    test::CommandMaker maker(0xffffffff); // of no old epoch
    const std::uint32_t epoch = live_and_die(maker, 100);
    for (const char* step : steps) cut_off_after(step);
    EngineHost host(options_);
    EXPECT_EQ(host.engine_epoch(), epoch);
    host.start();
    test::LinkPeer peer = gateway();
    EXPECT_TRUE(test::eventually([&] { return peer.reports_written() == sent_; }));
    host.stop();
    const auto told = output_log();
    ASSERT_EQ(told.size(), sent_);
    for (std::uint64_t i = 0; i < sent_; ++i) {
        EXPECT_EQ(told[i].report_sequence, i + 1);
        EXPECT_EQ(told[i].msg_seq_num, i + 1);
        EXPECT_EQ(told[i].exec_type, shm::ExecType::new_order);
    }
}

TEST_P(BeginningTest, the_loss_of_the_host_begins_an_epoch_and_repeats_no_number) {
    test::CommandMaker maker(0xffffffff);
    const std::uint32_t epoch = live_and_die(maker, 100);
    const std::vector<shm::Report> before = output_log();
    lose_host();
    for (const char* step : steps) cut_off_after(step);
    std::uint64_t known = 0;
    {
        EngineHost host(options_);
        EXPECT_GT(host.engine_epoch(), epoch);
        host.start();
        test::LinkPeer peer = gateway();
        const std::uint64_t recovered = peer.header().reports_recovered.load();
        known = recovered % lift;
        EXPECT_EQ(recovered / lift, 1U) << "the host was lost once";
        EXPECT_LE(known, sent_);
        EXPECT_EQ(shm::LinkView(peer.segment().payload()).sessions()[0].load().msg_seq_num, known);
        ASSERT_TRUE(peer.send(test::CommandMaker(host.engine_epoch(), 1).bid()));
        const auto report = peer.next_report();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->report_sequence, recovered + 1);
        EXPECT_EQ(report->exec_type, shm::ExecType::new_order);
        EXPECT_EQ(report->engine_epoch, host.engine_epoch());
        for (const shm::Report& told : before) EXPECT_NE(told.exec_id, report->exec_id);
        host.stop();
    }
    const auto after = output_log();
    ASSERT_EQ(after.size(), known + 1) << "all that the history tells, and no more";
    for (std::uint64_t i = 0; i < known; ++i) EXPECT_EQ(after[i].report_sequence, i + 1);
    EXPECT_EQ(after.back().report_sequence, known + lift + 1);
}

TEST_P(BeginningTest, reports_of_lost_commands_are_void) {
    constexpr std::uint64_t kept = 10;
    test::CommandMaker maker(0xffffffff);
    live_and_die(maker, 100);
    go_on_and_stop();
    std::filesystem::remove_all(directory_.path() / "snapshots");
    cut_journal(kept);
    lose_host();
    for (const char* step : steps) cut_off_after(step);
    EngineHost host(options_);
    host.start();
    test::LinkPeer peer = gateway();
    EXPECT_EQ(peer.header().reports_recovered.load(), kept + lift);
    const auto told = output_log();
    ASSERT_EQ(told.size(), kept);
    EXPECT_EQ(told.back().report_sequence, kept);
    ASSERT_TRUE(peer.send(test::CommandMaker(host.engine_epoch(), 1).bid()));
    const auto report = peer.next_report();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->report_sequence, kept + lift + 1);
    host.stop();
}

TEST_P(BeginningTest, an_output_log_without_its_journal_is_refused) {
    test::CommandMaker maker(0xffffffff);
    live_and_die(maker, 50);
    go_on_and_stop();
    std::filesystem::remove_all(directory_.path() / "snapshots");
    std::filesystem::remove_all(directory_.path() / "journal");
    try {
        EngineHost host(options_);
        FAIL() << "it began anew";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("output.7"), std::string::npos) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(Durability, BeginningTest,
                         testing::Values(Durability::async, Durability::sync),
                         [](const auto& parameter) {
                             return parameter.param == Durability::sync ? "sync" : "async";
                         });

} // namespace
} // namespace pinion::engine
