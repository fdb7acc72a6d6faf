// Every promise of transport.h, kept by each network path: two transports on loopback talk to each
// other, each polled by the test's own thread.

#include "fix-gateway/transport/transport.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <system_error>
#include <vector>

namespace pinion::transport {
namespace {

using namespace std::chrono_literals;

/// Writes down what it is told, and does what the test adds.
class Recorder : public TransportHandler {
  public:
    bool on_accept(ConnectionId id, const std::string& peer) override {
        accepted.push_back(id);
        last_peer = peer;
        return accepts;
    }

    void on_connect(ConnectionId id) override { connected.push_back(id); }

    void on_receive(ConnectionId id, std::span<const char> bytes) override {
        received[id].append(bytes.data(), bytes.size());
        if (when_received) when_received(id, bytes);
    }

    void on_close(ConnectionId id, CloseReason reason) override { closed[id] = reason; }

    bool accepts = true;
    std::vector<ConnectionId> accepted;
    std::vector<ConnectionId> connected;
    std::string last_peer;
    std::map<ConnectionId, std::string> received;
    std::map<ConnectionId, CloseReason> closed;
    std::function<void(ConnectionId, std::span<const char>)> when_received;
};

class TransportTest : public testing::TestWithParam<TransportKind> {
  protected:
    void SetUp() override {
        try {
            server = make_transport(GetParam(), limits);
            client = make_transport(GetParam(), limits);
        } catch (const std::system_error& error) {
            GTEST_SKIP() << error.what();
        }
        port = server->listen("127.0.0.1", 0);
    }

    /// Polls both ends until `condition` holds; false if it does not within a generous time.
    bool until(const std::function<bool()>& condition) {
        const auto deadline = std::chrono::steady_clock::now() + test::patience;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            if (client->poll(at_client) + server->poll(at_server) == 0) server->wait(100'000);
        }
        return true;
    }

    /// Polls for a while in which nothing is expected to happen.
    void settle() {
        const auto deadline = std::chrono::steady_clock::now() + 50ms;
        while (std::chrono::steady_clock::now() < deadline) {
            client->poll(at_client);
            server->poll(at_server);
        }
    }

    /// A new connection's ids at the client and at the server.
    std::pair<ConnectionId, ConnectionId> join() {
        const std::size_t before = at_server.accepted.size();
        const ConnectionId id = client->connect("127.0.0.1", port);
        EXPECT_TRUE(until([&] {
            return at_server.accepted.size() > before &&
                   std::find(at_client.connected.begin(), at_client.connected.end(), id) !=
                       at_client.connected.end();
        }));
        return {id, at_server.accepted.back()};
    }

