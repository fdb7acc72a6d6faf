// The host is lost: stores and engine come back with less than they had, each with another part.

#include "fix-gateway/gateway/store_name.h"
#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

class GatewayHostLossTest : public GatewayTest {
  protected:
    GatewayHostLossTest() {
        make_durable(1);
        options_.boot_id = 1;
        options_.logon_timeout_ms = 5000;
    }

    [[nodiscard]] std::string store(int client) const {
        const std::string name =
            store_name(options_.instance, options_.clients[static_cast<std::size_t>(client)]);
        return options_.state_directory + "/" + name;
    }

    /// What comes back of the client's store is what it is now.
    void keep_store(int client) const {
        std::filesystem::copy_file(store(client), store(client) + ".kept");
    }

    void lose_host() {
        gateway_.reset();
        if (engines_.contains(1)) stop_engine(1); // its shared memory is gone
        for (const int client : {0, 1})
            if (std::filesystem::exists(store(client) + ".kept"))
                std::filesystem::rename(store(client) + ".kept", store(client));
        options_.boot_id += 1;
    }

    /// The engine comes back with its reports up to `reports`, and a new epoch, and has had
    /// `messages` of ALICE.
    FakeEngine& restart_engine(std::uint64_t reports, shm::SessionProgress messages) {
        FakeEngine::Options options = engine_options(1);
        options.reports_before = reports;
        options.progress[0] = messages;
        return start_engine(options, 2000);
    }

    std::uint32_t epoch_of_alice(FakeEngine& engine) {
        start_gateway();
        network_.write(log_on("ALICE"), order("ALICE", 2, "first"));
        turn();
        std::uint32_t epoch = 0;
        while (const auto command = engine.next()) epoch = command->session_epoch;
        return epoch;
    }

