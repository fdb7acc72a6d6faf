// A drop-copy session sees what others are told, at this gateway and at another one, each report
// once, whoever was away meanwhile.

#include "fix-gateway/gateway/store_name.h"
#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

const shm::AccountName followed = *shm::AccountName::from("C7");

/// WATCHER (session 3) logs on at gateway 1, for copies of ALICE there and of orders for account
/// C7; CAROL (session 1) is a client of gateway 2. Engine 1 serves both.
class GatewayDropCopyTest : public GatewayTest {
  protected:
    GatewayDropCopyTest() {
        options_.session_names = {"ALICE", "CAROL", "BOB", "WATCHER"};
        const DropCopyOptions copied{false, {0}, {followed}, {{0, 1}, {1, 1}, {0, 2}}};
        options_.clients.push_back({3, "WATCHER", "PINION", {}, 3, false, std::nullopt, copied});
    }

    ~GatewayDropCopyTest() override {
        if (beside_) beside_->stop();
    }

    /// What engine 1 tells gateway 2.
    [[nodiscard]] FakeEngine::Options options_beside() const {
        FakeEngine::Options options = engine_options(1);
        options.gateway = 2;
        options.has_feed = false;
        if (!options.output_log.empty()) options.output_log = directory_of_logs() + "/output.2";
        return options;
    }

    [[nodiscard]] std::string directory_of_logs() const { return options_.engines[0].directory; }

    FakeEngine& start_beside(const FakeEngine::Options& options) {
        beside_.reset();
        beside_ = std::make_unique<FakeEngine>(options, 1000);
        return *beside_;
    }

    FakeEngine& start_beside() { return start_beside(options_beside()); }

    static shm::Report report_for(shm::AccountName account, std::uint16_t session,
                                  std::uint64_t exec_id) {
        shm::Report result = report(session, exec_id);
        result.account = account;
        return result;
    }

    /// ExecIDs of the copies that came, as the engine numbers them.
    std::vector<std::uint64_t> copies(ConnectionId id) {
        std::vector<std::uint64_t> ids;
        for (const std::string& each : test::fix_frames(network_.read(id)))
            if (test::fix_field(each, 797) == "Y")
                ids.push_back(std::stoull(test::fix_field(each, 17).substr(2), nullptr, 16));
        return ids;
    }

    std::unique_ptr<FakeEngine> beside_;
};

/// A message without what belongs to its session, and without the marks of a copy.
std::string told(const std::string& frame) {
    static const std::set<std::string> of_session = {"8",  "9",  "10",  "34", "49",
                                                     "52", "56", "115", "797"};
    std::string rest;
    for (std::size_t begin = 0; begin < frame.size();) {
        const std::size_t end = frame.find('\x01', begin);
        const std::string field = frame.substr(begin, end - begin);
        if (!of_session.contains(field.substr(0, field.find('=')))) rest += field + "|";
        begin = end + 1;
    }
    return rest;
}

TEST_F(GatewayDropCopyTest, a_copy_equals_its_original_and_says_whose_it_is) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId watcher = log_on("WATCHER");
    received(alice, {});
    received(watcher, {});
    engine.publish(report(0, 1));
    turn();
    const auto originals = test::fix_frames(network_.read(alice));
    const auto copies = test::fix_frames(network_.read(watcher));
    ASSERT_EQ(originals.size(), 1u);
    ASSERT_EQ(copies.size(), 1u);
    EXPECT_EQ(told(copies[0]), told(originals[0]));
    EXPECT_EQ(test::fix_field(copies[0], 797), "Y");
    EXPECT_EQ(test::fix_field(copies[0], 115), "ALICE");
    EXPECT_EQ(test::fix_field(copies[0], 56), "WATCHER");
    EXPECT_EQ(test::fix_field(originals[0], 797), "");
    EXPECT_EQ(counter("copies_total"), 1u);
}

TEST_F(GatewayDropCopyTest, copies_come_from_whichever_gateway_serves_the_account) {
    FakeEngine& engine = start_engine(1);
    FakeEngine& beside = start_beside();
    start_gateway();
    const ConnectionId watcher = log_on("WATCHER");
    received(watcher, {});
    engine.publish(report_for(followed, 2, 1));
    engine.publish(report(2, 2)); // BOB for himself
    beside.publish(report_for(followed, 1, 3));
    beside.publish(report(1, 4));
    turn();
    EXPECT_THAT(received(watcher, {17, 115}),
                testing::UnorderedElementsAre("17=1-0000000000000001 115=BOB",
                                              "17=1-0000000000000003 115=CAROL"));
}