    TransportLimits limits{.connections_max = 64, .output_max_bytes = 1 << 20};
    std::unique_ptr<Transport> server;
    std::unique_ptr<Transport> client;
    Recorder at_server;
    Recorder at_client;
    std::uint16_t port = 0;
};

std::string bytes_of(std::size_t size, unsigned seed) {
    std::string bytes(size, '\0');
    std::mt19937 random(seed);
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    return bytes;
}

TEST_P(TransportTest, names_the_peer_that_connects) {
    join();
    EXPECT_EQ(at_server.last_peer.rfind("127.0.0.1:", 0), 0U) << at_server.last_peer;
}

TEST_P(TransportTest, carries_bytes_of_any_size_both_ways_in_order) {
    const auto [near_id, far_id] = join();
    at_server.when_received = [this](ConnectionId id, std::span<const char> bytes) {
        server->send(id, bytes);
    };
    const std::string sent = bytes_of(700'000, 1);
    std::mt19937 random(2);
    for (std::size_t at = 0; at < sent.size();) {
        const std::size_t size = std::min<std::size_t>(sent.size() - at, 1 + random() % 20'000);
        ASSERT_TRUE(client->send(near_id, {sent.data() + at, size}));
        if (random() % 3 == 0) client->poll(at_client);
        at += size;
    }
    const ConnectionId id = near_id;
    ASSERT_TRUE(until([&] { return at_client.received[id].size() >= sent.size(); }));
    EXPECT_EQ(at_client.received[id], sent);
    EXPECT_EQ(at_server.received[far_id], sent);
}

TEST_P(TransportTest, keeps_many_connections_apart) {
    at_server.when_received = [this](ConnectionId id, std::span<const char> bytes) {
        server->send(id, bytes);
    };
    std::map<ConnectionId, std::string> sent;
    for (unsigned i = 0; i < 40; ++i) {
        const ConnectionId id = join().first;
        sent[id] = bytes_of(1000 + i, i);
        client->send(id, sent[id]);
    }
    EXPECT_TRUE(until([&] { return at_client.received == sent; }));
}

TEST_P(TransportTest, a_refused_peer_is_disconnected_and_not_heard_of_again) {
    at_server.accepts = false;
    const ConnectionId id = client->connect("127.0.0.1", port);
    EXPECT_TRUE(until([&] { return at_client.closed.contains(id); }));
    EXPECT_TRUE(at_server.closed.empty());
    EXPECT_TRUE(at_server.received.empty());
}

TEST_P(TransportTest, connections_beyond_the_limit_are_refused_and_the_others_live_on) {
    std::vector<ConnectionId> ids;
    for (std::size_t i = 0; i < limits.connections_max; ++i) ids.push_back(join().first);
    const auto other = make_transport(GetParam(), limits);
    Recorder at_other;
    const ConnectionId refused = other->connect("127.0.0.1", port);
    EXPECT_TRUE(until([&] {
        other->poll(at_other);
        return at_other.closed.contains(refused);
    }));
    EXPECT_EQ(at_server.accepted.size(), limits.connections_max);
    EXPECT_EQ(server->turned_away(), 1u);
    client->send(ids.front(), std::string("still here"));
    EXPECT_TRUE(
        until([&] { return at_server.received[at_server.accepted.front()] == "still here"; }));
}

TEST_P(TransportTest, a_local_close_delivers_what_was_queued_first) {
    const auto [near_id, far_id] = join();
    const std::string last_words = bytes_of(300'000, 3);
    ASSERT_TRUE(server->send(far_id, last_words));
    server->close(far_id);
    EXPECT_FALSE(server->send(far_id, last_words));
    const ConnectionId near_copy = near_id;
    const ConnectionId far_copy = far_id;
    ASSERT_TRUE(until([&] {
        return at_client.closed.contains(near_copy) && at_server.closed.contains(far_copy);
    }));
    EXPECT_EQ(at_client.received[near_id], last_words);
    EXPECT_EQ(at_client.closed[near_id], CloseReason::peer_closed);
    EXPECT_EQ(at_server.closed[far_id], CloseReason::local);
}

TEST_P(TransportTest, a_handler_may_close_the_connection_that_it_is_called_for) {
    const auto [near_id, far_id] = join();
    at_server.when_received = [this](ConnectionId id, std::span<const char>) { server->close(id); };
    client->send(near_id, std::string("go away"));
    const ConnectionId far_copy = far_id;
    EXPECT_TRUE(
        until([&] { return at_server.closed.contains(far_copy) && !at_client.closed.empty(); }));
}

TEST_P(TransportTest, a_peer_that_does_not_read_is_cut_and_the_others_do_not_notice) {
    const auto [slow, slow_far] = join();
    const auto [good, good_far] = join();
    client->pause(slow);
    settle();
    const std::string chunk = bytes_of(64 * 1024, 4);
    const ConnectionId slow_copy = slow_far;
    ASSERT_TRUE(until([&] { return !server->send(slow_copy, chunk); }));
    ASSERT_TRUE(until([&] { return at_server.closed.contains(slow_copy); }));
    EXPECT_EQ(at_server.closed[slow_far], CloseReason::output_full);
    server->send(good_far, std::string("hello"));
    const ConnectionId good_copy = good;
    EXPECT_TRUE(until([&] { return at_client.received[good_copy] == "hello"; }));
}

TEST_P(TransportTest, a_paused_connection_delivers_nothing_and_after_resume_everything_in_order) {
    const auto [near_id, far_id] = join();
    server->pause(far_id);
    const std::string sent = bytes_of(200'000, 5);
    ASSERT_TRUE(client->send(near_id, sent));
    settle();
    EXPECT_EQ(at_server.received[far_id], "");
    server->resume(far_id);
    const ConnectionId far_copy = far_id;
    ASSERT_TRUE(until([&] { return at_server.received[far_copy].size() == sent.size(); }));
    EXPECT_EQ(at_server.received[far_id], sent);
}

TEST_P(TransportTest, pausing_again_and_again_from_the_handler_loses_nothing) {
    const auto [near_id, far_id] = join();
    at_server.when_received = [this](ConnectionId id, std::span<const char>) { server->pause(id); };
    const std::string sent = bytes_of(400'000, 6);
    ASSERT_TRUE(client->send(near_id, sent));
    client->close(near_id);
    const ConnectionId far_copy = far_id;
    ASSERT_TRUE(until([&] {
        server->resume(far_copy);
        return at_server.closed.contains(far_copy);
    }));
    EXPECT_TRUE(at_server.received[far_id] == sent);
}

TEST_P(TransportTest, an_id_is_dead_after_its_close_and_is_not_given_again) {
    const auto [near_id, far_id] = join();
    client->close(near_id);
    const ConnectionId far_copy = far_id;
    ASSERT_TRUE(
        until([&] { return at_server.closed.contains(far_copy) && !at_client.closed.empty(); }));
    EXPECT_FALSE(server->send(far_id, std::string("late")));
    server->close(far_id);
    server->pause(far_id);
    server->resume(far_id);
    const auto next = join();
    EXPECT_NE(next.first, near_id);
    EXPECT_NE(next.second, far_id);
    EXPECT_FALSE(server->send(far_id, std::string("late")));
}

TEST_P(TransportTest, a_connect_that_fails_is_told) {
    auto gone = make_transport(GetParam(), limits);
    const std::uint16_t dead_port = gone->listen("127.0.0.1", 0);
    gone.reset();
    const ConnectionId id = client->connect("127.0.0.1", dead_port);
    EXPECT_TRUE(until([&] { return at_client.closed.contains(id); }));
    EXPECT_TRUE(at_client.connected.empty());
}

TEST_P(TransportTest, a_port_in_use_is_a_clear_error) {
    try {
        client->listen("127.0.0.1", port);
        FAIL() << "two listeners on one port";
    } catch (const std::system_error& error) {
        EXPECT_NE(
            std::string(error.what()).find("cannot listen on 127.0.0.1:" + std::to_string(port)),
            std::string::npos)
            << error.what();
    }
}

TEST_P(TransportTest, a_transport_may_go_while_its_connections_are_busy) {
    const auto [near_id, far_id] = join();
    client->send(near_id, bytes_of(500'000, 7));
    server->send(far_id, bytes_of(500'000, 8));
    client->poll(at_client);
    server->poll(at_server);
    client.reset();
    const ConnectionId far_copy = far_id;
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    while (!at_server.closed.contains(far_copy) && std::chrono::steady_clock::now() < deadline)
        server->poll(at_server);
    EXPECT_TRUE(at_server.closed.contains(far_copy));
}

INSTANTIATE_TEST_SUITE_P(Kinds, TransportTest,
                         testing::Values(TransportKind::io_uring, TransportKind::epoll),
                         [](const auto& parameter) {
                             return parameter.param == TransportKind::epoll ? "epoll" : "io_uring";
                         });

} // namespace
} // namespace pinion::transport
