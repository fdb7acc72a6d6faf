// A whole gateway, turned by hand: the test plays the clients on a network in memory and the
// engines on their segments, and compares bytes and commands.

#include "fix-gateway/gateway/gateway.h"
#include "fix-gateway/gateway/resend.h"
#include "shm/layout/segment_names.h"
#include "tests/fix-gateway/gateway/fake_engine.h"
#include "tests/fix-gateway/gateway/fake_network.h"
#include "tests/fix-gateway/support/fix_text.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <thread>

namespace pinion::fix {
namespace {

using shm::Command;
using shm::CommandKind;
using test::FakeEngine;
using test::fix_field;
using test::fix_frame;
using test::fix_frames;
using test::fix_time_now;
using testing::ElementsAre;
using testing::IsEmpty;
using transport::ConnectionId;

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

shm::InstrumentRecord instrument(const char* symbol) {
    shm::InstrumentRecord record{};
    record.symbol = *shm::Symbol::from(symbol);
    record.tick_units = 1;
    record.lot_units = 1;
    record.price_min_ticks = 1;
    record.price_max_ticks = 100'000;
    record.quantity_max_lots = 1'000'000;
    record.price_decimals = 2;
    return record;
}

std::string unique_instance() {
    static int count = 0;
    return "gwtest" + std::to_string(::getpid()) + "x" + std::to_string(++count);
}

class GatewayTest : public testing::Test {
  protected:
    GatewayTest() {
        options_.instance = unique_instance();
        options_.logon_timeout_ms = 200;
        options_.engines = {{1, {instrument("PINE"), instrument("OAK")}}, {2, {instrument("ELM")}}};
        options_.clients = {{0, "ALICE", "PINION", *shm::AccountName::from("A1"), 3, false},
                            {2, "BOB", "PINION", *shm::AccountName::from("B1"), 6, false}};
        options_.state_directory = (directory_.path() / "state").string();
        options_.dictionary_xml = file_text(FIX44_XML);
    }

    ~GatewayTest() override {
        gateway_.reset();
        for (auto& [id, engine] : engines_) engine->stop();
        for (const EnginePeer& peer : options_.engines) {
            ::shm_unlink(shm::link_segment_name(options_.instance, peer.id, 1).c_str());
            ::shm_unlink(shm::feed_segment_name(options_.instance, peer.id).c_str());
        }
    }

    FakeEngine& start_engine(std::uint16_t id, std::uint32_t epoch = 1000,
                             std::uint64_t command_slots = 1024,
                             std::uint64_t report_slots = 1024) {
        engines_[id].reset();
        engines_[id] = std::make_unique<FakeEngine>(
            FakeEngine::Options{options_.instance, id, 1, options_.engines[id - 1u].instruments,
                                options_.engines[id - 1u].venue_hash, command_slots, report_slots},
            epoch);
        return *engines_[id];
    }

    void stop_engine(std::uint16_t id) {
        engines_.at(id)->stop();
        engines_.erase(id);
    }

    void start_gateway() {
        gateway_.reset(); // as if it had been killed
        gateway_ = std::make_unique<Gateway>(
            options_, [this] { return network_.make_transport(); }, [](std::uint16_t) {});
        gateway_->on_start();
    }

    /// Until nothing moves.
    void turn() {
        for (int idle = 0; idle < 3;) idle = gateway_->do_work() == 0 ? idle + 1 : 0;
    }