TEST_F(GatewayDropCopyTest, a_drop_copy_session_may_not_trade) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId watcher = log_on("WATCHER");
    received(watcher, {});
    network_.write(watcher,
                   order("WATCHER", 2, "mine") +
                       frame("WATCHER", "q", 3, "11=all|530=7|60=" + fix_time_now() + "|"));
    turn();
    EXPECT_THAT(received(watcher, {35, 45, 372, 380, 379}),
                ElementsAre("35=j 45=2 372=D 380=6 379=mine", "35=j 45=3 372=q 380=6 379=all"));
    network_.hang_up(watcher);
    turn();
    EXPECT_THAT(commands(engine), IsEmpty()); // nor do engines hear of it
}

TEST_F(GatewayDropCopyTest, what_was_copied_while_it_was_away_is_sent_again_on_request) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    for (std::uint64_t i = 1; i <= 3; ++i) engine.publish(report(0, i));
    turn();
    const ConnectionId watcher = log_on("WATCHER");
    network_.write(watcher, frame("WATCHER", "2", 2, "7=1|16=0|"));
    turn();
    EXPECT_THAT(copies(watcher), ElementsAre(1, 2, 3));
}

TEST_F(GatewayDropCopyTest, a_killed_gateway_goes_on_behind_what_its_store_holds) {
    FakeEngine& engine = start_engine(1);
    FakeEngine& beside = start_beside();
    start_gateway();
    engine.publish(report(0, 1));
    beside.publish(report_for(followed, 1, 2));
    turn();
    gateway_.reset();
    engine.publish(report(0, 3));
    beside.publish(report_for(followed, 1, 4));
    start_gateway();
    turn();
    const ConnectionId watcher = log_on("WATCHER");
    network_.write(watcher, frame("WATCHER", "2", 2, "7=1|16=0|"));
    turn();
    EXPECT_THAT(copies(watcher), testing::UnorderedElementsAre(1, 2, 3, 4));
}

TEST_F(GatewayDropCopyTest, a_new_ring_is_read_from_its_beginning) {
    start_engine(1).publish(report(0, 1));
    start_gateway();
    turn();
    stop_engine(1);
    turn_for(watch_time);
    start_engine(1, 2000).publish(report(0, 2));
    turn_for(watch_time);
    const ConnectionId watcher = log_on("WATCHER");
    network_.write(watcher, frame("WATCHER", "2", 2, "7=1|16=0|"));
    turn();
    EXPECT_THAT(copies(watcher), ElementsAre(1, 2));
}

TEST_F(GatewayDropCopyTest, without_durability_only_what_is_in_the_ring_can_be_copied) {
    FakeEngine& beside = start_beside([this] {
        FakeEngine::Options options = options_beside();
        options.report_slots = 16;
        return options;
    }());
    for (std::uint64_t i = 1; i <= 40; ++i) beside.publish(report_for(followed, 1, i));
    start_gateway();
    turn();
    EXPECT_EQ(counter("copies_total"), 13u);
    EXPECT_EQ(counter("reports_lapped_total"), 0u); // it was before our time
    for (std::uint64_t i = 41; i <= 80; ++i) beside.publish(report_for(followed, 1, i));
    turn();
    EXPECT_EQ(counter("copies_total"), 26u);
    EXPECT_EQ(counter("reports_lapped_total"), 27u);
}

class DurableDropCopyTest : public GatewayDropCopyTest {
  protected:
    DurableDropCopyTest() {
        make_durable(1);
        options_.boot_id = 1;
        options_.logon_timeout_ms = 5000;
    }

    void turn_until_copied(std::uint64_t count) {
        for (int i = 0; i < 500 && counter("copies_total") < count; ++i)
            turn_for(std::chrono::milliseconds(20));
        ASSERT_EQ(counter("copies_total"), count);
    }

    /// All copies that the session ever got, in order.
    std::vector<std::uint64_t> all_copies() {
        const ConnectionId watcher = log_on("WATCHER");
        network_.write(watcher, frame("WATCHER", "2", 2, "7=1|16=0|"));
        turn_for(std::chrono::milliseconds(100));
        return copies(watcher);
    }
};

