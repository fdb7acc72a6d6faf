#include "tests/engine/host/durable_engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
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

class BeginningTest : public test::DurableEngineTest {
  protected:
    /// Ends a start behind a step, as a crash would.
    void cut_off_after(const std::string& last_step) {
        EXPECT_THROW(EngineHost(options_,
                                [&](std::string_view step) {
                                    if (step == last_step) throw CutOff();
                                }),
                     CutOff)
            << last_step;
    }
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

/// The host did not die, but somebody took the end of the history away.
TEST_P(BeginningTest, a_history_that_ends_before_what_was_told_is_taken_for_a_lost_host) {
    constexpr std::uint64_t kept = 10;
    engine_that_answered(30)->stop();
    std::filesystem::remove_all(directory_.path() / "snapshots");
    cut_journal(kept);
    EngineHost host(options_);
    host.start();
    EXPECT_EQ(gateway().header().reports_recovered.load(), kept + lift);
    host.stop();
    EXPECT_EQ(output_log().size(), kept);
}

TEST_P(BeginningTest, a_link_that_has_told_more_than_the_history_is_dropped) {
    constexpr std::uint64_t kept = 10;
    static_cast<void>(engine_that_answered(30));
    const test::LinkPeer old = gateway();
    std::filesystem::remove("/dev/shm/" + shm::engine_segment_name(instance_.name(), 1));
    cut_journal(kept);
    EngineHost host(options_);
    host.start();
    EXPECT_TRUE(old.segment().is_unlinked());
    const test::LinkPeer peer = gateway();
    EXPECT_EQ(peer.header().reports_recovered.load(), kept + lift);
    EXPECT_EQ(peer.reports_written(), kept + lift);
    host.stop();
}

TEST_P(BeginningTest, an_engine_without_durability_leaves_no_history_and_no_link_to_a_durable_one) {
    options_.durability = Durability::none;
    const std::uint32_t epoch = engine_that_answered(3)->engine_epoch();
    const test::LinkPeer old = gateway();
    options_.durability = GetParam();
    {
        EngineHost host(options_);
        EXPECT_TRUE(old.segment().is_unlinked()) << "its reports are in no output log";
        EXPECT_GE(host.engine_epoch(), epoch);
        host.start();
        EXPECT_EQ(gateway().header().reports_recovered.load(), 0U);
    }
    const test::LinkPeer durable = gateway();
    options_.durability = Durability::none;
    EngineHost host(options_);
    EXPECT_TRUE(durable.segment().is_unlinked());
    host.stop();
}

TEST_P(BeginningTest, other_options_need_a_clean_stop_before) {
    static_cast<void>(engine_that_answered(5));
    options_.engine.orders_max *= 2;
    try {
        EngineHost host(options_);
        FAIL() << "commands of other options were executed";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("start once with the old config and stop cleanly"),
                  std::string::npos)
            << error.what();
    }
    options_.engine.orders_max /= 2;
    go_on_and_stop();
    options_.engine.orders_max *= 2;
    for (int life = 0; life < 2; ++life) { // the second finds the new options in the journal
        EngineHost host(options_);
        host.start();
        EXPECT_EQ(gateway().header().reports_recovered.load(), 5U);
        host.stop();
    }
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