    /// Long enough for ticks and looks at the engines.
    void turn_for(std::chrono::milliseconds time) {
        const auto end = std::chrono::steady_clock::now() + time;
        while (std::chrono::steady_clock::now() < end)
            if (gateway_->do_work() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }

    static std::string frame(const std::string& client, const std::string& type, int sequence,
                             const std::string& body) {
        return fix_frame("35=" + type + "|49=" + client + "|56=PINION|34=" +
                         std::to_string(sequence) + "|52=" + fix_time_now() + "|" + body);
    }

    ConnectionId log_on(const std::string& client, int sequence = 1, const std::string& more = "") {
        const ConnectionId id = network_.connect();
        network_.write(id, frame(client, "A", sequence, "98=0|108=30|" + more));
        turn();
        return id;
    }

    static std::string order(const std::string& client, int sequence, const std::string& id,
                             const std::string& symbol = "PINE") {
        return frame(client, "D", sequence,
                     "11=" + id + "|55=" + symbol + "|54=1|60=" + fix_time_now() +
                         "|38=10|40=2|44=1.50|");
    }

    /// Fields `tags` of each frame that came: "35=A 34=1".
    std::vector<std::string> received(ConnectionId id, std::initializer_list<int> tags) {
        std::vector<std::string> lines;
        for (const std::string& each : fix_frames(network_.read(id))) {
            std::string line;
            for (const int tag : tags)
                line +=
                    (line.empty() ? "" : " ") + std::to_string(tag) + "=" + fix_field(each, tag);
            lines.push_back(line);
        }
        return lines;
    }

    /// The commands that an engine finds: "kind session id".
    static std::vector<std::string> commands(FakeEngine& engine) {
        std::vector<std::string> lines;
        while (const auto command = engine.next())
            lines.push_back(std::to_string(static_cast<int>(command->kind)) + " " +
                            std::to_string(command->session) + " " +
                            std::string(command->cl_ord_id.view()));
        return lines;
    }

    static shm::Report report(std::uint16_t session, std::uint64_t exec_id) {
        shm::Report report{};
        report.kind = shm::ReportKind::execution;
        report.exec_type = shm::ExecType::new_order;
        report.ord_status = shm::OrdStatus::new_order;
        report.side = shm::Side::buy;
        report.ord_type = shm::OrdType::limit;
        report.time_in_force = shm::TimeInForce::day;
        report.session = session;
        report.order_id = 5;
        report.exec_id = exec_id;
        report.time_ns = 1'700'000'000'000'000'000;
        report.price_ticks = 150;
        report.quantity_lots = 10;
        report.leaves_lots = 10;
        report.cl_ord_id = *shm::ClOrdId::from("order");
        report.answers = CommandKind::new_order;
        return report;
    }

    std::uint64_t counter(const std::string& name) {
        for (const auto& each : shm::CountersReader(options_.instance, "gateway.1").read())
            if (each.name == name) return each.value;
        return 0;
    }

    test::TemporaryDirectory directory_;
    GatewayOptions options_;
    test::FakeNetwork network_;
    std::map<std::uint16_t, std::unique_ptr<FakeEngine>> engines_;
    std::unique_ptr<Gateway> gateway_;
};

constexpr std::chrono::milliseconds watch_time{350};

TEST_F(GatewayTest, an_order_becomes_a_command_of_the_engine_that_owns_the_symbol) {
    FakeEngine& first = start_engine(1);
    FakeEngine& second = start_engine(2);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    EXPECT_THAT(received(alice, {35, 34}), ElementsAre("35=A 34=1"));
    network_.write(alice, order("ALICE", 2, "pine") + order("ALICE", 3, "elm", "ELM"));
    turn();
    EXPECT_THAT(commands(first), ElementsAre("12 0 ", "1 0 pine"));
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 elm"));
}

TEST_F(GatewayTest, a_command_says_where_it_comes_from) {
    FakeEngine& engine = start_engine(1, 1234);
    start_gateway();
    const ConnectionId bob = log_on("BOB", 1, "8013=Y|");
    network_.write(bob, order("BOB", 2, "id", "OAK"));
    turn();
    const auto up = engine.next();
    ASSERT_TRUE(up);
    EXPECT_EQ(up->kind, CommandKind::session_up);
    EXPECT_EQ(up->flags, shm::command_flags::cancel_on_disconnect);
    EXPECT_EQ(up->engine_epoch, 1234u);
    EXPECT_EQ(up->msg_seq_num, 0u);
    const auto placed = engine.next();
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->session, 2);
    EXPECT_EQ(placed->msg_seq_num, 2u);
    EXPECT_EQ(placed->session_epoch, up->session_epoch);
    EXPECT_NE(placed->session_epoch, 0u);
    EXPECT_EQ(placed->engine_epoch, 1234u);
    EXPECT_EQ(placed->instrument, 1u);
    EXPECT_EQ(placed->price_ticks, 150);
    EXPECT_EQ(placed->account.view(), "B1");
    EXPECT_NE(placed->cl_ord_id_hash, 0u);
}

TEST_F(GatewayTest, a_mass_request_goes_to_every_engine_that_it_concerns) {
    FakeEngine& first = start_engine(1, 1000);
    FakeEngine& second = start_engine(2, 2000);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(first);
    commands(second);
    const std::string now = fix_time_now();
    network_.write(alice, frame("ALICE", "q", 2, "11=all|530=7|60=" + now + "|"));
    turn();
    const auto in_first = first.next();
    const auto in_second = second.next();
    ASSERT_TRUE(in_first && in_second);
    EXPECT_EQ(in_first->engine_epoch, 1000u);
    EXPECT_EQ(in_second->engine_epoch, 2000u);
    EXPECT_EQ(in_first->msg_seq_num, in_second->msg_seq_num);

    network_.write(alice, frame("ALICE", "q", 3, "11=one|530=1|55=ELM|60=" + now + "|"));
    network_.write(alice, frame("ALICE", "AF", 4, "584=status|585=7|"));
    turn();
    EXPECT_THAT(commands(first), ElementsAre("6 0 "));
    EXPECT_THAT(commands(second), ElementsAre("5 0 one", "6 0 "));
}

TEST_F(GatewayTest, a_mass_request_names_the_engine_that_is_not_there) {
    FakeEngine& first = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(first);
    received(alice, {});
    network_.write(alice, frame("ALICE", "q", 2, "11=all|530=7|60=" + fix_time_now() + "|") +
                              frame("ALICE", "q", 3, "11=one|530=1|60=" + fix_time_now() + "|"));
    turn();
    EXPECT_THAT(commands(first), ElementsAre("5 0 all"));
    EXPECT_THAT(received(alice, {35, 45, 372, 380}),
                ElementsAre("35=j 45=2 372=q 380=4", "35=j 45=3 372=q 380=5"));
}

TEST_F(GatewayTest, the_config_may_decide_whether_a_lost_session_cancels) {
    options_.clients[0].cancel_on_disconnect = true;
    options_.clients[1].cancel_on_disconnect = false;
    FakeEngine& engine = start_engine(1);
    start_gateway();
    log_on("ALICE", 1, "8013=N|");
    log_on("BOB", 1, "8013=Y|");
    EXPECT_EQ(engine.next()->flags, shm::command_flags::cancel_on_disconnect);
    EXPECT_EQ(engine.next()->flags, 0);
}

TEST_F(GatewayTest, a_report_reaches_its_client_and_nobody_else) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId bob = log_on("BOB");
    received(alice, {});
    received(bob, {});
    engine.publish(report(2, 77));
    turn();
    EXPECT_THAT(received(alice, {35}), IsEmpty());
    EXPECT_THAT(received(bob, {35, 34, 49, 56, 55, 11, 44}),
                ElementsAre("35=8 34=2 49=PINION 56=BOB 55=PINE 11=order 44=1.5"));
}

TEST_F(GatewayTest, an_unknown_symbol_is_told_to_an_engine_as_refused) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    network_.write(alice, order("ALICE", 2, "id", "NOPE"));
    turn();
    const auto command = engine.next();
    ASSERT_TRUE(command);
    EXPECT_EQ(command->kind, CommandKind::rejected);
    EXPECT_EQ(command->reason, shm::RejectReason::unknown_symbol);
}