    /// A logon, and what is said to it, without what depends on how far the mark was.
    std::vector<std::string> logon_answers(int sequence) {
        const ConnectionId alice = log_on("ALICE", sequence);
        EXPECT_GT(std::stoi(fix_field_of_first(alice)), 100'000);
        return received_;
    }

    std::string fix_field_of_first(ConnectionId id) {
        const std::string bytes = network_.read(id);
        const auto frames = test::fix_frames(bytes);
        received_.clear();
        for (const std::string& each : frames)
            received_.push_back("35=" + test::fix_field(each, 35) +
                                " 7=" + test::fix_field(each, 7));
        return frames.empty() ? "0" : test::fix_field(frames.front(), 34);
    }

    std::vector<std::string> received_;
};

TEST_F(GatewayHostLossTest, logons_wait_until_the_engine_says_what_it_has) {
    const std::uint32_t epoch = epoch_of_alice(start_engine(1));
    lose_host();
    start_gateway();
    const ConnectionId alice = log_on("ALICE", 7);
    EXPECT_THAT(received(alice, {35}), IsEmpty());
    EXPECT_TRUE(network_.is_paused(alice));

    restart_engine(0, {epoch, 2});
    turn_for(watch_time);
    EXPECT_GT(std::stoi(fix_field_of_first(alice)), 100'000);
    EXPECT_THAT(received_, ElementsAre("35=A 7=", "35=2 7=3"));
}

TEST_F(GatewayHostLossTest, an_engine_that_has_nothing_of_the_epoch_wants_all_of_it) {
    const std::uint32_t epoch = epoch_of_alice(start_engine(1));
    lose_host();
    restart_engine(0, {epoch - 1, 40});
    start_gateway();
    turn();
    EXPECT_THAT(logon_answers(7), ElementsAre("35=A 7=", "35=2 7=1"));
}

TEST_F(GatewayHostLossTest, of_two_engines_the_one_that_has_less_counts) {
    make_durable(2);
    start_engine(2);
    const std::uint32_t epoch = epoch_of_alice(start_engine(1));
    stop_engine(2);
    lose_host();
    restart_engine(0, {epoch, 6});
    start_gateway();
    turn();
    const ConnectionId alice = log_on("ALICE", 7);
    EXPECT_THAT(received(alice, {35}), IsEmpty()); // the other one is missing
    FakeEngine::Options other = engine_options(2);
    other.progress[0] = {epoch, 4};
    start_engine(other, 2000);
    turn_for(watch_time);
    EXPECT_GT(std::stoi(fix_field_of_first(alice)), 100'000);
    EXPECT_THAT(received_, ElementsAre("35=A 7=", "35=2 7=5"));
}

TEST_F(GatewayHostLossTest, what_a_store_lost_is_told_again_with_97_Y_and_the_same_exec_id) {
    FakeEngine& first = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId bob = log_on("BOB");
    first.publish(report(0, 1));
    turn();
    keep_store(0);
    first.publish(report(0, 2));
    first.publish(report(2, 3)); // Bob's store keeps it
    turn();
    lose_host();

    FakeEngine& second = restart_engine(3, {});
    second.publish(report(0, 4));
    second.publish(report(2, 5));
    start_gateway();
    turn();
    turn_for(std::chrono::milliseconds(20));
    network_.hang_up(alice);
    network_.hang_up(bob);
    const ConnectionId again = log_on("ALICE", 1);
    network_.write(again, frame("ALICE", "2", 2, "7=1|16=0|"));
    turn_for(std::chrono::milliseconds(50));
    EXPECT_THAT(received(again, {35, 17, 97}),
                ElementsAre("35=A 17= 97=", "35=4 17= 97=", "35=8 17=1-0000000000000001 97=",
                            "35=4 17= 97=", "35=8 17=1-0000000000000002 97=Y",
                            "35=8 17=1-0000000000000004 97=", "35=4 17= 97="));
    const ConnectionId bob_again = log_on("BOB", 1);
    network_.write(bob_again, frame("BOB", "2", 2, "7=1|16=0|"));
    turn_for(std::chrono::milliseconds(50));
    EXPECT_THAT(received(bob_again, {35, 17, 97}),
                ElementsAre("35=A 17= 97=", "35=4 17= 97=", "35=8 17=1-0000000000000003 97=",
                            "35=4 17= 97=", "35=8 17=1-0000000000000005 97=", "35=4 17= 97="));
}

TEST_F(GatewayHostLossTest, reports_that_only_the_world_remembers_leave_no_hole) {
    constexpr std::uint64_t lift = std::uint64_t{1} << 40;
    FakeEngine& first = start_engine(1);
    start_gateway();
    log_on("ALICE");
    for (std::uint64_t i = 1; i <= 9; ++i) first.publish(report(0, i));
    turn();
    lose_host(); // "async": the engine comes back with three of them
    std::filesystem::remove_all(options_.engines[0].directory);
    test::OutputLog log(engine_options(1).output_log, options_.instance, 1, 1);
    for (std::uint64_t i = 1; i <= 3; ++i) {
        shm::Report each = report(0, i);
        each.report_sequence = i;
        log.append(each);
    }
    FakeEngine& second = restart_engine(lift + 3, {});
    start_gateway();
    turn();
    const ConnectionId alice = log_on("ALICE", 1);
    received(alice, {});
    second.publish(report(0, lift + 1));
    turn_for(std::chrono::milliseconds(20));
    EXPECT_THAT(received(alice, {35, 17, 97}), ElementsAre("35=8 17=1-0000010000000001 97="));
}

TEST_F(GatewayHostLossTest, after_a_clean_stop_nothing_is_told_again) {
    FakeEngine& first = start_engine(1);
    start_gateway();
    log_on("ALICE");
    first.publish(report(0, 1));
    turn();
    gateway_->on_close();
    lose_host();
    FakeEngine& second = restart_engine(1, {});
    second.publish(report(0, 2));
    start_gateway();
    turn();
    const ConnectionId alice = log_on("ALICE", 1);
    network_.write(alice, frame("ALICE", "2", 2, "7=1|16=0|"));
    turn_for(std::chrono::milliseconds(20));
    EXPECT_THAT(received(alice, {35, 34, 17, 97}),
                ElementsAre("35=A 34=5 17= 97=", "35=4 34=1 17= 97=",
                            "35=8 34=2 17=1-0000000000000001 97=", "35=4 34=3 17= 97=",
                            "35=8 34=4 17=1-0000000000000002 97=", "35=4 34=5 17= 97="));
}

} // namespace
} // namespace pinion::fix
