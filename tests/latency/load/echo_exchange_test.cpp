#include "latency/load/echo_exchange.h"
#include "shm/sys/clock.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace pinion::latency {
namespace {

constexpr std::size_t request_bytes = 160;
constexpr std::size_t response_bytes = 250;
constexpr double rate = 20'000;
constexpr std::uint64_t requests = 500;

TEST(EchoExchange, every_request_to_a_server_on_its_own_thread_is_answered) {
    const TcpEchoServer server(request_bytes, response_bytes, -1);
    EchoExchange exchange(server.port(), request_bytes, response_bytes);
    run_open_loop(exchange, {shm::monotonic_now_ns(), rate, 0, requests});
    EXPECT_EQ(exchange.round_trip().count(), requests);
    EXPECT_GT(exchange.round_trip().percentile_ns(0), 0);
}

TEST(EchoExchange, it_can_be_its_own_server) {
    TcpEcho server(request_bytes, response_bytes);
    EchoExchange exchange(server, request_bytes, response_bytes);
    run_open_loop(exchange, {shm::monotonic_now_ns(), rate, 1000, requests});
    EXPECT_EQ(exchange.round_trip().count(), requests);
    exchange.clear();
    EXPECT_EQ(exchange.round_trip().count(), 0U);
}

TEST(EchoExchange, requests_that_leave_together_are_answered_one_by_one) {
    TcpEcho server(request_bytes, response_bytes);
    EchoExchange exchange(server, request_bytes, response_bytes);
    constexpr std::int64_t long_ago_ns = 1; // all are late and leave at once
    run_open_loop(exchange, {long_ago_ns, rate, 0, requests});
    EXPECT_EQ(exchange.round_trip().count(), requests);
}

TEST(TcpEcho, a_request_in_pieces_gets_one_answer_of_the_right_size) {
    TcpEcho server(request_bytes, response_bytes);
    SpinningSocket socket("127.0.0.1", server.port());
    const std::vector<char> piece(request_bytes / 2, 'x');
    socket.send(piece);
    for (int i = 0; i < 1000; ++i) server.poll();
    std::array<char, 1024> buffer;
    EXPECT_EQ(socket.receive(buffer), 0U);
    socket.send(piece);
    std::size_t received = 0;
    const std::int64_t deadline_ns = shm::monotonic_now_ns() + 10'000'000'000;
    while (received < response_bytes && shm::monotonic_now_ns() < deadline_ns) {
        server.poll();
        received += socket.receive(buffer);
    }
    EXPECT_EQ(received, response_bytes);
}

TEST(SpinningSocket, a_peer_that_is_not_there_is_named) {
    std::uint16_t free_port = 0;
    {
        const TcpEcho gone(request_bytes, response_bytes);
        free_port = gone.port();
    }
    try {
        const SpinningSocket socket("127.0.0.1", free_port);
        FAIL() << "connected to nobody";
    } catch (const std::runtime_error& error) {
        const std::string peer = "127.0.0.1:" + std::to_string(free_port);
        EXPECT_NE(std::string(error.what()).find(peer), std::string::npos) << error.what();
    }
}

TEST(SpinningSocket, a_peer_that_hangs_up_is_an_error) {
    auto server = std::make_unique<TcpEcho>(request_bytes, response_bytes);
    SpinningSocket socket("127.0.0.1", server->port());
    server->poll();
    server.reset();
    std::array<char, 16> buffer;
    const auto receive_all = [&] {
        while (true) static_cast<void>(socket.receive(buffer));
    };
    EXPECT_THROW(receive_all(), std::runtime_error);
}

} // namespace
} // namespace pinion::latency