TEST_F(GatewayTest, who_may_not_log_on_is_cut) {
    start_gateway();
    const ConnectionId stranger = log_on("MALLORY");
    const ConnectionId order_first = network_.connect();
    network_.write(order_first, order("ALICE", 1, "id"));
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId twin = log_on("ALICE");
    turn();
    EXPECT_TRUE(network_.is_closed(stranger));
    EXPECT_TRUE(network_.is_closed(order_first));
    EXPECT_TRUE(network_.is_closed(twin));
    EXPECT_FALSE(network_.is_closed(alice));
    EXPECT_THAT(received(stranger, {35}), IsEmpty());
    EXPECT_EQ(counter("disconnects_total{reason=\"unknown_session\"}"), 1u);
    EXPECT_EQ(counter("disconnects_total{reason=\"not_a_logon\"}"), 1u);
    EXPECT_EQ(counter("disconnects_total{reason=\"session_in_use\"}"), 1u);
}

TEST_F(GatewayTest, who_does_not_log_on_in_time_is_cut) {
    start_gateway();
    const ConnectionId silent = network_.connect();
    const ConnectionId alice = log_on("ALICE");
    turn_for(std::chrono::milliseconds(500));
    EXPECT_TRUE(network_.is_closed(silent));
    EXPECT_FALSE(network_.is_closed(alice));
    EXPECT_EQ(counter("disconnects_total{reason=\"logon_timeout\"}"), 1u);
}