TEST_F(DurableDropCopyTest, what_the_ring_lost_comes_from_the_log_of_the_other_gateway) {
    FakeEngine::Options options = options_beside();
    options.report_slots = 16;
    FakeEngine& beside = start_beside(options);
    start_gateway();
    beside.publish(report_for(followed, 1, 1));
    turn();
    gateway_.reset(); // hours
    std::vector<std::uint64_t> expected = {1};
    for (std::uint64_t i = 2; i <= 200; ++i) {
        beside.publish(report_for(followed, 1, i));
        expected.push_back(i);
    }
    start_gateway();
    turn_until_copied(199);
    EXPECT_EQ(all_copies(), expected);
    EXPECT_EQ(counter("reports_lapped_total"), 0u);
}

TEST_F(DurableDropCopyTest, a_new_session_begins_with_the_oldest_report_of_the_log) {
    constexpr std::uint64_t reports = 2000; // of several files
    FakeEngine::Options options = options_beside();
    options.report_slots = 16;
    FakeEngine& beside = start_beside(options);
    for (std::uint64_t i = 1; i <= reports; ++i) beside.publish(report_for(followed, 1, i));
    std::set<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(options.output_log))
        files.insert(each.path());
    ASSERT_GT(files.size(), 1u);
    std::filesystem::remove(*files.begin()); // as the follower prunes
    start_gateway();
    for (int i = 0; i < 500 && (counter("copies_total") == 0 || gateway_->do_work() != 0); ++i)
        turn_for(std::chrono::milliseconds(20));
    const std::vector<std::uint64_t> ids = all_copies();
    ASSERT_FALSE(ids.empty());
    EXPECT_GT(ids.front(), 1u);
    EXPECT_EQ(ids.back(), reports);
    EXPECT_EQ(ids.size(), ids.back() - ids.front() + 1);
}

TEST_F(DurableDropCopyTest, who_reads_slowly_is_waited_for_in_the_log) {
    FakeEngine::Options options = options_beside();
    options.report_slots = 16;
    FakeEngine& beside = start_beside(options);
    start_gateway();
    const ConnectionId watcher = log_on("WATCHER");
    received(watcher, {});
    network_.is_slow = true;
    constexpr std::uint64_t reports = 1000;
    for (std::uint64_t i = 1; i <= reports; ++i) beside.publish(report_for(followed, 1, i));
    turn_for(std::chrono::milliseconds(100));
    EXPECT_LT(counter("copies_total"), 200u);
    network_.is_slow = false;
    turn_until_copied(reports);
    EXPECT_EQ(copies(watcher).size(), reports);
}

TEST_F(DurableDropCopyTest, what_a_store_lost_with_the_host_is_copied_again_as_possibly_known) {
    start_engine(1);
    FakeEngine& beside = start_beside();
    start_gateway();
    log_on("WATCHER");
    beside.publish(report_for(followed, 1, 1));
    turn();
    const std::string store =
        options_.state_directory + "/" + store_name(options_.instance, options_.clients.back());
    std::filesystem::copy_file(store, store + ".kept");
    beside.publish(report_for(followed, 1, 2));
    turn();
    gateway_.reset();
    stop_engine(1);
    beside.stop();
    std::filesystem::rename(store + ".kept", store);
    options_.boot_id = 2;

    FakeEngine::Options options = options_beside();
    options.reports_before = 2;
    FakeEngine& again = start_beside(options);
    again.publish(report_for(followed, 1, 3));
    start_gateway();
    turn_for(watch_time);
    const ConnectionId early = log_on("WATCHER", 2);
    EXPECT_THAT(received(early, {35}), IsEmpty()); // the other engine's link is missing
    start_engine(engine_options(1), 2000);
    turn_for(watch_time);
    received(early, {}); // what it was told as soon as it was let in
    network_.write(early, frame("WATCHER", "2", 3, "7=1|16=0|"));
    turn_for(std::chrono::milliseconds(50));
    std::vector<std::string> copied;
    for (const std::string& each : received(early, {35, 17, 97}))
        if (each.starts_with("35=8")) copied.push_back(each);
    EXPECT_THAT(copied,
                ElementsAre("35=8 17=1-0000000000000001 97=", "35=8 17=1-0000000000000002 97=Y",
                            "35=8 17=1-0000000000000003 97="));
}

} // namespace
} // namespace pinion::fix