TEST_F(GatewayTest, connections_for_which_there_is_no_place_are_counted) {
    start_gateway();
    network_.turned_away = 7;
    turn_for(std::chrono::milliseconds(200));
    EXPECT_EQ(counter("connections_turned_away_total"), 7u);
}

TEST_F(GatewayTest, a_faulty_logon_is_cut) {
    start_gateway();
    const ConnectionId id = network_.connect();
    network_.write(id, frame("ALICE", "A", 1, "98=0|108=30|9999=x|"));
    turn();
    EXPECT_TRUE(network_.is_closed(id));
    EXPECT_FALSE(network_.is_closed(log_on("ALICE")));
}

TEST_F(GatewayTest, garbage_between_frames_is_dropped_and_counted) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    std::string broken = order("ALICE", 2, "id");
    broken[broken.size() - 3] ^= 1; // the checksum
    network_.write(alice, "noise" + broken + order("ALICE", 2, "good"));
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("1 0 good"));
    EXPECT_GE(counter("garbled_total"), 1u);
    EXPECT_FALSE(network_.is_closed(alice));
}

TEST_F(GatewayTest, bytes_may_come_one_by_one) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.piece_bytes = 1;
    const ConnectionId alice = log_on("ALICE");
    network_.write(alice, order("ALICE", 2, "a") + order("ALICE", 3, "b"));
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("12 0 ", "1 0 a", "1 0 b"));
}

TEST_F(GatewayTest, what_the_translator_refuses_becomes_a_reject) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "more-than-twenty-characters"));
    network_.write(alice, frame("ALICE", "x", 3, "320=a|559=4|"));
    turn();
    EXPECT_THAT(received(alice, {35, 45, 371, 373, 380}),
                ElementsAre("35=3 45=2 371=11 373=5 380=", "35=j 45=3 371= 373= 380=3"));
    EXPECT_THAT(commands(engine), IsEmpty());
    EXPECT_EQ(counter("session_rejects_total"), 1u);
}

TEST_F(GatewayTest, without_the_engine_orders_are_answered_with_380_4_and_sessions_live) {
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "id"));
    turn();
    EXPECT_THAT(received(alice, {35, 34, 372, 45, 380}), ElementsAre("35=j 34=2 372=D 45=2 380=4"));
    EXPECT_FALSE(network_.is_closed(alice));

    FakeEngine& engine = start_engine(1);
    turn_for(watch_time);
    network_.write(alice, order("ALICE", 3, "again"));
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("12 0 ", "1 0 again"));
    EXPECT_EQ(counter("engines_attached"), 1u);
}

TEST_F(GatewayTest, an_engine_that_stops_and_comes_back_is_found_again) {
    FakeEngine& first = start_engine(1, 1000);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(first);
    received(alice, {});
    first.publish(report(0, 1)); // its last word
    stop_engine(1);
    network_.write(alice, order("ALICE", 2, "lost"));
    turn();
    EXPECT_THAT(received(alice, {35, 380}),
                testing::UnorderedElementsAre("35=8 380=", "35=j 380=4"));
    turn_for(watch_time);

    FakeEngine& second = start_engine(1, 2000);
    turn_for(watch_time);
    network_.write(alice, order("ALICE", 3, "found"));
    turn();
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 found"));
    second.publish(report(0, 2));
    turn();
    EXPECT_THAT(received(alice, {35}), ElementsAre("35=8"));
}

TEST_F(GatewayTest, an_engine_that_crashes_is_met_again_on_the_same_rings) {
    start_engine(1, 1000);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(*engines_[1]);
    engines_[1].reset();
    turn_for(watch_time);
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "lost"));
    turn();
    EXPECT_THAT(received(alice, {380}), ElementsAre("380=4"));

    FakeEngine& second = start_engine(1, 2000);
    turn_for(watch_time);
    network_.write(alice, order("ALICE", 3, "found"));
    turn();
    EXPECT_THAT(commands(second), ElementsAre("12 0 ", "1 0 found"));
}

TEST_F(GatewayTest, each_gateway_process_tells_every_engine_that_it_is_another_one) {
    FakeEngine& first = start_engine(1, 1000);
    start_gateway();
    commands(first);
    gateway_.reset();
    start_gateway();
    commands(first);
    ASSERT_EQ(first.gateway_processes().size(), 2U);
    const std::uint64_t process = first.gateway_processes()[1];
    EXPECT_NE(process, first.gateway_processes()[0]);

    engines_[1].reset();
    turn_for(watch_time);
    FakeEngine& second = start_engine(1, 2000);
    turn_for(watch_time);
    commands(second);
    EXPECT_EQ(second.gateway_processes(), std::vector{process});
}

TEST_F(GatewayTest, an_engine_with_another_config_is_not_used) {
    options_.engines[0].venue_hash = 1;
    FakeEngine& engine = start_engine(1);
    options_.engines[0].venue_hash = 2;
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    received(alice, {});
    network_.write(alice, order("ALICE", 2, "id"));
    turn();
    EXPECT_THAT(received(alice, {380}), ElementsAre("380=4"));
    EXPECT_THAT(commands(engine), IsEmpty());
}

TEST_F(GatewayTest, a_full_command_ring_stops_the_reading_and_loses_nothing) {
    FakeEngine& engine = start_engine(1, 1000, 8);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    constexpr int orders = 100;
    std::vector<std::string> expected{"12 0 "};
    for (int i = 0; i < orders; ++i) {
        network_.write(alice, order("ALICE", 2 + i, std::to_string(i)));
        expected.push_back("1 0 " + std::to_string(i));
    }
    turn();
    EXPECT_TRUE(network_.is_paused(alice));
    std::vector<std::string> found;
    for (int round = 0; round < 2 * orders && found.size() < expected.size(); ++round) {
        for (const std::string& line : commands(engine)) found.push_back(line);
        turn();
    }
    EXPECT_EQ(found, expected);
    EXPECT_FALSE(network_.is_paused(alice));
    EXPECT_GE(counter("stalls_total"), 1u);
}

TEST_F(GatewayTest, a_burst_of_orders_waits_for_the_reports_of_those_before_and_none_is_lost) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 256);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    constexpr std::uint64_t orders = 500;
    for (std::uint64_t i = 0; i < orders; ++i)
        network_.write(alice, order("ALICE", static_cast<int>(2 + i), std::to_string(i)));
    std::uint64_t taken = 0;
    for (std::uint64_t round = 0; round < 2 * orders && taken <= orders; ++round) {
        turn();
        const std::uint64_t now = commands(engine).size();
        for (std::uint64_t i = 0; i < 3 * now; ++i) engine.publish(report(0, 1));
        taken += now;
    }
    for (int i = 0; i < 10; ++i) turn();
    EXPECT_EQ(taken, orders + 1); // and the one that tells of the logon
    EXPECT_EQ(counter("reports_total"), 3 * taken);
    EXPECT_EQ(counter("reports_lapped_total"), 0u);
    EXPECT_FALSE(network_.is_paused(alice));
}

TEST_F(GatewayTest, a_lost_connection_is_told_to_the_engines) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    commands(engine);
    network_.hang_up(alice);
    turn();
    EXPECT_THAT(commands(engine), ElementsAre("8 0 "));
    EXPECT_EQ(counter("disconnects_total{reason=\"peer_closed\"}"), 1u);
    EXPECT_THAT(received(log_on("ALICE", 2), {35, 34}), ElementsAre("35=A 34=2"));
    EXPECT_THAT(commands(engine), ElementsAre("12 0 "));
}

TEST_F(GatewayTest, reports_made_while_the_client_was_away_are_replayed) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    network_.hang_up(alice);
    turn();
    engine.publish(report(0, 0xabc));
    turn();
    const ConnectionId again = log_on("ALICE", 2);
    EXPECT_THAT(received(again, {35, 34}), ElementsAre("35=A 34=3"));
    network_.write(again, frame("ALICE", "2", 3, "7=2|16=0|"));
    turn();
    EXPECT_THAT(received(again, {35, 34, 43, 17, 36}),
                ElementsAre("35=8 34=2 43=Y 17=1-0000000000000abc 36=", "35=4 34=3 43=Y 17= 36=4"));
}

TEST_F(GatewayTest, reports_made_while_the_gateway_was_dead_are_delivered_once) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    log_on("ALICE");
    engine.publish(report(0, 1));
    engine.publish(report(2, 2));
    turn();
    gateway_.reset();
    engine.publish(report(0, 3));
    start_gateway();
    turn();
    const ConnectionId alice = log_on("ALICE", 2);
    network_.write(alice, frame("ALICE", "2", 3, "7=1|16=0|"));
    turn();
    EXPECT_THAT(received(alice, {35, 34, 17}),
                ElementsAre("35=A 34=4 17=", "35=4 34=1 17=", "35=8 34=2 17=1-0000000000000001",
                            "35=8 34=3 17=1-0000000000000003", "35=4 34=4 17="));
    const ConnectionId bob = log_on("BOB");
    EXPECT_THAT(received(bob, {35, 34}), ElementsAre("35=A 34=2"));
}

TEST_F(GatewayTest, a_reset_of_a_client_does_not_bring_old_reports_back) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.hang_up(log_on("ALICE"));
    engine.publish(report(0, 1));
    turn();
    network_.hang_up(log_on("ALICE", 1, "141=Y|"));
    turn();
    start_gateway();
    turn();
    EXPECT_THAT(received(log_on("ALICE", 2), {35, 34}), ElementsAre("35=A 34=2"));
}

TEST_F(GatewayTest, a_long_resend_comes_in_slices_while_others_are_served) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    network_.hang_up(log_on("ALICE"));
    turn();
    constexpr std::uint64_t reports = 600;
    for (std::uint64_t i = 1; i <= reports; ++i) engine.publish(report(0, i));
    turn();
    const ConnectionId alice = log_on("ALICE", 2);
    received(alice, {});
    network_.is_slow = true;
    network_.write(alice, frame("ALICE", "2", 3, "7=2|16=0|"));
    turn_for(std::chrono::milliseconds(20));
    std::vector<std::string> found = received(alice, {35, 34, 43, 36});
    EXPECT_EQ(found.size(), Resend::slice_messages); // the network did not take more
    network_.write(alice, order("ALICE", 4, "meanwhile"));
    turn();
    EXPECT_EQ(commands(engine).back(), "1 0 meanwhile");
    network_.is_slow = false;
    turn_for(std::chrono::milliseconds(50));
    for (const std::string& line : received(alice, {35, 34, 43, 36})) found.push_back(line);
    std::vector<std::string> expected;
    for (std::uint64_t i = 0; i < reports; ++i)
        expected.push_back("35=8 34=" + std::to_string(2 + i) + " 43=Y 36=");
    expected.push_back("35=4 34=602 43=Y 36=603"); // our second Logon
    EXPECT_EQ(found, expected);
}

TEST_F(GatewayTest, a_lapped_gateway_knows_how_much_it_lost) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 16);
    start_gateway();
    turn();
    for (std::uint64_t i = 1; i <= 100; ++i) engine.publish(report(0, i));
    turn();
    const std::uint64_t delivered = counter("reports_total");
    EXPECT_GT(delivered, 0u);
    EXPECT_EQ(counter("reports_lapped_total") + delivered, 100u);
}

TEST_F(GatewayTest, reports_for_nobody_here_are_counted) {
    FakeEngine& engine = start_engine(1);
    start_gateway();
    engine.publish(report(1, 1));
    engine.publish(report(60'000, 1));
    turn();
    EXPECT_EQ(counter("reports_untold_total"), 2u);
}

TEST_F(GatewayTest, messages_beyond_a_gap_are_kept_within_bounds_and_all_arrive_in_the_end) {
    FakeEngine& engine = start_engine(1, 1000, 1024, 8192);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    constexpr int last = 600;
    std::vector<std::string> expected{"12 0 "};
    for (int sequence = 2; sequence <= last; ++sequence) {
        expected.push_back("1 0 " + std::to_string(sequence));
        if (sequence > 2) network_.write(alice, order("ALICE", sequence, std::to_string(sequence)));
    }
    turn();
    EXPECT_THAT(received(alice, {35, 7}), ElementsAre("35=A 7=", "35=2 7=2"));
    EXPECT_GT(counter("early_total"), 0u);
    for (int sequence = 2; sequence <= last; ++sequence)
        network_.write(alice,
                       frame("ALICE", "D", sequence,
                             "43=Y|122=" + fix_time_now() + "|11=" + std::to_string(sequence) +
                                 "|55=PINE|54=1|60=" + fix_time_now() + "|38=10|40=2|44=1.50|"));
    turn();
    EXPECT_EQ(commands(engine), expected);
}

TEST_F(GatewayTest, a_stop_logs_everybody_out_within_a_second) {
    start_engine(1);
    start_gateway();
    const ConnectionId alice = log_on("ALICE");
    const ConnectionId silent = network_.connect();
    turn();
    received(alice, {});
    const auto begin = std::chrono::steady_clock::now();
    gateway_->on_close();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
    EXPECT_THAT(received(alice, {35}), ElementsAre("35=5"));
    EXPECT_TRUE(network_.is_closed(alice));
    EXPECT_TRUE(network_.is_closed(silent));
}

TEST_F(GatewayTest, a_second_gateway_of_the_same_id_is_refused) {
    start_gateway();
    EXPECT_THROW(Gateway(
                     options_, [this] { return network_.make_transport(); }, [](std::uint16_t) {}),
                 shm::SegmentError);
}

/// Every good order sent between damaged bytes arrives, once and in order, or is asked for again.
TEST_F(GatewayTest, random_bytes_never_cost_a_good_order) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    FakeEngine& engine = start_engine(1);
    start_gateway();
    const ConnectionId bob = log_on("BOB");
    int bob_sequence = 1;
    std::vector<std::string> expected;
    std::vector<std::string> found;
    ConnectionId mallory = network_.connect();
    for (int round = 0; round < 3000; ++round) {
        if (network_.is_closed(mallory)) {
            mallory = network_.connect();
            if (random() % 2 == 0)
                network_.write(mallory, frame("ALICE", "A", 1, "98=0|108=30|141=Y|"));
        }
        std::string bytes = order("ALICE", static_cast<int>(random() % 5), "evil");
        for (auto changes = random() % 6; changes > 0; --changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (random() % 4 == 0) bytes.resize(random() % bytes.size());
        if (random() % 16 == 0) network_.hang_up(mallory);
        network_.write(mallory, bytes);
        network_.piece_bytes = 1 + random() % 300;
        if (random() % 4 == 0) {
            network_.write(bob, order("BOB", ++bob_sequence, std::to_string(round)));
            expected.push_back("1 2 " + std::to_string(round));
        }
        turn();
        for (const std::string& line : commands(engine))
            if (line.starts_with("1 2 ")) found.push_back(line);
    }
    EXPECT_EQ(found, expected);
    EXPECT_FALSE(network_.is_closed(bob));
}

} // namespace
} // namespace pinion::fix
